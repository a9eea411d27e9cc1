import {
  type DispositionCode,
  type EventType,
  type FactType,
  type Reason,
  type Refusal,
  STATES,
  type State,
} from './vocabulary.js';

/** Named conditions a rule may depend on; `guards.ts` evaluates them. */
export type GuardName =
  | 'displayed'
  | 'missedIsUsed'
  | 'endedByClock'
  | 'endedByStrategy'
  | 'formPending'
  | 'formExpired'
  | 'sameFields'
  | 'phoneNumberMissing'
  | 'stopped'
  | 'erased';

/** Moves the interaction into the queue of another state. */
export interface Move {
  readonly to: State;
  readonly code?: DispositionCode;
  readonly reason?: Reason;
  /** The answer proves that the invitation was on screen: write that fact first when absent. */
  readonly impliesDisplayed?: true;
}
/** Writes a fact and stays in the state. */
export interface Note {
  readonly note: FactType;
  readonly form?: 'completed' | 'completed_late' | 'expired';
}
/** Nothing changes and the answer is that of the first time. */
export interface Same {
  readonly same: true;
}
/** Nothing changes and the caller is told why. */
export interface Refuse {
  readonly refuse: Refusal;
}
export type Branch = Move | Note | Same | Refuse;
export interface Guarded {
  readonly when: GuardName;
  readonly outcome: Branch;
}
/** Tried from the top; the last one is unconditional. */
export type TableRule = Branch | readonly [Guarded, ...Guarded[], Branch];

const same: Same = { same: true };
const notAllowed: Refuse = { refuse: 'not_allowed' };
const alreadyDisposed: Refuse = { refuse: 'already_disposed' };
const engagementExpired: Refuse = { refuse: 'engagement_expired' };

const clean: Move = { to: 'Failed', reason: 'cleaned' };
const erase: Move = { to: 'Failed', reason: 'erased' };
const noengage: Move = { to: 'Failed', reason: 'not_engaged' };
const stop: Note = { note: 'interaction.stopped' };
const forget: Note = { note: 'interaction.erased' };

const expire: TableRule = [
  {
    when: 'missedIsUsed',
    outcome: { to: 'Missed', code: 'timeout', reason: 'engagement_expired' },
  },
  { to: 'Failed', code: 'timeout', reason: 'engagement_expired' },
];

/** What every terminal state has in common: clocks are over; stop, clean and erase apply once. */
const ended = {
  engagementExpired: same,
  abandoned: same,
  formExpired: same,
  stop: [{ when: 'stopped', outcome: same }, stop],
  clean: [{ when: 'stopped', outcome: same }, stop],
  erase: [{ when: 'erased', outcome: same }, forget],
} as const satisfies Partial<Record<EventType, TableRule>>;

/** The browser ended it: its beacon may come late, a strategy's word comes too late. */
const endedByBrowser = {
  ...ended,
  engage: alreadyDisposed,
  noengage: alreadyDisposed,
  displayed: same,
  acceptCall: alreadyDisposed,
  reject: alreadyDisposed,
  timeout: alreadyDisposed,
  formCompleted: notAllowed,
} as const satisfies Record<EventType, TableRule>;

const late: TableRule = [{ when: 'endedByClock', outcome: engagementExpired }, alreadyDisposed];

/**
 * The lifecycle: for every state and every event, what happens. Total by type: a missing cell does
 * not compile. The diagram and table of `docs/lifecycle.md` are generated from it.
 */
export const TABLE = {
  Qualified: {
    engage: { to: 'Engaged' },
    noengage,
    displayed: notAllowed,
    acceptCall: notAllowed,
    reject: notAllowed,
    timeout: notAllowed,
    engagementExpired: expire,
    abandoned: same,
    formCompleted: notAllowed,
    formExpired: same,
    clean,
    stop: notAllowed,
    erase,
  },
  Engaged: {
    engage: same,
    noengage,
    displayed: [{ when: 'displayed', outcome: same }, { note: 'interaction.displayed' }],
    acceptCall: { to: 'Accepted', code: 'acceptCall', impliesDisplayed: true },
    reject: { to: 'Rejected', code: 'reject', impliesDisplayed: true },
    timeout: { to: 'Timeout', code: 'timeout' },
    engagementExpired: [{ when: 'displayed', outcome: same }, ...expire],
    abandoned: [{ when: 'displayed', outcome: { to: 'Failed', reason: 'abandoned' } }, same],
    formCompleted: notAllowed,
    formExpired: same,
    clean,
    stop: notAllowed,
    erase,
  },
  Accepted: {
    ...endedByBrowser,
    acceptCall: same,
    formCompleted: [
      // What was on its way when the person was erased must not bring personal data back.
      { when: 'erased', outcome: alreadyDisposed },
      { when: 'sameFields', outcome: same },
      { when: 'phoneNumberMissing', outcome: { refuse: 'phone_number_required' } },
      { when: 'formPending', outcome: { note: 'registration_form.completed', form: 'completed' } },
      {
        when: 'formExpired',
        outcome: { note: 'registration_form.completed', form: 'completed_late' },
      },
      { refuse: 'form_already_completed' },
    ],
    formExpired: [
      { when: 'formPending', outcome: { note: 'registration_form.expired', form: 'expired' } },
      same,
    ],
    erase: [
      { when: 'erased', outcome: same },
      { when: 'formPending', outcome: { note: 'registration_form.expired', form: 'expired' } },
      forget,
    ],
  },
  Rejected: { ...endedByBrowser, reject: same },
  Timeout: { ...endedByBrowser, timeout: same },
  Failed: {
    ...ended,
    engage: late,
    noengage: [{ when: 'endedByStrategy', outcome: same }, ...late],
    displayed: late,
    acceptCall: late,
    reject: late,
    timeout: late,
    formCompleted: late,
  },
  Missed: {
    ...ended,
    engage: engagementExpired,
    noengage: engagementExpired,
    displayed: engagementExpired,
    acceptCall: engagementExpired,
    reject: engagementExpired,
    timeout: engagementExpired,
    formCompleted: engagementExpired,
  },
} as const satisfies Record<State, Record<EventType, TableRule>>;

/** The outcomes of a rule, unconditional one last. */
export function branchesOf(rule: TableRule): readonly Branch[] {
  return 'length' in rule ? rule.map((step) => ('when' in step ? step.outcome : step)) : [rule];
}

/** States that nothing moves out of: derived from the table. */
export const TERMINAL_STATES: ReadonlySet<State> = new Set(
  STATES.filter((state) =>
    Object.values(TABLE[state]).every((rule: TableRule) =>
      branchesOf(rule).every((outcome) => !('to' in outcome)),
    ),
  ),
);
