import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Clock } from '../../clock.js';
import type { Interaction } from '../../domain/interactions/interaction.js';
import { create } from '../../domain/interactions/transition.js';
import { inForce } from '../../domain/options/timeline.js';
import type { Static } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import { createId } from '../../ids.js';
import type { Ended, OpeningInteraction } from '../../scxml/host.js';
import type { Strategies } from '../../settings/strategies.js';
import type { DryRuns } from '../../strategy/scxml-dry-run.js';
import { openingOf, openingOfChat } from '../../strategy/scxml-opening.js';
import type { SessionRecord, Sessions } from '../../strategy/scxml-sessions.js';
import { COLUMNS } from '../../text/lists.js';
import { chatIdOf } from '../server/chat-outcomes.js';
import { describe } from '../server/description.js';
import { found, interactionOf } from '../server/outcomes.js';
import { validationProblem } from '../server/problems.js';
import { itemsOf, momentOf } from '../shapes/schemas.js';
import { StrategyParams } from '../shapes/strategies.js';
import { DryRunBody, SessionView, TriedStrategy } from '../shapes/strategy-trials.js';
import { ONE_STRATEGY } from './rules.js';

type Wish = Static<typeof DryRunBody>;

/** What a strategy is tried on: something that is there, or an interaction as it is described. */
type Subject = { readonly noun: 'interaction' | 'chat'; readonly subject: OpeningInteraction };

const presentEnded = ({ how, limit, detail, states, trace }: Ended) => ({
  how,
  limit,
  detail,
  states: [...states],
  trace: trace.map((line) => ({
    ...line,
    exited: [...line.exited],
    entered: [...line.entered],
    transitions: line.transitions.map(({ file, line: at }) => ({ file, line: at })),
    log: [...line.log],
  })),
});

const presentSession = (record: SessionRecord) => ({
  interactionId: record.noun === 'interaction' ? record.id : null,
  chatId: record.noun === 'chat' ? record.id : null,
  startedAt: new Date(record.startedAt).toISOString(),
  endedAt: new Date(record.endedAt).toISOString(),
  decision: record.decision,
  version: record.version,
  ...presentEnded(record),
});

export interface StrategyTrialsOptions {
  readonly strategies: Strategies;
  readonly dryRuns: DryRuns;
  readonly sessionsOfStrategies: Pick<Sessions, 'records'>;
  readonly engine: Engine;
  readonly chats: Chats;
  readonly clock: Pick<Clock, 'now'>;
  readonly tenantId: string;
}

/** Trying strategies, and looking at how their sessions went. */
export const adminStrategyTrials: FastifyPluginAsyncTypebox<StrategyTrialsOptions> = async (
  app,
  { strategies, dryRuns, sessionsOfStrategies, engine, chats, clock, tenantId },
) => {
  const access = { scope: 'admin:read' } as const;

  function described(wish: Wish['interaction']): Interaction {
    const { userData = {}, category, channel, pageUrl, pageId, visitorId } = wish ?? {};
    const now = clock.now();
    const request = {
      id: createId(now),
      visitId: 'dry-run',
      visitorId: visitorId ?? null,
      visitorIdClaimed: false,
      pageId: pageId ?? null,
      pageUrl: pageUrl ?? null,
      category: category ?? null,
      channel: channel ?? null,
      caseData: {},
      userData,
    };
    return create(request, inForce(engine.timeline()), now).interaction;
  }

  async function subjectOf({ interactionId, chatId, interaction }: Wish): Promise<Subject> {
    const given = [interactionId, chatId, interaction].filter((each) => each !== undefined);
    if (given.length > 1)
      throw validationProblem([
        { pointer: '#/interaction', detail: 'name one of interactionId, chatId and interaction' },
      ]);
    if (chatId !== undefined) {
      const chat = found(await chats.get(chatIdOf(chatId)), 'chat');
      return { noun: 'chat', subject: openingOfChat(chat, tenantId) };
    }
    const subject =
      interactionId === undefined
        ? described(interaction)
        : found(await engine.get(interactionOf(interactionId)));
    return { noun: 'interaction', subject: openingOf(subject, tenantId) };
  }

  /** Of somebody who was erased nothing is shown that a document may have logged. */
  async function isShown({ noun, id }: SessionRecord): Promise<boolean> {
    const subject = noun === 'chat' ? await chats.get(id) : await engine.get(id);
    return subject !== undefined && subject.erasedAt === null;
  }

  app.post(
    `${ONE_STRATEGY}/dry-run`,
    {
      config: { access, problems: ['overloaded'] },
      schema: {
        ...describe(
          'tryStrategy',
          'Admin',
          'Run a strategy on scripted answers, and see what it would decide',
          'Nothing is called and nothing is stored: fetches and submits are answered by `answers`, and the clock is virtual.',
        ),
        params: StrategyParams,
        body: DryRunBody,
        response: { 200: TriedStrategy },
      },
    },
    async ({ params: { name }, body }) => {
      const version = found(await strategies.get(name, body.version), 'strategy');
      const tried = await dryRuns.try({
        version,
        ...(await subjectOf(body)),
        answers: body.answers ?? [],
        at: momentOf(body.at),
        clock: body.clock ?? 'virtual',
      });
      const { decision, channel, reason, route, userData, actions } = tried;
      return {
        decision,
        channel,
        reason,
        route,
        userData: { ...userData },
        actions: [...actions],
        version: version.version,
        ...presentEnded(tried),
      };
    },
  );

  app.get(
    `${ONE_STRATEGY}/sessions`,
    {
      config: { access, table: COLUMNS.strategySessions },
      schema: {
        ...describe(
          'listStrategySessions',
          'Admin',
          'List the last sessions of a strategy with their traces, newest first',
          'Those of the last hour that this process ran: every one that failed or decided nothing, up to 50 of all strategies, and a few of the others.',
        ),
        params: StrategyParams,
        response: { 200: itemsOf(SessionView) },
      },
    },
    async ({ params: { name } }) => {
      found(await strategies.get(name), 'strategy');
      const records = sessionsOfStrategies.records(name);
      const shown = await Promise.all(records.map(isShown));
      return { items: records.filter((_, index) => shown[index]).map(presentSession) };
    },
  );
};
