import t from 'tap';
import type { Chat, ChatEvent, ChatFact } from '#src/domain/chats/chat.js';
import { FAREWELLS, type Farewell, farewellTo } from '#src/domain/chats/farewell.js';
import { advanceChat } from '#src/domain/chats/transition.js';
import { chatOf, GROUP } from './support/chats.js';
import { always, T0 } from './support/lifecycle.js';

const MINUTE = 60_000;
const offer = { type: 'offer', agent: 'ann' } as const;
const accept = { type: 'accept', agent: 'ann' } as const;
const end = { type: 'end', agent: 'ann' } as const;
const handOn = { type: 'transfer', target: { group: GROUP }, note: null } as const;
const active = [offer, accept];

/** What happens, with the wrap-up time in seconds, and when it is looked at. */
type Story = readonly [events: readonly ChatEvent[], wrapUp?: number, later?: number];

const STORIES: Readonly<Record<Farewell, readonly Story[]>> = {
  ended_by_you: [
    [[...active, end]],
    [[...active, end, { type: 'done', agent: 'ann' }], 30],
    [[...active, end], 30, MINUTE],
  ],
  left: [
    [[...active, { type: 'leave' }]],
    [[...active, { type: 'leave' }, { type: 'done', agent: 'ann' }], 30],
  ],
  inactive: [[active, 0, 60 * MINUTE]],
  transferred_by_you: [[[...active, { ...handOn, agent: 'ann' }]]],
  transferred_by_ops: [[[...active, handOn]]],
  lost: [[[...active, { type: 'agentLost' }]]],
  logged_out: [[[...active, { type: 'agentLost', by: 'agent' }]]],
  cleaned: [[[...active, { type: 'stop' }]], [[...active, end, { type: 'clean' }], 30]],
  erased: [[[...active, { type: 'erase' }]], [[...active, end, { type: 'erase' }], 30]],
  not_taken: [[[offer, { type: 'reject', agent: 'ann' }]], [[offer], 0, MINUTE]],
};

function tell(events: readonly ChatEvent[], wrapUp = 0, later = 0) {
  const timeline = always({ wrapUpTime: wrapUp });
  const facts: ChatFact[] = [];
  let chat: Chat = chatOf();
  for (const [event, at] of [
    ...events.map((each) => [each, T0] as const),
    [null, T0 + later] as const,
  ]) {
    const step = advanceChat(chat, event, timeline, T0, at);
    chat = step.chat;
    facts.push(...step.facts);
  }
  return { chat, facts };
}

t.test('whoever had a chat is told what took it from them, and nobody else', (t) => {
  for (const because of FAREWELLS)
    for (const story of STORIES[because]) {
      const { chat, facts } = tell(...story);
      t.equal(farewellTo('ann', chat, facts), because, `${because}: ${JSON.stringify(story)}`);
      t.equal(farewellTo('bob', chat, facts), null);
    }
  t.end();
});

t.test('nothing took a chat from whoever has it', (t) => {
  const again = [...active, { ...handOn, agent: 'ann' }, offer] as const;
  const stories: readonly Story[] = [[[offer]], [active], [[...active, end], 30], [again]];
  for (const story of stories) {
    const { chat, facts } = tell(...story);
    t.equal(farewellTo('ann', chat, facts), null, JSON.stringify(story));
  }
  t.end();
});
