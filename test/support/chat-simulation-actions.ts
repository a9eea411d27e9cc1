import fc from 'fast-check';
import type { RouteTo } from '#src/decisions/chat-instructions.js';
import type { AgentEventType } from '#src/domain/agents/vocabulary.js';
import type { OptionKey } from '#src/domain/options/catalogue.js';
import type { ChatRoutingRules } from '#src/domain/rules/chat-routing.js';
import {
  campaign,
  type InvitationAct,
  invitationAct,
  PACING_SETTINGS,
} from './chat-simulation-invitations.js';

const SIM_AGENTS = ['ann', 'bob', 'eve'] as const;
type SimAgent = (typeof SIM_AGENTS)[number];
export const MAIN_GROUP = 'Web Engagement Chat';
const SIM_GROUPS = [MAIN_GROUP, 'Sales'] as const;

/** One thing that is asked of agents and chats; `pick` counts among those that it may be about. */
export type Act =
  | { readonly act: 'stand'; readonly agent: SimAgent; readonly event: Said; readonly ops: boolean }
  | { readonly act: 'beat'; readonly agent: SimAgent }
  | { readonly act: 'answer'; readonly agent: SimAgent; readonly with: Answer; readonly pick: Pick }
  | { readonly act: 'see'; readonly pick: number }
  | {
      readonly act: 'pass';
      readonly agent: SimAgent | null;
      readonly to: RouteTo;
      readonly pick: Pick;
    }
  | { readonly act: 'ask'; readonly visit: number; readonly how: 'browser' | 'site' | 'invited' }
  | { readonly act: 'visitor'; readonly does: 'say' | 'seen' | 'leave'; readonly pick: number }
  | {
      readonly act: 'ops';
      readonly does: 'clean' | 'stop' | 'erase' | 'forget';
      readonly pick: number;
    }
  | { readonly act: 'route'; readonly to: RouteTo | null; readonly how: How; readonly pick: number }
  | { readonly act: 'pull'; readonly max: number; readonly leaseMs: number }
  | { readonly act: 'lease'; readonly does: 'extend' | 'release'; readonly pick: number }
  | { readonly act: 'staff'; readonly agent: SimAgent; readonly members: Members }
  | { readonly act: 'set'; readonly key: OptionKey; readonly value: string }
  | { readonly act: 'rules'; readonly rules: ChatRoutingRules }
  | { readonly act: 'strategy'; readonly url: string }
  | InvitationAct;

type Said = Extract<AgentEventType, 'login' | 'ready' | 'notReady' | 'logout'>;
type Answer = 'accept' | 'reject' | 'end' | 'done' | 'say';
/** By a call, as the answer of a strategy that was asked, or as what follows when it is given up. */
type How = 'call' | 'answer' | 'failed';
/** One of the agent's own, or of all that there are. */
interface Pick {
  readonly own: boolean;
  readonly n: number;
}
interface Members {
  readonly capacity?: number;
  readonly groups?: readonly string[];
  readonly skills?: Readonly<Record<string, number>>;
}

/** One step: what is asked in one turn, or what befalls the service. */
export type ChatTurn =
  | { readonly turn: 'ask'; readonly acts: readonly Act[] }
  /** `stalled` while nothing runs, so that every clock comes late. */
  | { readonly turn: 'wait'; readonly ms: number; readonly stalled: boolean }
  | { readonly turn: 'waitForDeadline'; readonly offset: number }
  /** The process ends before what its last commit woke has run, or before the commit (`lost`). */
  | {
      readonly turn: 'crash';
      readonly acts: readonly Act[];
      readonly lost: boolean;
      readonly ms: number;
    };

const weighted = <T>(...choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const constant = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);
const agent = fc.constantFrom(...SIM_AGENTS);
const number = weighted([4, 0], [2, 1], [1, 2], [1, 5]);
const pick = fc.record({ own: weighted([6, true], [1, false]), n: number });
const to = weighted<RouteTo>(
  [3, { group: MAIN_GROUP }],
  [3, { group: 'Sales' }],
  [1, { group: 'Nowhere' }],
  [3, { agent: 'ann' }],
  [3, { agent: 'bob' }],
  [2, { group: MAIN_GROUP, skills: { french: 50 }, priority: 40 }],
);

const setting = weighted<readonly [OptionKey, string]>(
  [2, ['offerTime', '5']],
  [1, ['offerTime', '30']],
  [2, ['maxWaitTime', '30']],
  [1, ['maxWaitTime', '600']],
  [2, ['presenceTimeout', '15']],
  [1, ['presenceTimeout', '600']],
  [2, ['afterMissedOffer', 'logout']],
  [1, ['afterMissedOffer', 'none']],
  [3, ['wrapUpTime', '10']],
  [1, ['wrapUpTime', '0']],
  [2, ['visitorLostTime', '15']],
  [1, ['visitorLostTime', '600']],
  [1, ['agentLostTime', '0']],
  [1, ['agentLostTime', '600']],
  [2, ['inactivityTime', '30']],
  [1, ['inactivityTime', '0']],
  [1, ['chatSelection', 'longest_idle']],
  [1, ['stickyTime', '600']],
  [1, ['chatCapacity', '2']],
  [1, ['maxWaiting', '2']],
  [1, ['whenNoAgents', 'refuse']],
  ...PACING_SETTINGS.map((each) => [1, each] as const),
);

