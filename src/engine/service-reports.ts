import type { Clock } from '../clock.js';
import type { Settings } from '../decisions/settings.js';
import type { Store } from '../store/store.js';
import { type AgentReport, agentReports } from './agent-reports.js';
import type { FunnelReports } from './funnel.js';
import { type QueueReport, queueReports } from './queue-reports.js';
import { type Covered, servedToday } from './served.js';
import { type StaffReport, staffReport, standingsAt } from './staff.js';

/** How queues and agents do, today. Rejects as the reads of the store do. */
export interface ServiceReports {
  queues(settings: Settings): Promise<
    Covered & {
      readonly queues: readonly QueueReport[];
      readonly staff: StaffReport;
    }
  >;
  agents(settings: Settings): Promise<Covered & { readonly agents: readonly AgentReport[] }>;
}

export function createServiceReports(
  store: Pick<Store, 'read'>,
  clock: Clock,
  funnel: FunnelReports,
): ServiceReports {
  return {
    async queues(settings) {
      const now = clock.now();
      const [{ rows, ...covered }, way, staff] = await Promise.all([
        servedToday(store, settings, now),
        funnel(settings, { by: null }),
        standingsAt(store, settings, now),
      ]);
      const figures = way.ok ? (way.lines[0]?.figures ?? []) : [];
      const queues = await queueReports(store, settings, now, { rows, figures });
      return { ...covered, queues, staff: staffReport(staff, settings) };
    },
    async agents(settings) {
      const now = clock.now();
      const [{ rows, ...covered }, staff] = await Promise.all([
        servedToday(store, settings, now),
        standingsAt(store, settings, now),
      ]);
      return { ...covered, agents: agentReports(rows, staff, settings) };
    },
  };
}
