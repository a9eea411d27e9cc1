import fc from 'fast-check';
import t from 'tap';
import { type Filter, parseFilter } from '#src/domain/statistics/filter.js';
import { passes, type Subject } from '#src/domain/statistics/subject.js';

/** A filter with what it means: said once more, by a pattern of the language and no parser. */
interface Meant {
  readonly text: string;
  judge(subject: Subject, action: { queue: string; reason: string | null }): boolean;
}

const fits = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  ).test(value);

const WORDS = ['chat', 'webengagement', 'a', 'ab', 'b*', '*', 'cart'] as const;
const word = fc.constantFrom(...WORDS);
const space = fc.constantFrom('', ' ', '  ');

const leaf: fc.Arbitrary<Meant> = fc.oneof(
  word.map(
    (value): Meant => ({
      text: `MediaType=${value}`,
      judge: ({ mediaType }) => fits(value, mediaType),
    }),
  ),
  word.map(
    (value): Meant => ({
      text: `Category="${value}"`,
      judge: ({ category }) => category !== null && fits(value, category),
    }),
  ),
  word.map(
    (value): Meant => ({
      text: `Reason = ${value}`,
      judge: (_, { reason }) => reason !== null && fits(value, reason),
    }),
  ),
  word.map(
    (value): Meant => ({
      text: `ThisQueue=${value}`,
      judge: (_, { queue }) => fits(value, queue),
    }),
  ),
  word.map((value): Meant => ({ text: `TenantID=${value}`, judge: () => fits(value, 'a') })),
  fc.tuple(word, word).map(
    ([key, value]): Meant => ({
      text: `PairExists("${key}", "${value}")`,
      judge: ({ userData }) =>
        Object.keys(userData).some((name) => fits(key, name) && fits(value, userData[name] ?? '')),
    }),
  ),
  fc.constantFrom<Meant>(
    { text: 'Chats', judge: ({ mediaType }) => mediaType === 'chat' },
    { text: 'NoChats', judge: ({ mediaType }) => mediaType !== 'chat' },
  ),
);

const NAMED = { Chats: 'MediaType=chat', NoChats: '~Chats' };

const { meant } = fc.letrec<{ meant: Meant }>((tie) => ({
  meant: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('meant').map(
      (inside): Meant => ({
        text: `~(${inside.text})`,
        judge: (...args) => !inside.judge(...args),
      }),
    ),
    fc.tuple(tie('meant'), tie('meant'), space).map(
      ([a, b, gap]): Meant => ({
        text: `(${a.text})${gap}&${gap}(${b.text})`,
        judge: (...args) => a.judge(...args) && b.judge(...args),
      }),
    ),
    fc.tuple(leaf, leaf, leaf).map(
      ([a, b, c]): Meant => ({
        text: `${a.text} | ~${b.text} & ${c.text}`,
        judge: (...args) => a.judge(...args) || (!b.judge(...args) && c.judge(...args)),
      }),
    ),
  ),
}));

const subject: fc.Arbitrary<Subject> = fc.record({
  mediaType: fc.constantFrom('chat' as const, 'webengagement' as const),
  category: fc.option(word),
  channel: fc.constant(null),
  userData: fc.dictionary(word, word),
});
const action = fc.record({ queue: word, reason: fc.option(word) });

const parsed = (text: string): Filter => {
  const result = parseFilter(text, NAMED);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.detail}`);
  return result.filter;
};

t.test('a filter lets through what it says, however it is put together', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(meant, subject, action, ({ text, judge }, of, done) => {
        const isThrough = passes(parsed(text), of, done, 'a');
        if (isThrough !== judge(of, done)) throw new Error(text);
      }),
      { numRuns: 400 },
    ),
  );
});

t.test('whatever is written, there is a filter or a column within it', async (t) => {
  const piece = fc
    .constantFrom('(', ')', '&', '|', '~', '=', ',', '"', ' ', ...WORDS)
    .chain((each) => fc.constantFrom(each, 'MediaType', 'PairExists', 'Chats'));
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const result = parseFilter(text, NAMED);
        if ('filter' in result) return;
        const { column, detail } = result.fault;
        if (column < 1 || column > text.length + 1 || detail === '') throw new Error(text);
      }),
      { numRuns: 400 },
    ),
  );
});

const FAULTS: readonly (readonly [text: string, column: number, detail: RegExp])[] = [
  ['', 1, /expected a condition at the end/],
  ['MediaType', 1, /there is no filter "MediaType"; there are: Chats, NoChats/],
  ['MediaType=', 11, /expected a value at the end/],
  ['MediaType=chat &', 17, /expected a condition at the end/],
  ['MediaType=chat chat', 16, /expected \| or & instead of "chat"/],
  ['Media=chat', 1, /no property "Media"; there are MediaType, ThisQueue/],
  ['(MediaType=chat', 16, /expected \) at the end/],
  ['PairExists("a")', 15, /expected , instead of "\)"/],
  ['PairExists("a","b"', 19, /expected \) at the end/],
  ['Category="cart', 10, /the quotation does not end/],
  ['Chats | Unknown', 9, /there is no filter "Unknown"/],
  ['~'.repeat(60), 52, /nested too deep/],
];

for (const [text, column, detail] of FAULTS)
  t.test(`told where it stops being a filter: ${text.slice(0, 30) || 'nothing'}`, async (t) => {
    t.match(parseFilter(text, NAMED), { fault: { column, detail } });
  });

t.test('a filter that leads back to itself is none, and neither is one of thousands', async (t) => {
  const circle = { A: 'B', B: '~ C', C: 'Chats | A', Chats: 'MediaType=chat' };
  t.match(parseFilter(circle.A, circle, 'A'), {
    fault: { column: 1, detail: /A leads back to itself: A → B → C → A/ },
  });
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `F${n}`,
      n === 0 ? 'MediaType=chat' : `F${n - 1}&F${n - 1}`,
    ]),
  );
  t.match(parseFilter('F39', doubling), { fault: { detail: /more than 500 conditions/ } });
});
