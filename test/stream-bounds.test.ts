import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { HEARTBEAT_SECONDS } from '#src/streams/visit-streams.js';
import { turn } from './support/clock.js';
import { after, createStreamsByHand, qualified } from './support/streams-by-hand.js';

t.test('streams have a bound for each address, and one in all', async (t) => {
  const { streams, open } = createStreamsByHand();
  const { streamsPerAddress, streams: inAll } = LIMITS;
  let visits = 0;
  const openSome = async (many: number, network: string) => {
    const pages = [];
    for (let n = 0; n < many; n += 1) pages.push(await open(`v${visits++}`, { network }));
    return pages;
  };
  const [first] = await openSome(streamsPerAddress.most, '192.0.2.1');
  await t.rejects(open('v', { network: '192.0.2.1' }), {
    code: 'too_many_requests',
    detail: /192\.0\.2\.1 .*TRUST_PROXY/,
    headers: { 'retry-after': '60' },
  });
  first?.end();
  await open('v', { network: '192.0.2.1' });
  for (let n = 2; streams.count() < inAll.most; n += 1)
    await openSome(Math.min(streamsPerAddress.most, inAll.most - streams.count()), `192.0.2.${n}`);
  await t.rejects(open('w', { network: '198.51.100.1' }), { code: 'overloaded' });
  t.equal(streams.count(), inAll.most);
  streams.close();
  t.equal(streams.count(), 0);
});

t.test('of one visit the newest streams are kept, whoever holds the old ones', async (t) => {
  const { streams, open } = createStreamsByHand();
  const pages = [];
  for (let n = 0; n < LIMITS.streamsPerVisit.most + 2; n += 1) pages.push(await open());
  t.strictSame(
    pages.map(({ isOpen }) => isOpen),
    pages.map((_, index) => index >= 2),
  );
  t.equal(streams.count(), LIMITS.streamsPerVisit.most);
});

t.test('a heartbeat that cannot be written ends its stream', async (t) => {
  const { streams, clock, open } = createStreamsByHand();
  const [dead, alive] = [await open(), await open()];
  dead.writableLength = 1;
  await clock.advance(HEARTBEAT_SECONDS * 1000);
  await turn();
  t.ok(dead.destroyed);
  t.ok(alive.isOpen);
  t.match([streams.count(), streams.dropped()], [1, 1]);
});

t.test('a stream ends with its credential, at once or at the next heartbeat', async (t) => {
  const { clock, commit, open } = createStreamsByHand();
  let isWelcome = true;
  const who = { isWelcome: () => isWelcome };
  const [withdrawn, other] = [await open('v', who), await open()];
  commit({ credentials: true });
  await turn();
  await turn();
  t.ok(withdrawn.isOpen);
  isWelcome = false;
  commit({ credentials: true });
  await turn();
  await turn();
  t.ok(withdrawn.ended, 'revoked');
  isWelcome = true;
  const expiring = await open('v', who);
  isWelcome = false;
  await clock.advance(HEARTBEAT_SECONDS * 1000);
  t.ok(expiring.ended, 'expired');
  t.ok(other.isOpen);
});

t.test('only the page itself is told what answers for it', async (t) => {
  const { change, state, open } = createStreamsByHand();
  const first = qualified('i1');
  const shown = after(first, 'engage');
  const listeners = {
    page: await open(),
    'a back end': await open('v', { isPage: false }),
    'the token of that interaction': await open('v', { isPage: { of: 'i1' } }),
    'the token of another one': await open('v', { isPage: { of: 'i2' } }),
  };
  change(first, shown);
  state.visit = async (visitId) => ({ visitId, live: shown, blockedUntil: null });
  const late = {
    'a late page': await open(),
    'a late back end': await open('v', { isPage: false }),
  };
  const told = Object.entries({ ...listeners, ...late }).map(([who, { text }]) => [
    who,
    text.includes('event: invitation'),
    text.includes('wit_i1'),
  ]);
  t.strictSame(told, [
    ['page', true, true],
    ['a back end', true, false],
    ['the token of that interaction', true, true],
    ['the token of another one', true, false],
    ['a late page', true, true],
    ['a late back end', true, false],
  ]);
});

t.test('the stream of an erased interaction ends with its token', async (t) => {
  const { change, open } = createStreamsByHand();
  const shown = after(qualified('i1'), 'engage');
  const [own, visit] = [await open('v', { isPage: { of: 'i1' } }), await open()];
  change(shown, { ...after(shown, 'erase'), visitId: null });
  t.match(own.text, /event: revoke/);
  t.ok(own.ended);
  t.ok(visit.isOpen, 'the visit goes on');
});

t.test('who connects is never told a state that a commit overtook', async (t) => {
  const { change, state, open } = createStreamsByHand();
  const shown = after(qualified('i1'), 'engage');
  const gone = after(shown, 'noengage');
  let reads = 0;
  state.visit = async (visitId) => {
    reads += 1;
    if (reads > 1) return { visitId, live: null, blockedUntil: null };
    // Committed while what was so is on its way to who reads it.
    queueMicrotask(() => change(shown, gone));
    return { visitId, live: shown, blockedUntil: null };
  };
  const page = await open();
  t.equal(reads, 2);
  t.notMatch(page.text, /invitation/);
});

t.test('who is told anew is never told a state that a commit overtook', async (t) => {
  const { change, commit, state, open } = createStreamsByHand();
  const page = await open();
  const shown = after(qualified('i1'), 'engage');
  const gone = after(shown, 'noengage');
  let answer: () => void = () => t.fail('nobody asked');
  state.visit = (visitId) =>
    new Promise((resolve) => {
      answer = () => resolve({ visitId, live: shown, blockedUntil: null });
    });
  const option = { name: 'x', version: 2, value: '1', at: 0, by: 'ops' };
  commit({ options: [option] });
  await turn();
  change(shown, gone);
  answer();
  await turn();
  t.match(page.text, /event: revoke/);
  t.notMatch(page.text, /event: update/, 'the invitation is not alive again');
  commit({ options: [option] });
  await turn();
  answer();
  await turn();
  t.match(page.text, /event: update/, 'and what nothing overtook is told');
});
