import t from 'tap';
import { isLive } from '#src/domain/interactions/clocks.js';
import type { Event, Interaction } from '#src/domain/interactions/interaction.js';
import {
  branchesOf,
  TABLE,
  type TableRule,
  TERMINAL_STATES,
} from '#src/domain/interactions/table.js';
import { type Advance, transition } from '#src/domain/interactions/transition.js';
import { EVENTS, STATES } from '#src/domain/interactions/vocabulary.js';
import {
  acceptCall,
  advanceChecked,
  always,
  displayed,
  engage,
  FIELDS,
  formCompleted,
  freeze,
  noengage,
  options,
  SITUATIONS,
  type Situation,
  T0,
  TERMINAL,
  tell,
} from './support/lifecycle.js';

const OTHER_FIELDS = { EmailAddress: 'grace@example.com', PhoneNumber: '+44 20 7946 0001' };

const stopByOps: Event = { type: 'stop', by: 'ops' };

const MATRIX_EVENTS: Readonly<Record<string, Event>> = {
  engage,
  noengage,
  displayed,
  acceptCall,
  reject: { type: 'reject' },
  timeout: { type: 'timeout' },
  engagementExpired: { type: 'engagementExpired' },
  abandoned: { type: 'abandoned' },
  formCompleted,
  otherFields: { type: 'formCompleted', fields: OTHER_FIELDS },
  formExpired: { type: 'formExpired' },
  clean: { type: 'clean', by: 'system' },
  stop: stopByOps,
  erase: { type: 'erase' },
};

/**
 * What must come of every event in every situation. A dot: nothing changes, answered as the first
 * time. Capitals: refused. Small letters: what happens, as spelled out in `HAPPENS`; `stops` is
 * a dot when the interaction is already stopped.
 */
const MATRIX = [
  `                  Qualified Engaged       Displayed Pending       Lapsed  Completed Late
  engage            invited   .             .         AD            AD      AD        AD
  noengage          declined  declined      declined  AD            AD      AD        AD
  displayed         NA        shown         .         .             .       .         .
  acceptCall        NA        shown+accepts accepts   .             .       .         .
  reject            NA        shown+rejects rejects   AD            AD      AD        AD
  timeout           NA        times_out     times_out AD            AD      AD        AD
  engagementExpired expires   expires       .         .             .       .         .
  abandoned         .         .             gone      .             .       .         .
  formCompleted     NA        NA            NA        fills         late    .         .
  otherFields       NA        NA            NA        fills         late    FC        FC
  formExpired       .         .             .         lapses        .       .         .
  clean             cleaned   cleaned       cleaned   stops         stops   stops     stops
  stop              NA        NA            NA        stops         stops   stops     stops
  erase             erased    erased        erased    ends+forgets  forgets forgets   forgets`,
  `                  Rejected  Timeout   not_engaged expired   abandoned cleaned   erased   Missed
  engage            AD        AD        AD          EX        EX        AD        AD       EX
  noengage          AD        AD        .           EX        EX        AD        AD       EX
  displayed         .         .         AD          EX        EX        AD        AD       EX
  acceptCall        AD        AD        AD          EX        EX        AD        AD       EX
  reject            .         AD        AD          EX        EX        AD        AD       EX
  timeout           AD        .         AD          EX        EX        AD        AD       EX
  engagementExpired .         .         .           .         .         .         .        .
  abandoned         .         .         .           .         .         .         .        .
  formCompleted     NA        NA        AD          EX        EX        AD        AD       EX
  otherFields       NA        NA        AD          EX        EX        AD        AD       EX
  formExpired       .         .         .           .         .         .         .        .
  clean             stops     stops     stops       stops     stops     stops     stops    stops
  stop              stops     stops     stops       stops     stops     stops     stops    stops
  erase             forgets   forgets   forgets     forgets   forgets   forgets   .        forgets`,
];

const REFUSED: Readonly<Record<string, string>> = {
  NA: 'not_allowed',
  AD: 'already_disposed',
  EX: 'engagement_expired',
  FC: 'form_already_completed',
};

