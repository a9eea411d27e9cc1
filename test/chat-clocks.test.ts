import fc from 'fast-check';
import t, { type Test } from 'tap';
import { presenceEnd } from '#src/domain/agents/transition.js';
import type { Chat, ChatEvent } from '#src/domain/chats/chat.js';
import { chatDeadline, offerEnd } from '#src/domain/chats/clocks.js';
import { advanceChat } from '#src/domain/chats/transition.js';
import { CHAT_CLOCKS, type ChatClock } from '#src/domain/chats/vocabulary.js';
import { CLOCK_NOUNS, CLOCK_SECONDS, RESTING_CLOCKS } from '#src/domain/clocks.js';
import type { OptionKey, OptionValues } from '#src/domain/options/catalogue.js';
import { extend, inForce, type Timeline } from '#src/domain/options/timeline.js';
import { afterEvents, chatOf, statusOf } from './support/chats.js';
import { always, T0 } from './support/lifecycle.js';

const atSecond = (seconds: number): number => T0 + seconds * 1000;
const offer: ChatEvent = { type: 'offer', agent: 'ann' };
const talked: readonly ChatEvent[] = [offer, { type: 'accept', agent: 'ann' }];

/** Nothing but the clock that is looked at ends anything. */
const FAR = {
  maxWaitTime: 86_400,
  offerTime: 86_400,
  visitorLostTime: 86_400,
  inactivityTime: 0,
  agentLostTime: 86_400,
  wrapUpTime: 3600,
} satisfies Partial<OptionValues>;

/** A chat on which each clock runs since T0, and what it is at the end. */
const RUNNING: Readonly<Record<ChatClock, readonly [chat: Chat, end: Partial<Chat>]>> = {
  wait: [chatOf(), { state: 'Ended', outcome: 'unanswered' }],
  offer: [
    afterEvents(chatOf(), [offer]).chat,
    { state: 'Queued', formerOffer: { agent: 'ann', end: 'expired' } },
  ],
  visitor: [chatOf(), { state: 'Ended', outcome: 'abandoned' }],
  silence: [afterEvents(chatOf(), talked).chat, { state: 'Wrapping', outcome: 'processed' }],
  agentLost: [
    { ...afterEvents(chatOf(), talked).chat, agentLostAt: T0 },
    { state: 'Queued', raisedTo: 95 },
  ],
  wrapUp: [
    afterEvents(chatOf(), [...talked, { type: 'leave' }], T0, always({ wrapUpTime: 60 })).chat,
    { state: 'Ended', outcome: 'processed' },
  ],
};

const optionOf = (clock: ChatClock): OptionKey => CLOCK_SECONDS[clock];
const withClock = (clock: ChatClock, seconds: number): Timeline =>
  always({ ...FAR, [optionOf(clock)]: seconds });
/** The same with another value from a second on. */
const changed = (timeline: Timeline, clock: ChatClock, second: number, value: number): Timeline =>
  extend(timeline, atSecond(second), { ...inForce(timeline), [optionOf(clock)]: value });

const at = (chat: Chat, timeline: Timeline, moment: number) =>
  advanceChat(chat, null, timeline, T0, moment);

for (const clock of CHAT_CLOCKS) {
  const [chat, end] = RUNNING[clock];
  /** It ends at that second, and not a millisecond before; dated then, however late it is seen. */
  const ends = (t: Test, timeline: Timeline, second: number, from = 0) => {
    const when = chatDeadline(chat, timeline, T0);
    t.strictSame([when?.clock, when && when.at - T0], [clock, second * 1000]);
    if (second > from) t.equal(at(chat, timeline, atSecond(second) - 1).chat, chat, 'not before');
    for (const later of [0, 1]) {
      const { chat: ended, facts } = at(chat, timeline, atSecond(second) + later);
      t.match(ended, end);
      t.match(facts[0], { at: atSecond(second), by: 'clock' });
    }
  };

  t.test(
    `the ${clock} clock ends at its deadline, whatever its option was changed to`,
    async () => {
      const timeline = withClock(clock, 40);
      ends(t, timeline, 40);
      ends(t, changed(timeline, clock, 10, 20), 20);
      ends(t, changed(timeline, clock, 30, 20), 30, 30);
      ends(t, changed(timeline, clock, 10, 50), 50);
      ends(t, changed(timeline, clock, 40, 50), 40);
      ends(t, changed(changed(timeline, clock, 10, 50), clock, 45, 20), 45, 45);
    },
  );
}

