import t from 'tap';
import { follow } from './support/guide.js';

t.jobs = 2;

for (const [page, blocks] of [
  ['docs/moving-from-genesys.md', 2],
  ['docs/personal-data.md', 3],
  ['docs/chats.md', 3],
] as const)
  t.test(`${page} prints what it says, line by line`, { buffered: true }, (t) =>
    follow(t, page, blocks),
  );
