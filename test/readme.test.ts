import t from 'tap';
import { follow } from './support/guide.js';

t.test('the tour of the README prints what it says, line by line', (t) =>
  follow(t, 'README.md', 5),
);

t.test('what the guide to moving over tells to type prints what it says', (t) =>
  follow(t, 'docs/moving-from-genesys.md', 2),
);

t.test("what the guide to a person's data tells to type prints what it says", (t) =>
  follow(t, 'docs/personal-data.md', 3),
);
