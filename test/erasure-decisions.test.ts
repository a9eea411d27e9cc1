// What the erasure of a person comes to: pure and whole, without a store.

import t from 'tap';
import type { Change } from '#src/decisions/change.js';
import type { Context } from '#src/decisions/context.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import { chatOf } from './support/chats.js';
import { contextWith, made, ofKind } from './support/contexts.js';
import { always, SITUATIONS, T0, tell } from './support/lifecycle.js';
import { OPERATOR } from './support/world.js';

const SEED = '0190a000-0000-7000-8000-000000000000';

const rejected = (id: string, visitorId: string | null) => ({
  ...tell(SITUATIONS.Rejected, always()).interaction,
  id,
  visitorId,
});

t.test('a person is erased with one line that names nobody, and marked', async (t) => {
  const person = { kind: 'visitor', id: 'p1' } as const;
  const erase = (
    found: Partial<Context>,
    more: { mayBeMissing?: boolean; kind?: 'identity' } = {},
  ) =>
    made(
      DECISIONS.erase.decide(
        {
          seed: SEED,
          person: more.kind ? { kind: more.kind, id: 'n1' } : person,
          limit: 10,
          operator: OPERATOR,
          mayBeMissing: more.mayBeMissing ?? false,
        },
        contextWith(found),
      ),
    );
  const marks = (changes: readonly Change[]) =>
    ofKind(changes, 'erased_visitor').map(({ visitorId }) => visitorId);

  t.strictSame(erase({}), { changes: [], result: 0, kinds: [] }, 'nobody is there');
  t.strictSame(erase({}, { mayBeMissing: true }), {
    changes: [{ kind: 'erased_visitor', visitorId: 'p1' }],
    result: 0,
    kinds: ['erased_visitor'],
  });
  t.strictSame(erase({}, { mayBeMissing: true, kind: 'identity' }).changes, [], 'no visitor');

  const other = rejected('i1', 'p2');
  const ofPerson = [rejected('i0', 'p1'), other, rejected('i2', null)];
  const { changes, result } = erase(
    { ofPerson, chatsOfPerson: [chatOf({ visitorId: 'p3' })] },
    { kind: 'identity' },
  );
  t.equal(result, 4);
  t.strictSame(marks(changes), ['p1', 'p2', 'p3'], 'whoever they were');
  t.match(
    ofKind(changes, 'interaction').map(({ after }) => after),
    ofPerson.map(({ id }) => ({ id, erasedAt: T0, visitorId: null })),
  );
  t.match(ofKind(changes, 'chat')[0]?.after, { id: 'c1', visitorId: null });
  t.strictSame(
    ofKind(changes, 'audit').map(({ entry }) => entry),
    [
      {
        at: T0,
        ...OPERATOR,
        action: 'person.erased',
        target: 'identity',
        before: null,
        after: { erased: 4 },
      },
    ],
  );
  t.strictSame(marks(erase({ ofPerson: [other] }).changes), ['p2', 'p1']);
});