/** State, disposition code, reason, form and facts afterwards; `=` means as before. */
const HAPPENS: Readonly<Record<string, readonly string[]>> = {
  invited: ['Engaged null null null', 'interaction.engaged strategy'],
  shown: ['Engaged null null null', 'interaction.displayed browser'],
  accepts: ['Accepted acceptCall null pending', 'interaction.accepted browser'],
  rejects: ['Rejected reject null null', 'interaction.rejected browser'],
  times_out: ['Timeout timeout null null', 'interaction.timed_out browser'],
  declined: ['Failed null not_engaged null', 'interaction.failed strategy not_engaged'],
  expires: [
    'Failed timeout engagement_expired null',
    'interaction.failed clock engagement_expired',
  ],
  gone: ['Failed null abandoned null', 'interaction.failed clock abandoned'],
  cleaned: ['Failed null cleaned null', 'interaction.failed system cleaned'],
  fills: ['= = = completed', 'registration_form.completed browser'],
  late: ['= = = completed_late', 'registration_form.completed browser'],
  lapses: ['= = = expired', 'registration_form.expired clock'],
  ends: ['= = = expired', 'registration_form.expired ops erased'],
  stops: ['= = = =', 'interaction.stopped ops'],
  forgets: ['= = = =', 'interaction.erased ops erased'],
  erased: ['Failed null erased null', 'interaction.failed ops erased'],
};

function outcome({ interaction, facts, refusal }: Advance): readonly string[] {
  const { state, dispositionCode, reason, form } = interaction;
  return [
    refusal ?? `${state} ${dispositionCode} ${reason} ${form?.status ?? null}`,
    ...facts.map((fact) => [fact.type, fact.by, fact.reason].join(' ').trim()),
  ];
}

function expected(cell: string, before: Interaction, event: string, autoStop: boolean): unknown {
  const unchanged = outcome({ interaction: before, facts: [], refusal: null, applied: false });
  if (cell === '.' || (cell === 'stops' && before.stoppedAt !== null)) return unchanged;
  if (REFUSED[cell]) return [REFUSED[cell]];
  let words = unchanged[0]?.split(' ') ?? [];
  const facts: string[] = [];
  for (const name of cell.split('+')) {
    const [after = '', ...more] = HAPPENS[name] ?? [`unknown word ${name}`];
    words = after.split(' ').map((word, at) => (word === '=' ? (words[at] ?? '') : word));
    facts.push(...more);
  }
  if (cell === 'stops' && event === 'clean') facts.splice(0, 1, 'interaction.stopped system');
  const arrives = TERMINAL.includes(words[0] ?? '') && !TERMINAL.includes(before.state);
  if (arrives && autoStop) facts.push('interaction.stopped system');
  if (cell === 'erased') facts.push('interaction.erased ops erased');
  return [words.join(' '), ...facts];
}

const rows = MATRIX.flatMap((text) => {
  const [head = [], ...lines] = text.split('\n').map((line) => line.trim().split(/\s+/));
  return head.map((situation, column) => ({
    situation: situation as Situation,
    cells: lines.map(([event = '', ...cells]) => [event, cells[column] ?? ''] as const),
  }));
});

/** The ways to be in a situation: left active, stopped later, or stopped on arrival. */
const VARIANTS = [
  { name: '', autoStop: false, stop: false },
  { name: ', stopped', autoStop: false, stop: true },
  { name: ', with auto-stop', autoStop: true, stop: false },
];

t.test('the matrix of this file speaks of every situation and every event', async (t) => {
  t.strictSame(rows.map(({ situation }) => situation).sort(), Object.keys(SITUATIONS).sort());
  for (const { cells } of rows)
    t.strictSame(
      cells.map(([event]) => event),
      Object.keys(MATRIX_EVENTS),
    );
  t.strictSame(
    [...new Set(Object.values(MATRIX_EVENTS).map(({ type }) => type))].sort(),
    [...EVENTS].sort(),
  );
});

for (const { situation, cells } of rows) {
  for (const { name, autoStop, stop } of VARIANTS) {
    const chosen = situation === 'Missed' ? { queueMissed: 'Webengagement_Missed' } : {};
    const timeline = always({ ...chosen, autoStop });
    const arrived = tell(SITUATIONS[situation], timeline);
    if (stop && !TERMINAL.includes(arrived.interaction.state)) continue;
    t.test(`every event has its outcome in situation ${situation}${name}`, async (t) => {
      const { interaction: before, now } = stop
        ? tell([...SITUATIONS[situation], [arrived.now - T0 + 1, stopByOps]], timeline)
        : arrived;
      t.equal(before.stoppedAt !== null, stop || (autoStop && TERMINAL.includes(before.state)));
      const actual = cells.map(([event]) => {
        const result = advanceChecked(before, MATRIX_EVENTS[event] ?? null, timeline, now + 1);
        const { state, queue, disposedAt, stoppedAt } = result.interaction;
        if (queue !== `Webengagement_${state}`) return [event, queue];
        if (state !== before.state && disposedAt && stoppedAt !== (autoStop ? now + 1 : null))
          return [event, `disposed at ${disposedAt}, stopped at ${stoppedAt}`];
        return [event, outcome(result)];
      });
      t.strictSame(
        actual,
        cells.map(([event, cell]) => [event, expected(cell, before, event, autoStop)]),
      );
    });
  }
}

