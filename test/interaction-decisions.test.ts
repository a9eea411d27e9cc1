// What decisions on interactions come to: pure and whole, without a store.

import t from 'tap';
import type { Change } from '#src/decisions/change.js';
import type { Context, Decision } from '#src/decisions/context.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import type { CreationRequest, EventRequest } from '#src/decisions/interactions.js';
import type { Interaction, Request } from '#src/domain/interactions/interaction.js';
import type { OptionValues } from '#src/domain/options/catalogue.js';
import { ENDPOINT } from './store/things.js';
import { chatOf } from './support/chats.js';
import { contextWith, settingsWith } from './support/contexts.js';
import {
  always,
  engage,
  type Happening,
  noengage,
  SITUATIONS,
  T0,
  tell,
} from './support/lifecycle.js';
import { COMPLETE } from './support/objects.js';
import { OPERATOR, requestOf } from './support/world.js';

const SEED = '0190a000-0000-7000-8000-000000000000';
const CATEGORIES = ['Products', 'Prices', 'Cart', 'Support'].map((name) => `PlayGround-${name}`);
const IDEMPOTENCY = { scope: 'k1 create', key: 'once', fingerprint: 'f1' };
const PAGE = 'https://shop.example/cart';
const ERASED = { kind: 'erased', of: { signingKeyId: 's1', mark: 'm', issuedAt: T0 } } as const;

const settings = (chosen: Partial<OptionValues> = {}, endpoints = [ENDPOINT]) =>
  settingsWith({ timeline: always(chosen), objects: COMPLETE, endpoints });

const interaction = (
  happenings: readonly Happening[],
  more: Partial<Interaction> = {},
): Interaction => ({ ...tell(happenings, always()).interaction, ...more });

/** Of a decision that needs nothing more: its changes, and its result. */
function made<R>(decision: Decision<R>) {
  if ('needs' in decision) throw new Error(`it asks for ${JSON.stringify(decision.needs)}`);
  const { changes = [], result } = decision;
  // What is counted of them is held by the tests of statistics.
  const kinds = changes.map(({ kind }) => kind).filter((kind) => kind !== 'tally');
  return { changes, result, kinds };
}

const ofKind = <K extends Change['kind']>(changes: readonly Change[], kind: K) =>
  changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind);

/** What subscribers are told. */
const told = (changes: readonly Change[]) =>
  ofKind(changes, 'message').map(({ message }) => JSON.parse(message.body));

const create = (
  request: Partial<Request>,
  found: Partial<Context> = {},
  more: Partial<CreationRequest> = {},
) => {
  const args = { seed: SEED, request: requestOf(request), ...more };
  return made(DECISIONS.create.decide(args, contextWith({ settings: settings(), ...found })));
};

const happen = (current: Interaction | null, request: EventRequest, found: Partial<Context> = {}) =>
  made(
    DECISIONS.event.decide(
      { seed: SEED, id: 'i1', ...request },
      contextWith({ settings: settings(), current, ...found }),
    ),
  );

t.test('an interaction is placed with the pages that case data has room for', async (t) => {
  const own = { 'WebEngagement.CurrentWebPage': 'https://shop.example/help', kind: 'b' };
  const { changes, result, kinds } = create({ pageUrl: PAGE, caseData: own });
  t.strictSame(kinds, ['interaction', 'message']);
  const [placed] = ofKind(changes, 'interaction');
  t.match(placed, { before: undefined, after: { id: SEED, state: 'Qualified', version: 1 } });
  t.strictSame(result, { interaction: placed?.after });
  const caseData = { 'WebEngagement.EngagementStartPage': PAGE, ...own };
  t.strictSame(placed?.after.caseData, caseData);
  t.match(told(changes), [{ type: 'interaction.created', data: { interaction: { id: SEED } } }]);
});

t.test('nothing is told where nobody subscribed to it', async (t) => {
  const quiet = settings({}, [{ ...ENDPOINT, eventTypes: ['option.*'] }]);
  t.strictSame(create({}, { settings: quiet }).kinds, ['interaction']);
  const none = settings({ strictCategories: true }, []);
  t.strictSame(create({ category: 'Hats' }, { settings: none }).kinds, ['refusal']);
});

t.test('a category must be known where that is strict, and only there', async (t) => {
  const strict = settings({ strictCategories: true });
  const found = { settings: strict };
  const { result, changes } = create({ category: 'Hats', pageId: 'g1' }, found);
  t.strictSame(result, { refusal: { code: 'unknown_category', known: CATEGORIES } });
  t.strictSame(
    ofKind(changes, 'refusal').map(({ refusal }) => refusal),
    [{ at: T0, reason: 'unknown_category', visitId: 'v1', interactionId: null, rule: null }],
  );
  t.match(told(changes), [
    {
      type: 'interaction.creation_refused',
      data: {
        code: 'unknown_category',
        category: 'Hats',
        pageId: 'g1',
        visitId: null,
        interactionId: null,
        blockedUntil: null,
      },
    },
  ]);
  t.match(create({ category: 'PlayGround-Cart' }, found).kinds, ['interaction', 'message']);
  t.match(create({ category: null }, found).kinds, ['interaction', 'message']);
  t.match(create({ category: 'Hats' }).kinds, ['interaction', 'message']);
});

