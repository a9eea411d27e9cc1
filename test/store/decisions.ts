import type { Clock } from '#src/clock.js';
import type { Change, InteractionChange } from '#src/decisions/change.js';
import type { Context, Target } from '#src/decisions/context.js';
import { type Deciding, decision, type NamedDecision } from '#src/decisions/decision.js';
import { DECISIONS, type DecisionTable } from '#src/decisions/decisions.js';
import type { Answered, Question } from '#src/decisions/question.js';
import type { Event, Interaction, Request } from '#src/domain/interactions/interaction.js';
import { inForce } from '#src/domain/options/timeline.js';
import { createId } from '#src/ids.js';
import type { Store } from '#src/store/store.js';
import { changing, happening, placing } from '../support/changes.js';
import { T0 } from '../support/lifecycle.js';

type Edit = Partial<Interaction>;

const edited = (edit: Edit) => (made: Interaction) => ({ ...made, ...edit });

/** What is there to look at: of the settings what a test asks for. */
const seen = ({ settings, ...read }: Deciding) => ({
  ...read,
  newId: null,
  ask: null,
  options: inForce(settings.timeline),
  lastChanges: [...settings.lastChanges.values()],
  queues: [...settings.known.queues],
});

/** Decisions of the suite alone: plain data in, plain data out, like those of the service. */
const OWN = {
  /** Writes any changes. */
  write: decision(
    ({ target }: { target: Target; changes: readonly Change[]; result: unknown }) => target,
    ({ changes, result }) => ({ changes, result }),
  ),
  /** Tells what it was given to look at. */
  look: decision(
    ({ target }: { target: Target }) => target,
    (_args, context) => ({ result: seen(context) }),
  ),
  /** Asks one round of questions after the other, and tells what it was answered. */
  ask: decision(
    (_args: { rounds: readonly (readonly Question[])[] }): Target => ({}),
    ({ rounds }, { ask, answers }) => {
      for (const round of rounds) {
        const told = round.map(({ kind, of }) => ask(kind, of));
        if (told.includes(undefined)) break;
      }
      return { result: answers };
    },
  ),
  /** Has a bug. */
  fail: decision(
    (_args: object): Target => ({}),
    (): { result: null } => {
      throw new Error('a bug');
    },
  ),
  place: decision(
    (_args: { request: Partial<Request>; edit: Edit }): Target => ({}),
    ({ request, edit }, context) => placing(request, edited(edit))(context),
  ),
  happen: decision(
    ({ id }: { id: string; event: Event | null; edit: Edit }): Target => ({ interaction: id }),
    ({ event, edit }, context) => happening(event, edited(edit))(context),
  ),
  option: decision(
    (_args: { name: string; value: string }): Target => ({}),
    ({ name, value }, context) => changing(name, value)(context),
  ),
};

type Own = typeof OWN;
type ArgsOf<D extends keyof Own> = Own[D] extends NamedDecision<infer A, infer _R> ? A : never;
type ResultOf<D extends keyof Own> = Own[D] extends NamedDecision<infer _A, infer R> ? R : never;

/** What the stores of the suite can decide. */
export const SUITE_DECISIONS = { ...DECISIONS, ...OWN } as unknown as DecisionTable;

function decide<D extends keyof Own>(store: Store, name: D, args: ArgsOf<D>): Promise<ResultOf<D>> {
  return store.apply(name as never, args as never) as Promise<ResultOf<D>>;
}

/** Writes changes as they are. */
export const write = (store: Store, ...changes: readonly Change[]): Promise<unknown> =>
  decide(store, 'write', { target: {}, changes, result: null });

/** Has it answered, and nothing changed. */
export const say = (store: Store, result: unknown): Promise<unknown> =>
  decide(store, 'write', { target: {}, changes: [], result });

/** What a decision with this target is given. */
export const look = (store: Store, target: Target) => decide(store, 'look', { target });

/** What a decision is told that asks these questions, round after round. */
export const ask = (
  store: Store,
  ...rounds: readonly (readonly Question[])[]
): Promise<readonly Answered[]> => decide(store, 'ask', { rounds });

export const fail = (store: Store): Promise<null> => decide(store, 'fail', {});

/** Places a new interaction; `edit` changes it before it is written. */
export const place = (
  store: Store,
  request: Partial<Request> = {},
  edit: Edit = {},
): Promise<Interaction> =>
  decide(store, 'place', { request: { id: createId(T0), ...request }, edit });

/** Lets something happen to an interaction; null for what its clock has come to. */
export const happen = (
  store: Store,
  id: string,
  event: Event | Event['type'] | null,
  edit: Edit = {},
): Promise<Interaction> =>
  decide(store, 'happen', {
    id,
    event: typeof event === 'string' ? ({ type: event } as Event) : event,
    edit,
  });

/** Writes the next version of an option, valid or not. */
export const setOption = (store: Store, name: string, value: string) =>
  decide(store, 'option', { name, value });

/** The change of a decision of `support/changes` that is made here and now, from what was read. */
export function changeFrom(
  { store, clock }: { readonly store: Store; readonly clock: Pick<Clock, 'now'> },
  made: (context: Context) => { readonly changes?: readonly Change[] },
  current: Interaction | null = null,
): InteractionChange {
  const context = { settings: store.lastSettings(), now: clock.now(), current };
  const [change] = made(context as Context).changes ?? [];
  if (change?.kind !== 'interaction') throw new Error('it changes no interaction');
  return change;
}