t.test('the table has an unconditional answer to every event in every state', async (t) => {
  t.strictSame(Object.keys(TABLE), [...STATES]);
  for (const state of STATES) {
    t.strictSame(Object.keys(TABLE[state]).sort(), [...EVENTS].sort());
    for (const rule of Object.values<TableRule>(TABLE[state]))
      t.notOk('length' in rule && 'when' in (rule.at(-1) ?? {}));
  }
});

t.test('the outcomes of a rule are those of all its steps, in their order', async (t) => {
  t.strictSame(branchesOf(TABLE.Qualified.engage), [{ to: 'Engaged' }]);
  t.strictSame(branchesOf(TABLE.Engaged.abandoned), [
    { to: 'Failed', reason: 'abandoned' },
    { same: true },
  ]);
});

t.test('the terminal states are those that nothing moves out of', async (t) => {
  t.strictSame([...TERMINAL_STATES], TERMINAL);
});

t.test('a refusal carries its name and nothing else', async (t) => {
  const { interaction, now } = tell(SITUATIONS.Qualified, always());
  t.strictSame(transition(interaction, freeze(acceptCall), options(), now), {
    ok: false,
    refusal: 'not_allowed',
  });
});

t.test('what changes nothing is answered with the interaction as it is', async (t) => {
  const { interaction, now } = tell(SITUATIONS.Engaged, always());
  t.strictSame(transition(interaction, freeze(engage), options(), now), {
    ok: true,
    interaction,
    facts: [],
  });
});

t.test('an event that comes with an expiry is refused, and the expiry counts', async (t) => {
  const { interaction } = tell(SITUATIONS.Engaged, always({ autoStop: false }));
  const result = advanceChecked(interaction, acceptCall, always({ autoStop: false }), T0 + 31_000);
  t.strictSame(outcome(result), [
    'engagement_expired',
    'interaction.failed clock engagement_expired',
  ]);
  t.equal(result.interaction.state, 'Failed');
});

t.test('an attempt is live until it ends or its form is no longer pending', async (t) => {
  const live = Object.entries(SITUATIONS).filter(([name, happenings]) =>
    isLive(tell(happenings, always({ autoStop: name !== 'Pending' })).interaction),
  );
  t.strictSame(
    live.map(([name]) => name),
    ['Qualified', 'Engaged', 'Displayed', 'Pending'],
  );
  t.ok(isLive(tell(SITUATIONS.Pending, always({ autoStop: true })).interaction));
});

t.test('a completed form takes exactly its own fields again, and no others', async (t) => {
  for (const channel of ['proactiveChat', 'proactiveCallback'] as const) {
    const called: Event = { type: 'engage', channel };
    const { interaction } = tell(
      [
        [1, called],
        [2, acceptCall],
        [3, formCompleted],
      ],
      always(),
    );
    const again = (fields: Readonly<Record<string, string>>): string | null =>
      advanceChecked(interaction, { type: 'formCompleted', fields }, always(), T0 + 4).refusal;
    t.equal(again({ PhoneNumber: FIELDS.PhoneNumber, EmailAddress: FIELDS.EmailAddress }), null);
    t.equal(again({ ...FIELDS, FirstName: 'Ada' }), 'form_already_completed');
    t.equal(again({ EmailAddress: FIELDS.EmailAddress }), 'form_already_completed');
    t.equal(again({}), 'form_already_completed');
    t.equal(again({ PhoneNumber: '' }), 'form_already_completed');
    t.equal(again({ ...FIELDS, PhoneNumber: '+44' }), 'form_already_completed');
  }
});

t.test('an event is applied when it wrote something itself', async (t) => {
  const { interaction } = tell(SITUATIONS.Engaged, always());
  const isApplied = (event: Event | null, now: number) =>
    advanceChecked(interaction, event, always(), now).applied;
  t.equal(isApplied(displayed, T0 + 2_000), true);
  t.equal(isApplied(engage, T0 + 2_000), false, 'nothing changed');
  t.equal(isApplied({ type: 'stop', by: 'ops' }, T0 + 2_000), false, 'refused');
  t.equal(isApplied(null, T0 + 30_000), false, 'nobody asked');
  t.equal(isApplied({ type: 'abandoned' }, T0 + 30_000), false, 'only a clock has run out');
});
