import t from 'tap';
import type { Chat, ChatEvent } from '#src/domain/chats/chat.js';
import { advanceChat } from '#src/domain/chats/transition.js';
import {
  CHAT_EVENTS,
  CHAT_STATES,
  type ChatRefusal,
  OUTCOMES,
} from '#src/domain/chats/vocabulary.js';
import {
  EVENTS,
  made,
  SITUATIONS,
  type Situation,
  TIMELINE,
  toGroup,
} from './support/chat-situations.js';
import { afterEvents, chatOf } from './support/chats.js';
import { T0 } from './support/lifecycle.js';

/**
 * What must come of every event in every situation. A dot: nothing changes, answered as the first
 * time. Two capitals: refused. A word: the state it comes into, with its outcome when it ends.
 */
const MATRIX = [
  `                     Queued      Offered     Rejected    Expired     Active      Away        Lost
  offer                 Offered     .           Offered     Offered     .           .           .
  accept                NO          Active      NO          OE          .           .           .
  accept of another     NO          NO          NO          NO          NO          NO          NO
  reject                NO          Queued      .           OE          NO          NO          NO
  reject of another     NO          NO          NO          NO          NO          NO          NO
  offerExpired          .           Queued      .           .           .           .           .
  withdraw              .           Queued      .           .           .           .           .
  leave                 abandoned   abandoned   abandoned   abandoned   Wrapping    Wrapping    processed
  visitorLost           abandoned   abandoned   abandoned   abandoned   away        .           away
  visitorBack           .           .           .           .           .           back        .
  waitExpired           unanswered  unanswered  unanswered  unanswered  .           .           .
  endByStrategy         strategy    strategy    strategy    strategy    NA          NA          NA
  end                   NO          NO          NO          NO          Wrapping    Wrapping    processed
  end of another        NO          NO          NO          NO          NO          NO          NO
  silent                .           .           .           .           Wrapping    Wrapping    processed
  transfer              NO          NO          NO          NO          Queued      Queued      Queued
  transfer of another   NO          NO          NO          NO          NO          NO          NO
  transfer by ops       Queued      Queued      Queued      Queued      Queued      Queued      Queued
  agentLost             .           .           .           .           Queued      Queued      Queued
  done                  NO          NO          NO          NO          NA          NA          NA
  done of another       NO          NO          NO          NO          NO          NO          NO
  wrapUpExpired         .           .           .           .           .           .           .
  clean                 cleaned     cleaned     cleaned     cleaned     cleaned     cleaned     cleaned
  stop                  cleaned     cleaned     cleaned     cleaned     cleaned     cleaned     cleaned
  erase                 erased      erased      erased      erased      erased      erased      erased`,
  `                     Declined    Missed      Passed      Wrapping
  offer                 .           .           Offered     .
  accept                NO          OE          NO          AE
  accept of another     .           .           NO          AE
  reject                .           OE          NO          AE
  reject of another     NO          NO          NO          AE
  offerExpired          .           .           .           .
  withdraw              .           .           .           .
  leave                 Wrapping    Wrapping    abandoned   .
  visitorLost           away        away        abandoned   .
  visitorBack           .           .           .           .
  waitExpired           .           .           unanswered  .
  endByStrategy         NA          NA          strategy    AE
  end                   NO          NO          NO          .
  end of another        Wrapping    Wrapping    NO          AE
  silent                Wrapping    Wrapping    .           .
  transfer              NO          NO          .           AE
  transfer of another   Queued      Queued      NO          AE
  transfer by ops       Queued      Queued      Queued      AE
  agentLost             Queued      Queued      .           closed
  done                  NO          NO          NO          closed
  done of another       NA          NA          NO          NO
  wrapUpExpired         .           .           .           closed
  clean                 cleaned     cleaned     cleaned     closed
  stop                  cleaned     cleaned     cleaned     closed
  erase                 erased      erased      erased      forgotten`,
  `                     processed   abandoned   unanswered  strategy    cleaned     erased      Refused     Late
  offer                 .           .           .           .           .           .           .           .
  accept                AE          AE          AE          AE          AE          AE          AE          OE
  accept of another     AE          AE          AE          AE          AE          AE          AE          AE
  reject                AE          AE          AE          AE          AE          AE          .           OE
  reject of another     AE          AE          AE          AE          AE          AE          AE          AE
  offerExpired          .           .           .           .           .           .           .           .
  withdraw              .           .           .           .           .           .           .           .
  leave                 .           .           AE          AE          AE          AE          .           AE
  visitorLost           .           .           .           .           .           .           .           .
  visitorBack           .           .           .           .           .           .           .           .
  waitExpired           .           .           .           .           .           .           .           .
  endByStrategy         AE          AE          AE          .           AE          AE          AE          AE
  end                   .           AE          AE          AE          AE          AE          AE          AE
  end of another        AE          AE          AE          AE          AE          AE          AE          AE
  silent                .           .           .           .           .           .           .           .
  transfer              AE          AE          AE          AE          AE          AE          AE          AE
  transfer of another   AE          AE          AE          AE          AE          AE          AE          AE
  transfer by ops       AE          AE          AE          AE          AE          AE          AE          AE
  agentLost             .           .           .           .           .           .           .           .
  done                  .           AE          AE          AE          AE          AE          AE          AE
  done of another       AE          AE          AE          AE          AE          AE          AE          AE
  wrapUpExpired         .           .           .           .           .           .           .           .
  clean                 AE          AE          AE          AE          .           AE          AE          AE
  stop                  AE          AE          AE          AE          .           AE          AE          AE
  erase                 forgotten   forgotten   forgotten   forgotten   forgotten   .           forgotten   forgotten`,
];

