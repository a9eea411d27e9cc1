import { EventEmitter } from 'node:events';
import t, { type Test } from 'tap';
import type { Clock } from '#src/clock.js';
import { createChats } from '#src/engine/chats.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { createSigningKeys } from '#src/settings/signing-keys.js';
import { createTokens } from '#src/settings/tokens.js';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import type { Page, PageRequest } from '#src/store/page.js';
import type { Store } from '#src/store/store.js';
import { watchSettings } from '#src/store/watching.js';
import { onNewChoice } from '#src/strategy/choice.js';
import { createStrategyWorker } from '#src/strategy/worker.js';
import type { Outlet } from '#src/streams/outlet.js';
import { createTyping } from '#src/streams/typing.js';
import { createVisitStreams } from '#src/streams/visit-streams.js';
import { turn } from './support/clock.js';
import { startNoting } from './support/noting-dispatcher.js';
import { createWorld, OPERATOR, type World } from './support/world.js';

/** The store as it is to whom every signal is lost; `asked` has the questions put to it. */
function deafTo({ store }: World) {
  const asked: string[] = [];
  const read: Store['read'] = (name, ...args) => {
    asked.push(name);
    return store.read(name, ...args);
  };
  return { asked, store: { ...store, read, watch: () => () => undefined } satisfies Store };
}

const log = createLog('silent');

/** A worker that decides nothing, and the ids that it was given. */
async function startWorker(t: Test, world: World, store: Store) {
  const decided: string[] = [];
  const worker = createStrategyWorker({
    store,
    clock: world.clock,
    log,
    chooseDecider: () => ({ concurrency: 9, decide: async (id) => void decided.push(id) }),
  });
  await worker.start();
  t.teardown(worker.stop);
  return decided;
}

t.test(
  'an interaction whose signal was lost is put before the strategy a second later',
  async (t) => {
    const world = await createWorld(t);
    const { asked, store } = deafTo(world);
    const decided = await startWorker(t, world, store);
    const { id } = await world.invite();
    t.strictSame(decided, []);
    await world.clock.advance(1000);
    t.strictSame(decided, [id]);
    asked.length = 0;
    await world.clock.advance(1000);
    t.strictSame(asked, ['undecided'], 'a look is one question');
  },
);

t.test(
  'what waits for an answer is put before the strategy once, however often it is seen',
  async (t) => {
    const world = await createWorld(t);
    const decided = await startWorker(t, world, world.store);
    const first = await world.invite();
    await world.clock.advance(5000);
    const second = await world.invite();
    await world.clock.advance(5000);
    t.strictSame(decided, [first.id, second.id]);
  },
);

t.test(
  'what another process came to ask about is asked about again when that one is gone',
  async (t) => {
    const world = await createWorld(t);
    const { id } = await world.invite();
    const decided: string[] = [];
    /** Who asks by the end of each decision, of this process and the other one. */
    let isMine = false;
    const worker = createStrategyWorker({
      ...world,
      log,
      questions: { isMine: async () => true, wasMine: () => isMine, keep: async () => [] },
      chooseDecider: () => ({
        concurrency: 9,
        isAsking: true,
        decide: async (given) => void decided.push(given),
      }),
    });
    await worker.start();
    t.teardown(worker.stop);
    t.strictSame(decided, [id]);
    isMine = true;
    await world.clock.advance(1000);
    t.strictSame(decided, [id, id]);
    await world.clock.advance(3000);
    t.strictSame(decided, [id, id], 'and waits for its answer');
  },
);

t.test('of very many that wait all are found, a few thousand a second', async (t) => {
  const world = await createWorld(t);
  const waiting = Array.from({ length: 2600 }, (_, n) => `i${n}`);
  let isStarted = false;
  const read = async (_name: string, { size, after = '0' }: PageRequest): Promise<Page<string>> => {
    const from = Number(after);
    const items = isStarted ? waiting.slice(from, from + size) : [];
    return { items, next: items.length === size ? String(from + size) : null };
  };
  const store = { ...deafTo(world).store, read: read as Store['read'] };
  const decided = await startWorker(t, world, store);
  isStarted = true;
  /** A second, and the turns that the pages of one look take. */
  const second = async (): Promise<void> => {
    await world.clock.advance(1000);
    for (let turns = 0; turns < 4; turns += 1) await turn();
  };
  await second();
  t.equal(decided.length, 2000);
  await second();
  t.equal(decided.length, 2600);
  for (let seconds = 0; seconds < 4; seconds += 1) await second();
  t.equal(decided.length, 2600, 'each of them once');
});

t.test('a clock whose start was not heard of ends at its deadline all the same', async (t) => {
  const world = await createWorld(t);
  const { store } = deafTo(world);
  const expiry = createExpiry({ ...world, store, log });
  await expiry.start();
  t.teardown(expiry.stop);
  const { id, createdAt } = await world.invite();
  const due = (await world.engine.nextDeadline()) ?? 0;
  await world.clock.advance(due - createdAt + 1000);
  const ended = await world.store.read('interaction', id);
  t.match(ended, { state: 'Failed', reason: 'engagement_expired', disposedAt: due });
});

