import type { Store } from '#src/store/store.js';
import type { Work, WorkName } from '#src/store/work.js';
import { write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt, claimEndpoint, sent } from '../sending.js';
import { ENDPOINT, endpointRequest, message } from '../things.js';
import type { Contract } from '../under-test.js';

/** How one kind of work is asked for, and how it ends. */
interface Trial<W extends WorkName> {
  readonly request: Work[W]['request'];
  result(claim: Work[W]['claimed']): Work[W]['result'];
  readonly finished: Work[W]['finished'];
}

const SINGLETON = { request: {}, result: () => null, finished: null } as const;

/** Each kind of background work. */
const WORK = {
  endpoint: {
    request: endpointRequest(),
    result: ({ deliveries }) => deliveries.map((one) => attempt(one, 'succeeded')),
    finished: { before: null, since: null },
  },
  expiry: SINGLETON,
  views: SINGLETON,
  upkeep: SINGLETON,
  questions: {
    request: { noun: 'interaction', ids: ['i1', 'i2'] },
    result: () => null,
    finished: null,
  },
} as const satisfies { readonly [W in WorkName]: Trial<W> };
type Claimed = Work[WorkName]['claimed'];

const claimed = async (store: Store, work: WorkName): Promise<Claimed> => {
  const claim = await store.claim(work, WORK[work].request as never);
  if (!('held' in claim)) throw new Error(`somebody else has it until ${claim.until}`);
  return claim.held as Claimed;
};

const finish = (store: Store, claim: Claimed, how?: 'release'): Promise<unknown> => {
  const trial = WORK[claim.work] as Trial<WorkName>;
  return store.finish(claim as never, (how ?? trial.result(claim as never)) as never);
};

/** Who does background work, as long as its process is there. */
export const claims: Contract = (t, makeStore) => {
  for (const work of Object.keys(WORK) as WorkName[])
    t.test(
      `${work} is claimed, kept, finished and released, and void after its process`,
      async (t) => {
        const made = makeStore(t);
        await write(
          made.store,
          { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
          { kind: 'message', message: message('m1') },
        );
        const first = await claimed(made.store, work);
        t.equal(first.work, work);
        const kept = await claimed(made.store, work);
        t.equal(kept.epoch, first.epoch, 'claiming again keeps it');
        t.equal(await finish(made.store, kept, 'release'), null);
        const again = await claimed(made.store, work);
        t.strictSame(await finish(made.store, again), WORK[work].finished);
        const left = await claimed(made.store, work);

        await made.reopen();
        made.store.watch(() => t.fail('nothing is written'));
        t.equal(await finish(made.store, left), null, 'of a process that is gone');
        const anew = await claimed(made.store, work);
        t.not(anew.epoch, left.epoch);
      },
    );

  t.test('what a void claim was at is claimed anew, as if it had never been tried', async (t) => {
    const made = makeStore(t);
    await write(
      made.store,
      { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
      { kind: 'message', message: message('m1') },
    );
    const left = await claimEndpoint(made.store);
    await made.reopen();
    const results = left.deliveries.map((one) => attempt(one, 'failed'));
    t.equal(await made.store.finish(left, results), null);
    fits(t, await made.store.read('deliveries', {}, { size: 2 }), {
      items: [{ messageId: 'm1', status: 'pending', attempts: [] }],
    });
    fits(t, await made.store.read('endpointStatistics', ENDPOINT.id), { attempts: 0 });
    const anew = await claimEndpoint(made.store);
    fits(t, anew.deliveries, [{ messageId: 'm1', step: 1, number: 1 }]);
  });

  t.test('what is released may be claimed at once', async (t) => {
    const { store } = makeStore(t);
    await write(
      store,
      { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
      { kind: 'message', message: message('m1') },
    );
    const first = await claimEndpoint(store);
    await store.finish(first, 'release');
    const second = await claimEndpoint(store);
    t.strictSame(sent(second), sent(first));
  });

  t.test(
    'what is finished of an endpoint that was deleted meanwhile is written nowhere',
    async (t) => {
      const { store } = makeStore(t);
      await write(
        store,
        { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
        { kind: 'message', message: message('m1') },
      );
      const claim = await claimEndpoint(store);
      await write(store, { kind: 'webhook_endpoint', before: ENDPOINT, after: undefined });
      t.equal(await finish(store, claim), null);
    },
  );
};
