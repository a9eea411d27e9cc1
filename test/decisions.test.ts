import t from 'tap';
import { decisionsPage } from '../tools/docs/decisions-page.js';

const PAGE = `# 7. Kept answers

**Status.** Accepted, 2026-11-21.

**Context.** Answers get lost.

**Decision.**
- They are kept.

**Consequences.** They take room.
`;
const OTHER = PAGE.replace('7. Kept answers', '8. Other answers');

t.test('every decision is in one layout, and has its line in the index', async (t) => {
  t.match(
    decisionsPage(),
    '| 1 | [One write, with a pure decision](0001-one-write-with-a-pure-decision.md) |',
  );
});

t.test('the index says since when a decision holds, and what superseded it', async (t) => {
  const old = PAGE.replace('Accepted', 'Superseded by [8](0008-other.md)');
  t.match(
    decisionsPage({ '0007-kept.md': old, '0008-other.md': OTHER }),
    `| 7 | [Kept answers](0007-kept.md) | Superseded by [8](0008-other.md) | 2026-11-21 |
| 8 | [Other answers](0008-other.md) | Accepted | 2026-11-21 |
`,
  );
  t.throws(() => decisionsPage({ '0007-kept.md': old }), /0007-kept\.md .*0008-other\.md.*missing/);
});

t.test('a decision has a number of its own', async (t) => {
  const twice = { '0007-kept.md': PAGE, '0007-other.md': PAGE };
  t.throws(() => decisionsPage(twice), /0007-other\.md has the number of another page, 7/);
  t.throws(() => decisionsPage({ '0070-kept.md': PAGE }), /0070-kept\.md calls itself 7/);
});

t.test('a decision that is not in the layout is named, with the layout', async (t) => {
  const faults: Readonly<Record<string, (page: string) => string>> = {
    'no number': (page) => page.replace('7. ', ''),
    'no status': (page) => page.replace(/\*\*Status.*\n\n/, ''),
    'an unknown status': (page) => page.replace('Accepted', 'Perhaps'),
    'no date': (page) => page.replace(', 2026-11-21', ''),
    'no context': (page) => page.replace(/\*\*Context.*\n\n/, ''),
    'no decision': (page) => page.replace('**Decision.**', 'Decided:'),
    'no consequences': (page) => page.replace(/\n\*\*Consequences.*\n/, ''),
    'another heading': (page) => `${page}\n## More\n`,
    'another order': (page) => page.replace('Context', 'X').replace('Decision', 'Context'),
  };
  for (const [name, fault] of Object.entries(faults))
    t.throws(
      () => decisionsPage({ '0007-kept.md': fault(PAGE) }),
      /0007-kept\.md is not in the layout .*"\*\*Status\.\*\*/,
      name,
    );
});