/** Streams on a store that tells nothing, and a way to open one that collects its text. */
async function startStreams(t: Test, world: World, store: Store) {
  const keys = await createSigningKeys(store, world.clock);
  const streams = createVisitStreams({
    ...world,
    store,
    chats: createChats({ store, clock: world.clock, application: 'Web_Engagement_Server' }),
    typing: createTyping({ now: () => 0 }),
    tokens: createTokens(keys, world.clock),
    random: () => 0,
  });
  t.teardown(streams.close);
  return async (visitId: string) => {
    const page = Object.assign(new EventEmitter(), {
      text: '',
      writableLength: 0,
      destroyed: false,
      write: (text: string) => {
        page.text += text;
        return true;
      },
      end: () => page,
      destroy: () => page,
    });
    const seat = await streams.open(visitId, {
      isPage: true,
      network: '192.0.2.1',
      lastEventId: undefined,
      isWelcome: () => true,
    });
    seat.start(page as unknown as Outlet);
    return page;
  };
}

t.test('a page is told a second later of what its stream did not hear of', async (t) => {
  const world = await createWorld(t);
  const { asked, store } = deafTo(world);
  const open = await startStreams(t, world, store);
  const { id, visitId } = await world.invite();
  const page = await open(visitId ?? '');
  for (let n = 0; n < 20; n += 1) await open(`other-${n}`);
  await world.clock.advance(1000);
  await world.engine.apply(id, { type: 'engage' });
  await turn();
  t.notMatch(page.text, /event: invitation/);
  await world.clock.advance(1000);
  t.match(page.text, /event: invitation/);
  await world.engine.apply(id, { type: 'reject' });
  await world.clock.advance(1000);
  t.match(page.text, /event: revoke/);
  asked.length = 0;
  await world.clock.advance(3000);
  t.strictSame(asked, Array(3).fill('changesSince'), 'one question a second, however many listen');
});

t.test('a deadline that an option moved is told a second later, too', async (t) => {
  const world = await createWorld(t);
  const { store } = deafTo(world);
  const open = await startStreams(t, world, store);
  const { visitId } = await world.invite();
  const page = await open(visitId ?? '');
  await world.clock.advance(1000);
  page.text = '';
  await world.set('engagementExpirationTime', '60');
  await world.clock.advance(1000);
  t.match(page.text, /event: update/);
});

t.test('a message that nobody was told of is sent a second later', async (t) => {
  const world = await createWorld(t);
  const { asked, store } = deafTo(world);
  const { dispatcher, sent } = await startNoting(t, world, store);
  const url = 'https://crm.example/';
  await createWebhookEndpoints(world.store, world.clock).create(
    { url, eventTypes: ['*'], description: '', rateLimitPerSecond: null, enabled: true },
    OPERATOR,
  );
  await world.clock.advance(1000);
  await world.invite();
  t.strictSame(sent, []);
  await world.clock.advance(1000);
  t.strictSame(sent, [url]);
  await dispatcher.idle();
  asked.length = 0;
  await world.clock.advance(3000);
  t.strictSame(asked, Array(3).fill('changesSince'));
});

t.test('settings that changed unheard are seen a second later, once', async (t) => {
  const world = await createWorld(t);
  const { store } = deafTo(world);
  const seen: number[] = [];
  t.teardown(watchSettings(store, world.clock, ({ revision }) => seen.push(revision)));
  await world.clock.advance(3000);
  t.strictSame(seen, [], 'nothing changed');
  await world.set('autoStop', 'false');
  await world.clock.advance(3000);
  t.strictSame(seen, [store.lastSettings().revision]);
});

t.test('who decides from now on takes up what waits, heard of or not', async (t) => {
  const world = await createWorld(t);
  const { store } = deafTo(world);
  let times = 0;
  const choose = (): string => (store.lastSettings().revision > revision ? 'builtin' : 'none');
  const { revision } = store.lastSettings();
  t.teardown(
    onNewChoice(store, world.clock, choose, () => {
      times += 1;
    }),
  );
  await world.set('autoStop', 'false');
  await world.clock.advance(3000);
  t.equal(times, 1);
});

t.test('who looks every second shares one timer, which is armed only meanwhile', async (t) => {
  const world = await createWorld(t);
  const clock: Clock = world.clock;
  let looks = 0;
  const ends = [1, 2].map(() =>
    clock.everySecond(() => {
      looks += 1;
    }),
  );
  await world.clock.advance(2000);
  t.equal(looks, 4);
  ends[0]?.();
  ends[0]?.();
  await world.clock.advance(1000);
  t.equal(looks, 5);
  ends[1]?.();
  await world.clock.advance(1000);
  t.equal(looks, 5);
});
