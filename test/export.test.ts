import t from 'tap';
import type { Store } from '#src/store/store.js';
import { type Composed, createComposed } from './support/composed.js';
import type { Cleanup } from './support/world.js';

let service: Composed;
t.before(async () => {
  service = await createComposed(t);
});

/** Exports a person of 120 records; `meanwhile` happens once the first part was read. */
async function exportDuring(t: Cleanup, visitorId: string, meanwhile: () => Promise<unknown>) {
  for (let n = 0; n < 120; n += 1) {
    const { id } = await service.place({ visitId: `${visitorId} ${n}`, visitorId });
    if (n < 3) await service.call('POST', `/v1/interactions/${id}/noengage`, {});
  }
  const store: { read: Store['read'] } = service.store;
  const { read } = store;
  t.teardown(() => {
    store.read = read;
  });
  let parts = 0;
  store.read = async (name, ...args) => {
    const answer = await read(name, ...args);
    if (name === 'records' && ++parts === 1) await meanwhile();
    return answer;
  };
  return service.call('GET', `/v1/admin/visitors/${visitorId}/export`);
}

t.test('an export goes on without what retention removes meanwhile, and is whole', async (t) => {
  const { status, body } = await exportDuring(t, 'kept', async () => {
    while (await service.store.tidy({ step: 'purge', stoppedBy: service.clock.now() }));
  });
  t.equal(status, 200);
  t.equal(body.items.length, 117);
  t.equal(
    new Set(body.items.map((item: { interaction: { id: string } }) => item.interaction.id)).size,
    117,
  );
});

t.test('an export is cut off when the person is erased meanwhile', async (t) => {
  const during = exportDuring(t, 'gone', () => service.call('DELETE', '/v1/admin/visitors/gone'));
  await t.rejects(during, /aborted|destroyed|ErasedMeanwhile|JSON/i);
});
