import t from 'tap';
import { countsOf, diffOf, diffOfValues } from '../src/web/console/text/diff.js';
import { lineAt, marksOf, readWritten, written } from '../src/web/console/text/places.js';

const RULES = [
  { name: 'first', when: { category: ['cart'] }, result: { decision: 'engage' } },
  { name: 'second', result: { decision: 'engage', 'a/b~c': 1 } },
];

t.test('a misfit stands at the line of what it is about', async (t) => {
  const text = written(RULES);
  const lineOf = (part: string): number => lineAt(text, text.indexOf(part));
  const at = (pointer: string) => marksOf(text, [{ pointer, detail: 'is wrong' }], 'rules')[0];
  t.strictSame(at('#/rules/1/name'), { line: lineOf('"second"'), words: '#2 › name: is wrong' });
  t.equal(at('#/rules/0/when/category/0')?.line, lineOf('"cart"'));
  t.equal(at('#/rules/1/result/a~1b~0c')?.line, lineOf('a/b~c'), 'slashes and tildes in names');
  t.equal(at('#/rules/1/result/reason')?.line, lineOf('"result": {\n      "decision": "engage",'));
  t.equal(at('#/rules')?.line, 1);
  t.strictSame(at('#/interactionId'), { line: 1, words: '#/interactionId: is wrong' });
  t.equal(at('#/rules/%/x')?.line, 1, 'what is no pointer is at the first line');
  const both = marksOf(
    text,
    [
      { pointer: '#/rules/1/name', detail: 'b' },
      { pointer: '#/rules/0/name', detail: 'a' },
    ],
    'rules',
  );
  t.same(
    both.map(({ words }) => words),
    ['#1 › name: a', '#2 › name: b'],
    'in the order of the lines',
  );
});

t.test('what is no JSON is said at its line, in words', async (t) => {
  t.strictSame(readWritten('[1, {"a": null}]'), { ok: true, value: [1, { a: null }] });
  for (const [text, line, words] of [
    ['[\n  {"name": "a"\n', 3, /closing/],
    ['[\n  {\n    "a": 1\n    "b": 2\n  }\n]', 4, /comma/],
    ["[\n  'a'\n]", 2, /double quotes/],
    ['[\n  1,\n]', 3, /value is missing/],
    ['[] // so', 1, /no comments/],
    ['[]\n[]', 2, /after the end/],
    ['', 1, /value is missing/],
    ['[\n"\u0001"]', 2, /backslash/],
  ] as const) {
    const read = readWritten(text);
    t.notOk(read.ok, text);
    if (read.ok) continue;
    t.match(read.marks[0], { line, words }, text);
  }
});

t.test('what JSON.parse takes is taken, and what it refuses is marked', async (t) => {
  const texts = [
    '{"a":1,"a":2}',
    '"\\u00e9"',
    '1e5',
    '-0',
    'tru',
    '{a:1}',
    '[1 2]',
    '"a',
    '\u00a01',
  ];
  for (const text of texts) {
    const parsed = (() => {
      try {
        return { ok: true, value: JSON.parse(text) };
      } catch {
        return { ok: false };
      }
    })();
    const read = readWritten(text);
    t.equal(read.ok, parsed.ok, text);
    if (read.ok) t.same(read.value, parsed.value);
  }
});

t.test('a comparison shows what changed, and where', async (t) => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const other = lines.with(10, 'another');
  const diff = diffOf(lines.join('\n'), other.join('\n'));
  t.strictSame(countsOf(diff), { gone: 1, new: 1 });
  t.match(diff[0], { kind: 'gap', lines: 7 });
  t.match(diff.at(-1), { kind: 'gap', lines: 6 });
  t.match(
    diff.find((line) => line.kind === 'new'),
    { text: 'another', before: null, after: 11 },
  );
  t.same(diffOf('a', 'a'), []);
  t.same(
    diffOfValues(null, { a: 1 }).map((line) => line.kind),
    ['new', 'new', 'new'],
    'from nothing',
  );
  t.same(countsOf(diffOfValues({ a: 1 }, undefined)), { gone: 3, new: 0 });
  t.same(countsOf(diffOfValues('30', '45')), { gone: 1, new: 1 });
  t.same(diffOfValues(null, null), []);
  const many = (mark: string) =>
    Array.from({ length: 3_000 }, (_, at) => `${mark} ${at}`).join('\n');
  t.same(countsOf(diffOf(many('a'), many('b'))), { gone: 3_000, new: 3_000 }, 'nothing in common');
});