t.test('a visit with a live attempt gets no other while that is strict', async (t) => {
  const attempt = interaction(SITUATIONS.Engaged);
  const found = { liveAttempts: [attempt], now: T0 + 2000 };
  const { result, changes, kinds } = create({ category: 'Cart' }, found);
  t.match(kinds, ['refusal', 'message'], 'and nothing is written of the attempt');
  const blockedUntil = T0 + 30_000;
  t.strictSame(result, {
    refusal: {
      code: 'engagement_in_progress',
      live: { id: 'i1', state: 'Engaged' },
      blockedUntil,
    },
  });
  t.strictSame(
    ofKind(changes, 'refusal').map(({ refusal }) => refusal),
    [
      {
        at: T0 + 2000,
        reason: 'engagement_in_progress',
        visitId: 'v1',
        interactionId: 'i1',
        rule: null,
      },
    ],
  );
  t.match(told(changes), [
    {
      data: {
        code: 'engagement_in_progress',
        category: 'Cart',
        visitId: 'v1',
        interactionId: 'i1',
        blockedUntil: new Date(blockedUntil).toISOString(),
      },
    },
  ]);
  t.equal(ofKind(changes, 'message')[0]?.message.interactionId, 'i1', 'gone when that is erased');
  const lax = { ...found, settings: settings({ strictEngagementMode: false }) };
  t.strictSame(create({}, lax).kinds, ['interaction', 'message']);
});

t.test('an attempt whose clock has ended is settled, and is in nobody’s way', async (t) => {
  const found = { liveAttempts: [interaction(SITUATIONS.Engaged)], now: T0 + 31_000 };
  const { changes, result } = create({}, found);
  t.match(result, { interaction: { id: SEED, state: 'Qualified' } });
  t.match(
    ofKind(changes, 'interaction').map(({ after }) => after),
    [
      { id: 'i1', state: 'Failed', stoppedAt: T0 + 30_000 },
      { id: SEED, state: 'Qualified' },
    ],
  );
});

t.test('a visit with a chat that goes on gets no attempt while that is strict', async (t) => {
  const openChat = chatOf();
  const { result, kinds } = create({}, { openChat });
  t.strictSame(result, { refusal: { code: 'chat_in_progress', chatId: 'c1' } });
  t.match(kinds, ['refusal', 'message']);
  const lax = { openChat, settings: settings({ strictEngagementMode: false }) };
  t.match(create({}, lax).result, { interaction: { id: SEED } });
});

t.test('the same request is answered as the first time', async (t) => {
  const first = create({}, {}, { idempotency: IDEMPOTENCY });
  const kept = { ...IDEMPOTENCY, at: T0 };
  t.strictSame(
    ofKind(first.changes, 'kept_answer').map(({ answer }) => answer),
    [{ ...kept, subjectId: SEED, refusal: null }],
  );
  const again = (answer: object, idempotency = IDEMPOTENCY) =>
    create(
      {},
      { keptAnswer: { ...kept, subjectId: null, refusal: null, ...answer } },
      { idempotency },
    );
  t.strictSame(again({ subjectId: SEED }), { changes: [], result: { kept: SEED }, kinds: [] });

  const strict = { settings: settings({ strictCategories: true }, []) };
  const refused = create({ category: 'Hats' }, strict, { idempotency: IDEMPOTENCY });
  const refusal = { code: 'unknown_category', known: CATEGORIES };
  t.strictSame(refused.kinds, ['refusal', 'kept_answer']);
  t.strictSame(
    ofKind(refused.changes, 'kept_answer').map(({ answer }) => answer),
    [{ ...kept, subjectId: null, refusal }],
  );
  t.strictSame(again({ refusal }), {
    changes: [],
    result: { refusal, isRepeated: true },
    kinds: [],
  });

  t.strictSame(again({ subjectId: SEED }, { ...IDEMPOTENCY, fingerprint: 'f2' }), {
    changes: [],
    result: { refusal: { code: 'idempotency_key_reused' }, isRepeated: true },
    kinds: [],
  });
});

