import t from 'tap';
import { placing } from './support/changes.js';
import { deciding } from './support/deciding.js';
import { createWorld } from './support/world.js';

t.test('what a decision wrote before it failed is not counted, then or later', async (t) => {
  const { store, invite } = await createWorld(t);
  const counts = async () =>
    (await store.read('queueCounts')).map(({ active, entered }) => [active, entered]);
  const twice = (id: string) =>
    deciding(store, {}, (context) => {
      const { changes = [], result } = placing({ id })(context);
      return { changes: [...changes, ...changes], result };
    });
  const [first, second] = await Promise.allSettled([twice('a'), invite()]);
  t.strictSame([first.status, second.status], ['rejected', 'fulfilled']);
  t.strictSame(await counts(), [[1, 1]], 'beside a neighbour');
  await t.rejects(twice('b'));
  await invite();
  t.strictSame(await counts(), [[2, 2]], 'and alone');
});
