import type { Clock } from '../clock.js';
import { deadline } from '../domain/interactions/clocks.js';
import { referenceTo, type StrategyReference } from '../domain/strategies/reference.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { Engine } from '../engine/engine.js';
import { readGatewayCall } from '../engine/gateway.js';
import type { StrategyTexts } from '../engine/strategy-texts.js';
import { createId } from '../ids.js';
import type { Action, FetchAction, Host, SessionEvent } from '../scxml/host.js';
import type { Store } from '../store/store.js';
import type { Questions } from './questions.js';
import { answered, editOf, refusedAction } from './scxml-answers.js';
import {
  type Fetcher,
  fetched,
  fetchFailed,
  gatewayCallIn,
  gatewayMembersOf,
} from './scxml-fetch.js';
import { createOpening, openingOf, type Surroundings } from './scxml-opening.js';
import { failureOf, type Sessions } from './scxml-sessions.js';

/** So long before the engagement clock ends, a session that has not decided is over, in milliseconds. */
const SPARE_MS = 1000;

/** Has sessions decide on what is Qualified. */
export interface ScxmlDecider {
  /**
   * Runs the strategy on one interaction or chat; false when it did not start, so that somebody else
   * is to decide.
   */
  decide(id: string, reference: StrategyReference): Promise<boolean>;
  /** Ends what runs: the next start begins it again. */
  close(): Promise<void>;
}

export interface ScxmlDependencies extends Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly texts: StrategyTexts;
  readonly questions: Questions;
  readonly sessions: Sessions;
  readonly fetch: Fetcher;
}

export interface ScxmlEngagementDependencies extends ScxmlDependencies {
  readonly engine: Engine;
  /** What follows when a session has not decided. */
  giveUp(id: string): Promise<void>;
}

/** One session of Engagement Logic, as it goes. */
interface Going {
  readonly id: string;
  readonly version: StrategyVersion;
  readonly due: number;
  decision: string | null;
}