t.test('at a deadline the clock wins, a millisecond before it does not', async (t) => {
  const offered = afterEvents(chatOf(), [offer]).chat;
  const cases: readonly (readonly [Chat, ChatEvent, number, string | null, object])[] = [
    [offered, { type: 'accept', agent: 'ann' }, 30, 'offer_expired', { state: 'Active' }],
    [offered, { type: 'reject', agent: 'ann' }, 30, 'offer_expired', { state: 'Queued' }],
    [
      chatOf({ seenAt: null }),
      { type: 'endByStrategy' },
      600,
      'already_ended',
      { outcome: 'ended_by_strategy' },
    ],
    [chatOf(), { type: 'leave' }, 60, null, { outcome: 'abandoned' }],
    [chatOf(), { type: 'clean' }, 60, 'already_ended', { outcome: 'cleaned' }],
  ];
  for (const [chat, event, second, refusal, won] of cases) {
    const early = advanceChat(chat, event, always(), T0, atSecond(second) - 1);
    t.match(early, { refusal: null, applied: true, chat: won });
    const late = advanceChat(chat, event, always(), T0, atSecond(second));
    t.match(late, { refusal, applied: false });
  }
});

t.test('0 is at once for wrapping up and for a lost agent, and never for silence', async (t) => {
  const none = always({ wrapUpTime: 0, agentLostTime: 0, inactivityTime: 0, visitorLostTime: 600 });
  const active = afterEvents(chatOf({ seenAt: null }), talked).chat;
  t.match(advanceChat(active, { type: 'end', agent: 'ann' }, none, T0, T0).chat, {
    state: 'Ended',
  });
  t.match(at({ ...active, agentLostAt: T0 }, none, T0).chat, { state: 'Queued', agent: null });
  t.equal(chatDeadline(active, none, T0), null);
  t.equal(at(active, none, atSecond(1e6)).chat, active);
});

t.test('of several clocks the first to end applies, and then what follows from it', async (t) => {
  const offered = { ...afterEvents(chatOf(), [offer]).chat, offerSeenAt: T0 };
  const { chat, facts, missed } = at(offered, always(), atSecond(3600));
  t.strictSame(
    facts.map((fact) => [fact.type, (fact.at - T0) / 1000]),
    [
      ['chat.requeued', 30],
      ['chat.ended', 60],
    ],
  );
  t.match(chat, {
    outcome: 'abandoned',
    endedAt: atSecond(60),
    declines: [{ agent: 'ann', times: 1 }],
  });
  t.match(missed, [{ agent: 'ann', at: atSecond(30) }]);
  t.equal(chat.version, offered.version + 1, 'one change');
});

t.test('an offer that nobody was shown expires, and counts as nobody’s miss', async (t) => {
  const offered = afterEvents(chatOf({ seenAt: null }), [offer]).chat;
  const { chat, missed } = at(offered, always(), atSecond(30));
  t.match(chat, { state: 'Queued', declines: [], formerOffer: { end: 'expired' } });
  t.strictSame(missed, []);
});