const rules = weighted<ChatRoutingRules>(
  [2, []],
  [
    2,
    [
      {
        name: 'sales',
        result: { group: 'Sales', overflow: { afterSeconds: 20, group: MAIN_GROUP } },
      },
    ],
  ],
  [
    2,
    [
      {
        name: 'skilled',
        result: { group: MAIN_GROUP, skills: { french: 50 }, priority: 70, message: 'Bonjour' },
      },
    ],
  ],
  [1, [{ name: 'closed', result: { closed: { message: 'Later' } } }]],
);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: constant('stand'),
      agent,
      event: weighted<Said>([4, 'login'], [8, 'ready'], [3, 'notReady'], [2, 'logout']),
      ops: weighted([4, false], [1, true]),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: constant('beat'), agent }) },
  {
    weight: 16,
    arbitrary: fc.record({
      act: constant('answer'),
      agent,
      with: weighted<Answer>([10, 'accept'], [4, 'reject'], [4, 'end'], [3, 'done'], [2, 'say']),
      pick,
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: constant('see'), pick: number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: constant('pass'),
      agent: fc.option(agent, { freq: 4 }),
      to,
      pick,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      act: constant('ask'),
      visit: fc.nat(5),
      how: weighted<'browser' | 'site' | 'invited'>([5, 'browser'], [3, 'site'], [2, 'invited']),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      act: constant('visitor'),
      does: weighted<'say' | 'seen' | 'leave'>([3, 'say'], [3, 'seen'], [2, 'leave']),
      pick: number,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: constant('ops'),
      does: fc.constantFrom('clean', 'stop', 'erase', 'forget'),
      pick: number,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: constant('route'),
      to: fc.option(to, { freq: 5 }),
      how: fc.constantFrom<How>('call', 'answer', 'failed'),
      pick: number,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: constant('pull'),
      max: weighted([3, 1], [1, 5]),
      leaseMs: weighted([2, 5000], [1, 60_000]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: constant('lease'),
      does: fc.constantFrom('extend', 'release'),
      pick: number,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: constant('staff'),
      agent,
      members: weighted<Members>(
        [2, { capacity: 1 }],
        [2, { capacity: 3 }],
        [1, { groups: [...SIM_GROUPS] }],
        [1, { groups: ['Sales'] }],
        [1, { skills: { french: 60 } }],
        [1, { skills: {} }],
      ),
    }),
  },
  { weight: 3, arbitrary: setting.map(([key, value]) => ({ act: 'set', key, value }) as const) },
  { weight: 10, arbitrary: invitationAct },
  { weight: 1, arbitrary: fc.record({ act: constant('rules'), rules }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: constant('strategy'),
      url: weighted([3, 'builtin'], [1, 'none'], [1, 'http://localhost/strategy']),
    }),
  },
);

const acts = (maxLength: number): fc.Arbitrary<Act[]> => fc.array(act, { minLength: 1, maxLength });

const turn: fc.Arbitrary<ChatTurn> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ turn: constant('ask'), acts: acts(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      turn: constant('wait'),
      ms: weighted([2, 1], [5, 2500], [3, 9_000], [2, 31_000], [1, 400_000]),
      stalled: weighted([1, true], [2, false]),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      turn: constant('waitForDeadline'),
      offset: weighted([2, -1], [3, 0], [1, 1]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      turn: constant('crash'),
      acts: acts(3),
      lost: weighted([1, true], [1, false]),
      ms: weighted([2, 10], [1, 20_000], [1, 90_000]),
    }),
  },
);

const alone = (one: Act): ChatTurn => ({ turn: 'ask', acts: [one] });

/** Somebody who is there and ready: by chance alone nobody would be for long. */
const shift = agent.map((name): readonly ChatTurn[] => {
  const stand = (event: Said): Act => ({ act: 'stand', agent: name, event, ops: false });
  return [alone(stand('login')), alone(stand('ready'))];
});

/** In a share of the histories somebody is invited while there is room. */
const invitations = fc.option(campaign).map((acts) => (acts ?? []).map(alone));

/** What may happen in a house with three agents: some forty requests, waits and crashes. */
export const chatHistories: fc.Arbitrary<ChatTurn[]> = fc
  .tuple(
    shift,
    invitations,
    fc.array(
      fc.oneof({ weight: 8, arbitrary: turn.map((one) => [one]) }, { weight: 1, arbitrary: shift }),
      { minLength: 10, maxLength: 40, size: 'max' },
    ),
  )
  .map(([first, crowd, parts]) => [...first, ...crowd, ...parts.flat()]);
