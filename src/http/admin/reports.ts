import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { OUTCOMES } from '../../domain/chats/vocabulary.js';
import { FUNNEL_LOSSES } from '../../domain/funnel/words.js';
import { STATES } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { inForce } from '../../domain/options/timeline.js';
import { quote } from '../../domain/quote.js';
import { readStep } from '../../domain/statistics/intervals.js';
import { midnightOf } from '../../domain/statistics/midnight.js';
import type { FunnelOutcome, FunnelReports } from '../../engine/funnel.js';
import type { ServiceReports } from '../../engine/service-reports.js';
import { COLUMNS } from '../../text/lists.js';
import { describe } from '../server/description.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { AgentReport, FUNNEL_QUERY, FunnelReport, QueueReport } from '../shapes/reports.js';

const isoOf = (at: number): string => new Date(at).toISOString();
const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** A moment, or the midnight of a day. */
function readMoment(name: string, text: string | undefined, timeZone: string): number | undefined {
  if (text === undefined) return undefined;
  const at = RFC_3339.test(text) ? Date.parse(text) : midnightOf(timeZone, text);
  if (at !== undefined && !Number.isNaN(at)) return at;
  const detail = `must be a moment such as 2030-03-18T08:00:00Z, or a day such as 2030-03-18, not ${quote(text)}`;
  throw validationProblem([{ pointer: `#/${name}`, detail }]);
}

function readStepOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = readStep(text);
  if (minutes !== undefined) return minutes;
  const detail = `must be days, such as 1d or 7d, or a part of a day by quarters of an hour: 15m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h; not ${quote(text)}`;
  throw validationProblem([{ pointer: '#/step', detail }]);
}

/** The report, or what is wrong with what it was asked for. */
function respond(
  outcome: FunnelOutcome,
  step: string | undefined,
): FunnelOutcome & { readonly ok: true } {
  if (outcome.ok) return outcome;
  if (outcome.code === 'empty') {
    const detail = `must be after \`from\`, which is ${isoOf(outcome.from)}; it is ${isoOf(outcome.to)}`;
    throw validationProblem([{ pointer: '#/to', detail }]);
  }
  const longer = step?.endsWith('d') ? '30d' : '1d';
  const detail = `${step} makes more than ${LIMITS.reportLines.most} steps of that time: take a longer one, such as ${longer}, or less time`;
  throw validationProblem([{ pointer: '#/step', detail }]);
}

export interface ReportsOptions {
  readonly funnel: FunnelReports;
  readonly service: ServiceReports;
}

/** How it goes: queues and agents now and today, and what becomes of invitations. */
export const adminReports: FastifyPluginAsyncTypebox<ReportsOptions> = async (
  app,
  { funnel, service },
) => {
  const access = { scope: 'admin:read' } as const;
  const problems = ['overloaded', 'storage_unavailable'] as const;

  app.get(
    '/v1/admin/reports/queues',
    {
      config: {
        access,
        problems,
        table: COLUMNS.reportQueues,
        csv: [
          'name',
          'waiting',
          'longestWaitSeconds',
          'longestWaitId',
          'entered',
          'serviceLevel',
          'serviceLevelMet',
          ...[...STATES, ...OUTCOMES].map((name) => `outcomes.${name}`),
        ],
        notes: ['agents', 'busy', 'freeSlots', 'slots', 'from', 'to', 'since'],
      },
      schema: {
        ...describe(
          'reportQueues',
          'Admin',
          'Report what waits in each queue, and what agents can take',
          'What waits is of now; what entered, its outcomes and the service level are of today.',
        ),
        response: {
          200: QueueReport,
        },
      },
    },
    async ({ settings }) => {
      const { queues, staff, from, to, since } = await service.queues(settings);
      const { serviceLevelGoal } = inForce(settings.timeline);
      return {
        items: queues.map(({ longest, serviceLevel, ...queue }) => ({
          ...queue,
          longestWaitSeconds: longest && Math.max(0, to - longest.since) / 1000,
          longestWaitId: longest?.id ?? null,
          serviceLevel,
          serviceLevelMet: serviceLevel === null ? null : serviceLevel >= serviceLevelGoal,
        })),
        agents: staff.byState,
        busy: staff.busy,
        slots: staff.slots,
        freeSlots: staff.freeSlots,
        serviceLevelGoal,
        from: isoOf(from),
        to: isoOf(to),
        since: isoOf(since),
      };
    },
  );

  app.get(
    '/v1/admin/reports/agents',
    {
      config: {
        access,
        problems,
        table: COLUMNS.reportAgents,
        csv: COLUMNS.reportAgents,
        notes: ['from', 'to', 'since'],
      },
      schema: {
        ...describe(
          'reportAgents',
          'Admin',
          'Report where each agent stands, and what each has done today',
        ),
        response: { 200: AgentReport },
      },
    },
    async ({ settings }) => {
      const { agents, from, to, since } = await service.agents(settings);
      return {
        items: agents.map(({ since: at, averageHandlingMs, ...agent }) => ({
          ...agent,
          since: isoOrNull(at),
          averageHandlingSeconds: secondsOf(averageHandlingMs && Math.round(averageHandlingMs)),
        })),
        from: isoOf(from),
        to: isoOf(to),
        since: isoOf(since),
      };
    },
  );

  app.get(
    '/v1/admin/reports/funnel',
    {
      config: {
        access,
        problems,
        table: COLUMNS.reportFunnel,
        csv: [
          ...COLUMNS.reportFunnel.filter((column) => column !== 'losses'),
          ...FUNNEL_LOSSES.map((loss) => `losses.${loss}`),
        ],
        notes: ['from', 'to', 'since', 'timeZone'],
      },
      schema: {
        ...describe(
          'reportFunnel',
          'Admin',
          'Report how far invitations come, and where they are lost',
          'By the moment of each step, counted with it: retention and erasure take nothing from it. Chats are those that an invitation led to.',
        ),
        querystring: FUNNEL_QUERY,
        response: {
          200: FunnelReport,
        },
      },
    },
    async ({ settings, query }) => {
      const { timeZone } = inForce(settings.timeline);
      const { by = null, step } = query;
      const asked = {
        from: readMoment('from', query.from, timeZone),
        to: readMoment('to', query.to, timeZone),
        step: readStepOf(step),
        by,
      };
      const report = respond(await funnel(settings, asked), step);
      const items = report.lines.flatMap(({ interval, group, figures }) =>
        figures.map(({ medianMs, p90Ms, losses, ...figure }) => ({
          ...(step !== undefined && { from: isoOf(report.starts[interval] ?? report.from) }),
          ...(by !== null && { group }),
          ...figure,
          medianSeconds: secondsOf(medianMs),
          p90Seconds: secondsOf(p90Ms),
          lost: Object.values(losses).reduce((sum, each) => sum + each, 0),
          losses,
        })),
      );
      const { from, to, since } = report;
      return {
        items,
        by,
        step: step ?? null,
        from: isoOf(from),
        to: isoOf(to),
        since: isoOf(since),
        timeZone,
      };
    },
  );
};
