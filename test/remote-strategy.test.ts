import { pino } from 'pino';
import t from 'tap';
import { createAddressPolicy } from '#src/calls/address.js';
import { createSender } from '#src/calls/send.js';
import { decideInTurn } from '#src/strategy/in-turn.js';
import { createRemoteStrategy, type RemoteStrategyDependencies } from '#src/strategy/remote.js';
import { deadUrl, passWhenArmed, startStrategy, story } from './support/strategy-server.js';
import { type Cleanup, createWorld } from './support/world.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const engage = { instruction: 'engage', channel: 'proactiveCallback', invitation: { title: 'Hi' } };

const lines: string[] = [];
const log = pino({ base: null }, { write: (line) => lines.push(line) });
const world = await createWorld(t);
const { clock, engine } = world;

type Settings = Partial<RemoteStrategyDependencies['config']> & {
  readonly strategyFallback?: string;
};

/** How the service asks, with these settings, and may call these addresses. */
function asking(
  t: Cleanup,
  { strategyFallback, ...settings }: Settings = {},
  ranges: readonly string[] = ['127.0.0.0/8'],
) {
  const remote = createRemoteStrategy({
    engine,
    pacing: async () => ({ allowed: 3 }),
    clock,
    sender: createSender({ clock, policy: createAddressPolicy(ranges) }),
    config: { strategyOnSilence: 'wait', ...settings },
    log,
    secret: () => SECRET,
    questions: { isMine: async () => true },
  });
  t.teardown(remote.close);
  const nobody = { decide: async () => false };
  const everybody = { remote, scxml: nobody, builtIn: async () => undefined };
  return {
    ask: (id: string, url: string) => decideInTurn(id, [url, strategyFallback], everybody),
    close: remote.close,
  };
}

t.test('an answer that comes when others have decided is refused in the history', async (t) => {
  const { url, question } = await startStrategy(t);
  const remote = asking(t);
  const { id } = await world.invite();
  const answered = remote.ask(id, url);
  const asked = await question(0);
  await engine.apply(id, { type: 'engage' });
  await engine.apply(id, { type: 'acceptCall' });
  asked.answer(200, { instruction: 'noengage' });
  await answered;
  t.equal((await engine.get(id))?.state, 'Accepted');
  t.same((await story(engine, id)).slice(-2), [
    'strategy.answered: noengage',
    'strategy.refused: already_disposed',
  ]);
});

t.test('a strategy that calls back and then answers too decides once', async (t) => {
  const { url, question } = await startStrategy(t);
  const remote = asking(t);
  const { id } = await world.invite();
  const answered = remote.ask(id, url);
  const asked = await question(0);
  await engine.apply(id, { type: 'engage', channel: 'proactiveChat' });
  asked.answer(200, engage);
  await answered;
  t.match(await engine.get(id), { state: 'Engaged', channel: 'proactiveChat', version: 2 });
  t.equal((await story(engine, id)).at(-1), 'strategy.answered: engage');
});

t.test('a question that the deadline overtakes is given up, and not asked again', async (t) => {
  const { url, asked, question } = await startStrategy(t);
  const remote = asking(t, { strategyOnSilence: 'engage' });
  const { id } = await world.invite();
  await clock.leap(28_500);
  const answered = remote.ask(id, url);
  await question(0);
  await clock.advance(1500);
  // It waits for its second call, but the clock has decided.
  await passWhenArmed(clock, 100);
  await answered;
  t.equal(asked.length, 1);
  t.same(await story(engine, id), [
    'interaction.created',
    'strategy.requested: strategy',
    'interaction.failed',
    'interaction.stopped',
    'strategy.failed: timeout',
  ]);
});

const RUBBISH = [
  'no json',
  { instruction: 'dance' },
  { instruction: 'engage', channel: 'pigeon' },
  { instruction: 'noengage', reason: 'x'.repeat(257) },
  { instruction: 'engage', invitation: Array(40).fill('x'.repeat(1000)) },
  [],
];

t.test('rubbish is asked again twice by the same name, then silence decides', async (t) => {
  const { url, asked } = await startStrategy(t, (one, number) =>
    one.answer(200, RUBBISH[number % RUBBISH.length]),
  );
  for (const [strategyOnSilence, state] of [
    ['noengage', 'Failed'],
    ['engage', 'Engaged'],
    ['wait', 'Qualified'],
  ] as const) {
    const before = asked.length;
    const { id } = await world.invite();
    const answered = asking(t, { strategyOnSilence }).ask(id, url);
    await passWhenArmed(clock, 100);
    await passWhenArmed(clock, 400);
    await answered;
    t.equal((await engine.get(id))?.state, state, strategyOnSilence);
    t.equal(asked.length - before, 3);
    t.equal(new Set(asked.slice(before).map(({ headers }) => headers['webhook-id'])).size, 1);
    t.equal(
      (await story(engine, id)).filter((line) => line.includes('not understood: ')).length,
      3,
    );
  }
});