const REFUSALS: Readonly<Partial<Record<ChatRefusal, string>>> = {
  not_offered: 'NO',
  already_ended: 'AE',
  offer_expired: 'OE',
  not_allowed: 'NA',
};

/** What came of an event, as the matrix has it. */
function codeOf(before: Chat, event: ChatEvent): string {
  const { chat, refusal, applied } = advanceChat(before, event, TIMELINE, T0, T0);
  if (refusal) return REFUSALS[refusal] ?? refusal;
  if (!applied) return '.';
  if (before.endedAt !== null) return chat.erasedAt === before.erasedAt ? 'closed' : 'forgotten';
  if (chat.visitorConnected !== before.visitorConnected)
    return chat.visitorConnected ? 'back' : 'away';
  return chat.outcome === null || chat.state === 'Wrapping'
    ? chat.state
    : chat.outcome.replace('ended_by_', '');
}

/** The cells of the matrix: by event, then by situation. */
function cells(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const rows = new Map<string, Map<string, string>>();
  for (const part of MATRIX) {
    const [situations = [], ...lines] = part.split('\n').map((line) => line.trim().split(/ {2,}/));
    for (const [event = '', ...codes] of lines) {
      const row = rows.get(event) ?? new Map<string, string>();
      for (const [index, code] of codes.entries()) row.set(situations[index] ?? '', code);
      rows.set(event, row);
    }
  }
  return rows;
}

t.test('the matrix has every state, every outcome and every event', async (t) => {
  const situations = Object.keys(SITUATIONS) as Situation[];
  t.strictSame([...cells().keys()].sort(), Object.keys(EVENTS).sort());
  for (const [event, row] of cells())
    t.strictSame([...row.keys()].sort(), [...situations].sort(), event);
  t.strictSame(new Set(Object.values(EVENTS).map(({ type }) => type)), new Set(CHAT_EVENTS));
  const chats = situations.map(made);
  t.strictSame(new Set(chats.map(({ state }) => state)), new Set(CHAT_STATES));
  t.strictSame(new Set(chats.map(({ outcome }) => outcome)), new Set([null, ...OUTCOMES]));
});