t.test(
  'while nobody serves, presence, visitor and offer clocks do not run, and the others do',
  async (t) => {
    t.strictSame([...RESTING_CLOCKS].sort(), ['offer', 'presence', 'visitor']);
    const started = atSecond(1000);
    for (const clock of CHAT_CLOCKS) {
      const when = chatDeadline(RUNNING[clock][0], withClock(clock, 40), started);
      t.equal(when?.at, RESTING_CLOCKS.has(clock) ? atSecond(1040) : atSecond(40), clock);
    }
    const offered = afterEvents(chatOf(), [offer]).chat;
    t.equal(offerEnd(offered, always(), started), atSecond(1030), 'and so it is told');
    t.equal(presenceEnd(statusOf(), always(), started)?.at, atSecond(1060));
    t.equal(presenceEnd(statusOf(), always(), T0)?.at, atSecond(60));
    t.equal(presenceEnd(statusOf('LoggedOut'), always(), T0), null);
  },
);

t.test('every clock is measured by an option of its own', async (t) => {
  const seconds = Object.values(CLOCK_SECONDS);
  t.equal(new Set(seconds).size, seconds.length);
  t.strictSame(
    Object.entries(CLOCK_NOUNS).flatMap(([clock, noun]) => (noun === 'chat' ? [clock] : [])),
    [...CHAT_CLOCKS],
  );
});

/** What may happen to a chat, and how long after the one before. */
const EVENTS: readonly ChatEvent[] = [
  offer,
  { type: 'offer', agent: 'bob' },
  { type: 'accept', agent: 'ann' },
  { type: 'accept', agent: 'bob' },
  { type: 'reject', agent: 'ann' },
  { type: 'withdraw' },
  { type: 'visitorBack' },
  { type: 'transfer', agent: 'ann', target: { group: 'Sales' }, note: null },
  { type: 'end', agent: 'ann' },
  { type: 'done', agent: 'ann' },
  { type: 'leave' },
];
const OPTIONS: readonly OptionKey[] = CHAT_CLOCKS.map(optionOf);

const Turn = fc.record({
  afterMs: fc.oneof(fc.constantFrom(0, 1000, 5000, 30_000, 60_000), fc.nat(90_000)),
  event: fc.option(fc.constantFrom(...EVENTS)),
  option: fc.option(fc.tuple(fc.constantFrom(...OPTIONS), fc.constantFrom(30, 45, 60, 300))),
  looks: fc.array(fc.nat(90_000), { maxLength: 3 }),
});

t.test('settled at once or late, a chat comes to the same end by the same lines', async () => {
  fc.assert(
    fc.property(fc.array(Turn, { maxLength: 8 }), fc.boolean(), (turns, isSeen) => {
      let timeline = always({
        wrapUpTime: 20,
        agentLostTime: 20,
        offerTime: 15,
        inactivityTime: 30,
      });
      let now = T0;
      const first = chatOf({ seenAt: isSeen ? T0 : null });
      const [eager, lazy] = [
        { chat: first, lines: [] as string[] },
        { chat: first, lines: [] as string[] },
      ];
      const step = (run: typeof eager, event: ChatEvent | null, moment: number) => {
        const { chat, facts, refusal } = advanceChat(run.chat, event, timeline, T0, moment);
        run.chat = chat;
        for (const { type, at: when, detail } of facts) run.lines.push(`${when} ${type} ${detail}`);
        return refusal;
      };
      for (const { afterMs, event, option, looks } of turns) {
        for (const look of looks.filter((ms) => ms < afterMs).sort((a, b) => a - b))
          step(eager, null, now + look);
        now += afterMs;
        if (option) {
          // In one millisecond with a deadline, the change comes first.
          step(eager, null, now - 1);
          timeline = extend(timeline, now, { ...inForce(timeline), [option[0]]: option[1] });
        }
        if (event && step(eager, event, now) !== step(lazy, event, now)) return false;
      }
      for (const run of [eager, lazy]) step(run, null, now + 10_000_000);
      const { version: _e, ...a } = eager.chat;
      const { version: _l, ...b } = lazy.chat;
      return JSON.stringify([a, eager.lines]) === JSON.stringify([b, lazy.lines]);
    }),
    { numRuns: 500 },
  );
});
