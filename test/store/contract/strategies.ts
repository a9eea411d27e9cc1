import { OPERATOR } from '../../support/world.js';
import { strategyOf } from '../strategy-trials.js';
import type { Contract } from '../under-test.js';

const operator = OPERATOR;
const PAGE = { size: 9 };

/** Versions of strategies: numbers that are never given twice, and each text once. */
export const strategies: Contract = (t, makeStore) => {
  t.test('a text that comes back is a version of its own, and one text', async (t) => {
    const { store } = makeStore(t);
    for (const text of ['a', 'b', 'b', 'a'])
      await store.apply('putStrategy', { strategy: strategyOf(text), operator });
    const { items } = await store.read('strategyHistory', 'logic', PAGE);
    t.strictSame(
      items.map(({ version, sha256 }) => [version, sha256]),
      [
        [3, 'a#'],
        [2, 'b#'],
        [1, 'a#'],
      ],
      'the one in force again made none',
    );
    t.strictSame((await store.read('strategyVersion', 'logic', 1))?.bundle, strategyOf('a').bundle);
    t.strictSame((await store.settings()).strategies.get('logic'), { version: 3, sha256: 'a#' });
  });

  t.test('after a deletion numbers go on, and the texts of others stay', async (t) => {
    const made = makeStore(t);
    const { store } = made;
    await store.apply('putStrategy', { strategy: strategyOf('a'), operator });
    await store.apply('putStrategy', { strategy: strategyOf('b'), operator });
    await store.apply('putStrategy', { strategy: strategyOf('a', 'other'), operator });
    const gone = await store.apply('removeStrategy', { name: 'logic', operator });
    t.strictSame(gone, { ok: true, version: 2 });
    t.strictSame(await store.apply('removeStrategy', { name: 'logic', operator }), {
      ok: false,
      refusal: { code: 'not_found' },
    });
    t.strictSame(
      (await store.read('strategies')).map(({ name }) => name),
      ['other'],
    );
    t.ok(await store.read('strategyVersion', 'other', 1), 'its text is shared with what went');
    const again = await store.apply('putStrategy', { strategy: strategyOf('a'), operator });
    t.match(again, { version: 3, isNew: true });
    t.equal(await store.read('strategyVersion', 'logic', 1), null);
    const { items } = await store.read('audit', { target: 'logic' }, PAGE);
    t.strictSame(
      items.map(({ action, before, after }) => [action, before, after]),
      [
        ['strategy.changed', null, { version: 3, sha256: 'a#' }],
        ['strategy.deleted', { version: 2, sha256: 'b#' }, null],
        ['strategy.changed', { version: 1, sha256: 'a#' }, { version: 2, sha256: 'b#' }],
        ['strategy.changed', null, { version: 1, sha256: 'a#' }],
      ],
      'by their hashes, without a text',
    );
  });
};
