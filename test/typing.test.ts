import t from 'tap';
import { createTyping } from '#src/streams/typing.js';
import { chatOf } from './support/chats.js';

t.test(
  'of each side of a chat one hint a second is told, the others are without effect',
  async (t) => {
    let now = 0;
    const typing = createTyping({ now: () => now });
    const told: string[] = [];
    const end = typing.watch(({ id }, side) => told.push(`${id} ${side} ${now}`));
    const [one, two] = [chatOf({ id: 'c1' }), chatOf({ id: 'c2' })];
    for (now of [0, 1, 999, 1000, 1001]) {
      typing.hint(one, 'visitor');
      if (now === 1) typing.hint(one, 'agent');
      if (now === 999) typing.hint(two, 'visitor');
    }
    t.strictSame(told, ['c1 visitor 0', 'c1 agent 1', 'c2 visitor 999', 'c1 visitor 1000']);
    end();
    now = 5000;
    typing.hint(one, 'visitor');
    t.equal(told.length, 4);
  },
);