t.test('an erased visitor does not come back with an older token', async (t) => {
  const visitorMark = ERASED.of;
  const visitor = (answer: boolean) =>
    ofKind(
      create({ visitorId: 'p1' }, { answers: [{ ...ERASED, answer }] }, { visitorMark }).changes,
      'interaction',
    ).map(({ after }) => after.visitorId);
  t.strictSame(visitor(true), [null]);
  t.strictSame(visitor(false), ['p1']);
  const args = { seed: SEED, request: requestOf({}), visitorMark };
  t.strictSame(DECISIONS.create.decide(args, contextWith({ settings: settings() })), {
    needs: [{ kind: 'erased', of: visitorMark }],
  });
});

t.test('what does not exist answers nothing', async (t) => {
  t.strictSame(happen(null, { event: engage }), { changes: [], result: null, kinds: [] });
});

t.test('a decision against an engagement is listed with its rule', async (t) => {
  const current = interaction([]);
  const entry = { at: T0, reason: 'not_engaged', visitId: 'v1', interactionId: 'i1' } as const;
  for (const [event, rule] of [
    [noengage, null],
    [{ ...noengage, rule: 'rarely' }, 'rarely'],
  ] as const) {
    const { changes, result } = happen(current, { event });
    t.match(result, { applied: true, refusal: null, interaction: { state: 'Failed' } });
    t.strictSame(
      ofKind(changes, 'refusal').map(({ refusal }) => refusal),
      [{ ...entry, rule }],
    );
  }
  t.strictSame(happen(current, { event: engage }).kinds, ['interaction', 'message']);
  const over = happen(interaction(SITUATIONS.Rejected), { event: noengage });
  t.match(over, { kinds: [], result: { applied: false, refusal: 'already_disposed' } });
});

t.test('what ops do is audited with how it was before and after', async (t) => {
  const current = interaction(SITUATIONS.Engaged);
  const queue = tell(SITUATIONS.Engaged, always()).interaction.queue;
  const audit = (request: EventRequest, of = current) =>
    ofKind(happen(of, request, { now: T0 + 2000 }).changes, 'audit').map(({ entry }) => entry);
  const [entry] = audit({ event: { type: 'clean' }, operator: OPERATOR });
  t.match(entry, { at: T0 + 2000, ...OPERATOR, action: 'interaction.cleaned', target: 'i1' });
  t.strictSame(entry?.before, { state: 'Engaged', queue, reason: null, stopped: false });
  t.match(entry?.after, { state: 'Failed', reason: 'cleaned', stopped: true });
  t.strictSame(audit({ event: { type: 'clean' } }), [], 'nobody did it');
  t.strictSame(audit({ event: engage, operator: OPERATOR }), [], 'it is nothing of theirs');
  const stopped = { ...current, state: 'Rejected', stoppedAt: T0 } as const;
  const late = { event: { type: 'clean' }, operator: OPERATOR } as const;
  t.strictSame(audit(late, stopped), [], 'it changed nothing');
});

t.test('an event on another version is refused, and what was due is settled', async (t) => {
  const current = interaction(SITUATIONS.Engaged);
  const { version } = current;
  const soon = { now: T0 + 2000 };
  const event = { type: 'displayed' } as const;
  t.match(happen(current, { event, expectedVersion: version }, soon).result, { applied: true });
  const stale = happen(current, { event, expectedVersion: version + 1 }, soon);
  t.strictSame(stale, {
    changes: [],
    result: { interaction: current, refusal: 'precondition_failed', applied: false },
    kinds: [],
  });
  const due = { now: T0 + 31_000 };
  const settled = happen(current, { event, expectedVersion: version }, due);
  t.match(settled.result, { refusal: 'precondition_failed', interaction: { state: 'Failed' } });
  const asRead = happen(current, { event, expectedVersion: version + 1 }, due);
  t.match(asRead.result, { refusal: /./, interaction: { version: version + 1 } });
  t.not(asRead.result?.refusal, 'precondition_failed', 'as a reader would have found it');
});

t.test('cleaning views pass over what somebody has on lease, ops do not', async (t) => {
  const hold = { lease: 'l1', until: T0 + 9000 };
  const current = interaction(SITUATIONS.Engaged, { hold });
  const soon = { now: T0 + 2000 };
  const clean = { type: 'clean' } as const;
  const bySystem = { event: { ...clean, by: 'system' } } as const;
  t.strictSame(happen(current, bySystem, soon).kinds, []);
  t.match(happen(current, { event: clean }, soon).result, { applied: true });
  t.match(happen(current, bySystem, { now: T0 + 9000 }).result, { applied: true });
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
        contextWith({ settings: settings({}, []), ...found }),
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

  const [one, other, nameless] = ['p1', 'p2', null].map((visitorId, n) =>
    interaction(SITUATIONS.Rejected, { id: `i${n}`, visitorId }),
  );
  const ofPerson = [one, other, nameless].filter((each) => each !== undefined);
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
  t.strictSame(marks(erase({ ofPerson: [other].filter((each) => each !== undefined) }).changes), [
    'p2',
    'p1',
  ]);
});