/** Engagement Logic by SCXML: a session for each interaction, first decision wins. */
export function createScxmlEngagement(dependencies: ScxmlEngagementDependencies): ScxmlDecider {
  const { engine, store, clock, texts, sessions, fetch, giveUp, tenantId } = dependencies;
  const { questions } = dependencies;
  const underWay = new Map<AbortController, Promise<boolean>>();
  let closed = false;

  /** A call of the original's gateway: the decision, without a network. */
  async function callGateway(action: FetchAction, going: Going): Promise<SessionEvent> {
    const { requestId } = action;
    const type = gatewayCallIn(action) ?? 'noengage';
    const fault = (code: string, detail: string) =>
      fetchFailed(requestId, 400, detail, JSON.stringify({ status: 'FAULT', code, detail }));
    const members = gatewayMembersOf(action, type);
    if (typeof members === 'string') return fault('malformed_body', members);
    const call = readGatewayCall(type, members);
    if ('misfit' in call)
      return fault('validation_failed', `${call.misfit.pointer} ${call.misfit.detail}`);
    const isOther = call.id !== undefined && call.id !== going.id;
    const visitId = (await engine.get(going.id))?.visitId;
    if (isOther || (call.visitId !== undefined && call.visitId !== visitId))
      return fault('not_found', 'the session decides on its own interaction only');
    const remark = { type: 'strategy.answered', detail: type } as const;
    const outcome = await engine.remark(going.id, remark, call.event);
    const refusal = outcome === undefined ? 'not_found' : outcome.refusal;
    if (refusal !== null) return fault(refusal, `the decision was refused: ${refusal}`);
    going.decision ??= type;
    return fetched(requestId, 200, JSON.stringify({ status: 'OK' }));
  }

  /** Ends the interaction: what nobody has decided on is not engaged, what is over is stopped. */
  async function terminate(
    action: Action & { type: 'terminate' },
    going: Going,
  ): Promise<SessionEvent> {
    const isQualified = (await engine.get(going.id))?.state === 'Qualified';
    const detail = action.reason?.slice(0, 256).toWellFormed() || undefined;
    const outcome = isQualified
      ? await engine.remark(
          going.id,
          { type: 'strategy.answered', detail: 'noengage' },
          { type: 'noengage', detail },
        )
      : await engine.apply(going.id, { type: 'stop', by: 'strategy' });
    if (outcome === undefined || outcome.refusal !== null)
      return refusedAction(action, going.id, outcome?.refusal ?? 'not_found');
    if (isQualified) going.decision ??= 'noengage';
    return answered(action, going.id);
  }

  async function edit(
    action: Action & { type: 'setuData' | 'deleteuData' },
    going: Going,
  ): Promise<SessionEvent> {
    const outcome = await store.apply('editInteractionData', {
      seed: createId(clock.now()),
      id: going.id,
      edit: editOf(action),
    });
    if (outcome === null || 'refusal' in outcome)
      return refusedAction(action, going.id, outcome?.refusal ?? 'not_found');
    const interaction = await engine.get(going.id);
    const { udata } = interaction
      ? openingOf(interaction, tenantId)
      : { udata: { ...outcome.userData } };
    return answered(action, going.id, { udata });
  }

  async function act(action: Action, going: Going): Promise<SessionEvent | null> {
    const { id, version, due } = going;
    if (action.type === 'fetch')
      return gatewayCallIn(action)
        ? callGateway(action, going)
        : fetch(action, { id, version, due });
    const isOther =
      'interactionId' in action && action.interactionId !== null && action.interactionId !== id;
    if (isOther) return refusedAction(action, id, 'not_found');
    switch (action.type) {
      case 'terminate':
        return terminate(action, going);
      case 'setuData':
      case 'deleteuData':
        return edit(action, going);
      case 'submit':
      case 'redirect':
        // Agents are looked for on the queue of chats.
        return refusedAction(action, id, 'not_allowed');
      case 'cancel':
      case 'attach':
      case 'detach':
        return answered(action, id);
    }
  }

  /**
   * Whether a session has nothing to decide any more: somebody else was faster, or a clock, or another
   * process asks by now.
   */
  const isOver = async (going: Going): Promise<boolean> =>
    going.decision === null &&
    ((await engine.get(going.id))?.state !== 'Qualified' || !(await questions.isMine(going.id)));

  async function run(going: Going, controller: AbortController): Promise<boolean> {
    const { id, version } = going;
    const interaction = await engine.get(id);
    if (interaction === undefined) return true;
    const now = clock.now();
    const seen = openingOf(interaction, tenantId);
    const opening = await createOpening(dependencies, version, seen, now);
    const abort = (): void => controller.abort();
    const disarm = clock.after(Math.max(going.due - now - SPARE_MS, 0), abort);
    const stopLooking = clock.everySecond(() => {
      isOver(going).then(
        (over) => over && abort(),
        () => undefined,
      );
    });
    const host: Host = { act: (action) => act(action, going) };
    const about = { noun: 'interaction', id } as const;
    const ended = await sessions.run(
      version,
      opening,
      host,
      about,
      controller.signal,
      () => going.decision,
    );
    disarm();
    stopLooking();
    if (closed || (await isOver(going))) return true;
    const isFaulty = ended.how === 'killed' || ended.how === 'failed';
    if (going.decision === null || isFaulty)
      await engine.remark(id, { type: 'strategy.failed', ...failureOf(ended) });
    if (going.decision !== null) return true;
    // A session that could not be run leaves it to whoever is named for that.
    if (ended.how === 'failed') return false;
    await giveUp(id);
    return true;
  }

  return {
    async decide(id, reference) {
      const version = await texts.get(reference);
      const detail = referenceTo({ ...reference, version: version?.version ?? reference.version });
      const noted = await engine.remarkOnQualified(id, { type: 'strategy.requested', detail });
      if (noted === undefined || closed) return true;
      if (version === null) {
        await engine.remark(id, { type: 'strategy.failed', detail: 'no such strategy' });
        return false;
      }
      const due = deadline(noted, engine.timeline())?.at ?? clock.now();
      const controller = new AbortController();
      const running = run({ id, version, due, decision: null }, controller);
      underWay.set(controller, running);
      return running.finally(() => underWay.delete(controller));
    },
    async close() {
      closed = true;
      for (const controller of underWay.keys()) controller.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}