t.test('an answer that is not understood is shown with its value and what is valid', async (t) => {
  const answers: readonly (readonly [answer: unknown, words: string])[] = [
    [{ instruction: 'Engage' }, 'instruction is "Engage", and must be "engage" or "noengage"'],
    [{ decision: 'engage' }, 'instruction is missing, and must be "engage" or "noengage"'],
    [{ instruction: 1 }, 'instruction is of type number, and must be "engage" or "noengage"'],
    [
      { instruction: 'x'.repeat(99) },
      `instruction is "${'x'.repeat(40)}…", and must be "engage" or "noengage"`,
    ],
    [
      { instruction: 'engage', channel: 'pigeon' },
      'channel is "pigeon", and must be one of proactiveChat, proactiveCallback',
    ],
    [
      { instruction: 'noengage', reason: 'Ann, 0170 12 34 56'.repeat(20) },
      'reason must be a text of at most 256 characters',
    ],
    [[], 'it is a list, and must be an object'],
    ['<!DOCTYPE html><p>sk_secret', 'it is no JSON, and begins with "<!DOCTYPE"'],
    ['{"instruction"', 'it is no JSON, and begins with ""'],
  ];
  lines.length = 0;
  for (const [answer, words] of answers) {
    const { url } = await startStrategy(t, (one) => one.answer(200, answer as object));
    const { id } = await world.invite({ visitorId: 'doe' });
    const answered = asking(t).ask(id, url);
    await passWhenArmed(clock, 100);
    await passWhenArmed(clock, 400);
    await answered;
    t.equal((await story(engine, id)).at(-1), `strategy.failed: answer not understood: ${words}`);
    const [line = '{}', ...more] = lines.splice(0);
    t.match(JSON.parse(line), {
      level: 40,
      msg: 'remote strategy fails',
      interactionId: id,
      words,
    });
    t.strictSame(more, [], 'once, not for each call');
  }
  await engine.erase({ kind: 'visitor', id: 'doe' }, 100, { keyId: 'k', keyName: 'ops' });
  const { items } = await world.store.read('interactions', { reason: 'erased' }, { size: 100 });
  t.equal(items.length, answers.length);
  for (const { id } of items) {
    const told = (await story(engine, id)).filter((line) => line.startsWith('strategy.failed'));
    t.strictSame(
      [...new Set(told)],
      ['strategy.failed: answer not understood'],
      'words are erased',
    );
    await engine.remark(id, { type: 'strategy.failed', detail: 'late', words: 'Ann' });
    t.equal(
      (await story(engine, id)).at(-1),
      'strategy.failed: late',
      'and not written afterwards',
    );
  }
});

t.test('a strategy that answers again is said to, and what flaps is told of once', async (t) => {
  const answers = [{ instruction: 'no' }, engage, { instruction: 'no' }, engage];
  const { url } = await startStrategy(t, (one, number) => one.answer(200, answers[number]));
  lines.length = 0;
  const remote = asking(t);
  for (const _ of [1, 2]) {
    const { id } = await world.invite();
    const answered = remote.ask(id, url);
    await passWhenArmed(clock, 100);
    await answered;
  }
  t.strictSame(
    lines.map((line) => JSON.parse(line).msg),
    ['remote strategy fails', 'remote strategy answers again'],
  );
});

t.test('silence takes back nothing that somebody else has decided', async (t) => {
  const { url, question } = await startStrategy(t);
  const { id } = await world.invite();
  const answered = asking(t, { strategyOnSilence: 'noengage' }).ask(id, url);
  const asked = await question(0);
  await engine.apply(id, { type: 'engage' });
  asked.answer(404);
  await answered;
  t.equal((await engine.get(id))?.state, 'Engaged');
  t.equal((await story(engine, id)).at(-1), 'strategy.failed: status 404');
});

t.test('a strategy that never answers is given up, and its fallback asked', async (t) => {
  const silent = await startStrategy(t);
  const living = await startStrategy(t, (one) => one.answer(200, engage));
  const { id } = await world.invite();
  const answered = asking(t, { strategyFallback: living.url }).ask(id, silent.url);
  for (const [number, delayMs] of [100, 400, 0].entries()) {
    await silent.question(number);
    await clock.advance(2000);
    if (delayMs > 0) await passWhenArmed(clock, delayMs);
  }
  await answered;
  t.same(await story(engine, id), [
    'interaction.created',
    ...Array(3).fill(['strategy.requested: strategy', 'strategy.failed: timeout']).flat(),
    'strategy.requested: fallback',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
  t.equal(
    living.asked[0]?.headers['webhook-id'],
    silent.asked[0]?.headers['webhook-id'],
    'by the same name',
  );
});

t.test('a dead address is retried quickly, and its living fallback decides', async (t) => {
  const living = await startStrategy(t, (one) => one.answer(200, { instruction: 'noengage' }));
  const { id } = await world.invite();
  const answered = asking(t, { strategyFallback: living.url }).ask(id, await deadUrl());
  await passWhenArmed(clock, 100);
  await passWhenArmed(clock, 400);
  await answered;
  t.match(await engine.get(id), { state: 'Failed', reason: 'not_engaged' });
  t.ok((await story(engine, id)).includes('strategy.failed: connection refused'));
});

t.test('an address that is not allowed, or says no, is not asked again', async (t) => {
  const { url, asked } = await startStrategy(t, (one) => one.answer(404));
  const no = await world.invite();
  await asking(t).ask(no.id, url);
  t.equal(asked.length, 1);
  t.equal((await story(engine, no.id)).at(-1), 'strategy.failed: status 404');
  const { id } = await world.invite();
  await asking(t, {}, ['10.0.0.0/8']).ask(id, url);
  t.equal((await story(engine, id)).at(-1), 'strategy.failed: address not allowed');
  t.equal(asked.length, 1);
});

t.test('user data too long for a message is left out, and the message says so', async (t) => {
  const { url, asked } = await startStrategy(t, (one) => one.answer(202));
  const userData = Object.fromEntries(
    Array.from({ length: 5 }, (_, n) => [`Key${n}`, '"'.repeat(4000)]),
  );
  const { id } = await world.invite({ userData });
  await asking(t).ask(id, url);
  const { data } = asked[0]?.body ?? {};
  t.match(data, { truncated: true, interaction: { id, userData: undefined } });
  t.equal((await story(engine, id)).at(-1), 'strategy.answered: calls back');
});
