import t from 'tap';
import { throughJson } from './plain.js';

t.test('plain data comes back as it was, without what is undefined in it', (t) => {
  const plain = { text: 'ü', list: [1, null, { deep: true }], left: undefined };
  const copy = throughJson(plain, 'it');
  t.strictSame(copy, { text: 'ü', list: [1, null, { deep: true }] });
  t.not(copy.list, plain.list);
  t.end();
});

t.test('whatever JSON would change is told with its place', (t) => {
  const strange: Readonly<Record<string, unknown>> = {
    map: new Map([[1, 2]]),
    set: new Set([1]),
    date: new Date(1),
    buffer: Buffer.from('x'),
    error: new Error('x'),
    function: () => 1,
    bigint: 1n,
    infinite: Number.POSITIVE_INFINITY,
    none: Number.NaN,
    hole: [undefined],
  };
  for (const [name, value] of Object.entries(strange))
    t.throws(() => throughJson({ in: { [name]: value } }, 'it'), {
      message: new RegExp(`^not plain data: it\\.in\\.${name}`),
    });
  t.throws(() => throughJson(undefined, 'the answer'), { message: /the answer/ });
  t.end();
});
