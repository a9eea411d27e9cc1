import t from 'tap';
import { follow } from './support/guide.js';

t.test('the tour of the README prints what it says, line by line', (t) =>
  follow(t, 'README.md', 5),
);
