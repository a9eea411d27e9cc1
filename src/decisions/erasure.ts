import { advance } from '../domain/interactions/transition.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided, Person } from './context.js';
import { type Deciding, decision } from './decision.js';
import { changeOf } from './interaction-change.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';

/** Whom to erase, a part at a time. */
export interface ErasureRequest {
  readonly seed: string;
  readonly person: Person;
  /** Interactions at most. */
  readonly limit: number;
  readonly operator: Operator;
  readonly mayBeMissing: boolean;
}

/**
 * Erases the interactions of a person that were read, with one line in the audit that names nobody,
 * and marks the visitors they were, so that no token brings one back. Nothing is written of a person
 * of whom nothing is kept, unless they may be missing: then their tokens forget them.
 */
function decideErasure(args: ErasureRequest, context: Deciding): Decided<number> {
  const { person, operator, mayBeMissing } = args;
  const { ofPerson, chatsOfPerson, settings, now } = context;
  const total = ofPerson.length + chatsOfPerson.length;
  if (total === 0 && !mayBeMissing) return { result: 0 };
  const ledger = createLedger(context);
  for (const chat of chatsOfPerson) ledger.advance(chat, { type: 'erase' });
  const interactions = ofPerson.map((current) =>
    changeOf(current, advance(current, { type: 'erase' }, settings.timeline, now), context),
  );
  const erased = total;
  const visitors = new Set([...ofPerson, ...chatsOfPerson].map(({ visitorId }) => visitorId));
  if (person.kind === 'visitor') visitors.add(person.id);
  const marks = [...visitors].flatMap((visitorId): Change[] =>
    visitorId === null ? [] : [{ kind: 'erased_visitor', visitorId }],
  );
  if (erased === 0) return { changes: marks, result: 0 };
  const entry: AuditEntry = {
    at: now,
    ...operator,
    action: 'person.erased',
    target: person.kind,
    before: null,
    after: { erased },
  };
  const changes = [
    ...interactions,
    ...ledger.changes(),
    ...marks,
    { kind: 'audit', entry } as const,
  ];
  return { changes: announce(changes, context), result: erased };
}

export const ERASURE_DECISIONS = {
  erase: decision(
    ({ person, limit }: ErasureRequest) => ({ person: { of: person, limit } }),
    decideErasure,
  ),
};