/** What is wrong with what came of an event, whatever that is. */
function faultsOf(name: string, before: Chat, event: ChatEvent): readonly string[] {
  const step = advanceChat(before, event, TIMELINE, T0, T0);
  const again = advanceChat(step.chat, event, TIMELINE, T0, T0);
  const lines = step.facts.map(({ sequence }, index) => sequence - before.sequence - index);
  const facts: Readonly<Record<string, boolean>> = {
    'it changes the chat, or is not applied': step.applied === (step.chat !== before),
    'one change is one version': step.chat.version - before.version === Number(step.applied),
    'lines without a gap': lines.every((gap) => gap === 1),
    'as many lines as are counted': step.chat.sequence - before.sequence === lines.length,
    'the last line leads to its state':
      (step.facts.at(-1)?.to ?? step.chat.state) === step.chat.state,
    'again is the same':
      // Ops may put it first in its queue again, and are told how it had ended.
      (event.type !== 'erase' && name.match(/ops|clean|stop/) !== null && step.applied) ||
      (!again.applied && again.refusal === step.refusal),
  };
  return Object.entries(facts).flatMap(([fact, holds]) => (holds ? [] : [`${name}: ${fact}`]));
}

for (const situation of Object.keys(SITUATIONS) as Situation[])
  t.test(
    `whatever happens to a chat that is ${situation} has one end, or one refusal`,
    async (t) => {
      const before = made(situation);
      const events = Object.entries(EVENTS);
      t.strictSame(
        events.map(([name, event]) => [name, codeOf(before, event)]),
        events.map(([name]) => [name, cells().get(name)?.get(situation)]),
      );
      t.strictSame(
        events.flatMap(([name, event]) => faultsOf(name, before, event)),
        [],
      );
    },
  );

t.test('what ops end is ended, and the same again is the same', async (t) => {
  for (const type of ['clean', 'stop'] as const) {
    const ended = afterEvents(chatOf(), [{ type }, { type }], T0, TIMELINE);
    t.match(ended, { chat: { outcome: 'cleaned', version: 2 }, refusal: null, applied: false });
    const closed = afterEvents(made('Wrapping'), [{ type }, { type }], T0, TIMELINE);
    t.match(closed, { chat: { state: 'Ended', outcome: 'processed' }, refusal: 'already_ended' });
  }
});

t.test('an erased chat keeps nothing that is personal, and how it ended', async (t) => {
  for (const situation of Object.keys(SITUATIONS) as Situation[]) {
    const before = {
      ...made(situation),
      pageUrl: 'https://shop.example/',
      visitorData: { c: 'd' },
    };
    const { chat } = afterEvents(before, [{ type: 'erase' }], T0, TIMELINE);
    if (situation !== 'erased')
      t.match(chat, {
        state: 'Ended',
        outcome: before.outcome ?? 'erased',
        visitId: null,
        visitorId: null,
        identity: null,
        pageUrl: null,
        note: null,
        erasedAt: T0,
      });
    t.strictSame([chat.userData, situation === 'erased' ? {} : chat.visitorData], [{}, {}]);
  }
});

t.test('a transfer begins a new wait, before others, and forgets who declined', async (t) => {
  const declined = { ...made('Declined'), route: { ...made('Declined').route } } as Chat;
  const [group, agent] = [toGroup.target, { agent: 'cid' }].map(
    (target) =>
      afterEvents(
        declined,
        [{ type: 'transfer', agent: 'bob', target, note: 'hurry' }],
        T0 + 5000,
        TIMELINE,
      ).chat,
  );
  const wait = {
    state: 'Queued',
    queuedAt: T0,
    waitingSince: T0 + 5000,
    raisedTo: 90,
    declines: [],
    agent: null,
    notAgent: 'bob',
    note: 'hurry',
    acceptedAt: T0,
  };
  t.match(group, { ...wait, route: { group: 'Sales' }, named: null });
  t.match(agent, { ...wait, route: declined.route, named: 'cid' });
  const rung = afterEvents(agent as Chat, [{ type: 'offer', agent: 'cid' }], T0, TIMELINE).chat;
  t.equal(rung.named, null, 'who is named is asked once');
});

t.test('a fourth decline is not asked for: three are counted for each agent', async (t) => {
  const declines = ['ann', 'bob', 'ann', 'ann'].flatMap((agent): readonly ChatEvent[] => [
    { type: 'offer', agent },
    { type: 'reject', agent },
  ]);
  const { chat } = afterEvents(chatOf(), declines);
  t.match(chat.declines, [
    { agent: 'bob', times: 1 },
    { agent: 'ann', times: 3 },
  ]);
});
