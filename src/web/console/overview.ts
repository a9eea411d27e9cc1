import type { AgentState } from '../../domain/agents/vocabulary.js';
import type { Outcome } from '../../domain/chats/vocabulary.js';
import type { Reason, State } from '../../domain/interactions/vocabulary.js';
import type { Because } from '../../domain/pacing/vocabulary.js';

/** How often something happened in each of the last minutes that are told apart. */
type Passed<T> = T & { readonly counts: readonly number[] };

export interface QueueNow {
  readonly name: string;
  readonly states: readonly State[];
  readonly active: number;
  readonly stopped: number;
  readonly entered: number;
  readonly oldestActiveAt: string | null;
}

export interface FlowNow {
  readonly since: string;
  readonly minutes: readonly number[];
  readonly moves: readonly Passed<{
    readonly from: State | null;
    readonly to: State;
    readonly reason: Reason | null;
  }>[];
  readonly facts: readonly Passed<{ readonly type: string }>[];
  readonly refused: readonly Passed<{ readonly reason: string }>[];
  readonly outcomes: readonly Passed<{ readonly outcome: Outcome }>[];
}

interface Waiting {
  readonly open: number;
  readonly waiting: number;
  readonly ringing: number;
  readonly oldestWaitingAt: string | null;
  readonly oldestWaitingId: string | null;
}

export interface ChatsNow extends Waiting {
  readonly serviceLevelGoal: number;
  readonly queues: readonly (Waiting & {
    readonly name: string;
    /** Percent. */
    readonly serviceLevel: number | null;
  })[];
}

export interface Staff {
  readonly byState: Readonly<Record<AgentState, number>>;
  readonly busy: number;
  readonly slots: number;
  readonly freeSlots: number;
}

export interface AgentsNow extends Staff {
  readonly total: number;
  readonly groups: readonly (Staff & { readonly group: string })[];
}

/** Of the group that invitations lead to everything, of others their room. */
export interface PacingNow {
  readonly group: string;
  readonly slots: number;
  readonly free: number;
  readonly waiting: number;
  readonly off?: string | null;
  readonly limit?: number;
  readonly outstanding?: number;
  readonly allowed?: number;
  readonly because?: Because;
}

export interface DeliveriesNow {
  readonly pending: number | null;
  readonly oldestPendingAt: string | null;
  readonly failing: readonly {
    readonly endpointId: string;
    readonly name: string;
    readonly since: string;
    readonly lastStatus: number | null;
    readonly lastError: string | null;
  }[];
}

export interface ServiceNow {
  readonly ready: boolean;
  readonly failing: readonly {
    readonly name: string;
    readonly detail: string;
    readonly advisory: boolean;
  }[];
}

/** Everything at one look, as `GET /v1/admin/overview` says. */
export interface Overview {
  readonly serverTime: string;
  readonly queues: readonly QueueNow[];
  readonly flow: FlowNow;
  readonly chats: ChatsNow;
  readonly agents: AgentsNow;
  readonly pacing: readonly PacingNow[];
  readonly deliveries: DeliveriesNow;
  readonly expiryLagMs: number;
  readonly service: ServiceNow;
}
