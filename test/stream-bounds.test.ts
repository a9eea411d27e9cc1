import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { HEARTBEAT_SECONDS } from '#src/streams/visit-streams.js';
import { turn } from './support/clock.js';
import { options } from './support/lifecycle.js';
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
  const { clock, set, open } = createStreamsByHand();
  let isWelcome = true;
  const who = { isWelcome: () => isWelcome };
  const [withdrawn, other] = [await open('v', who), await open()];
  set();
  await turn();
  await turn();
  t.ok(withdrawn.isOpen);
  isWelcome = false;
  set();
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
  const { change, open } = createStreamsByHand();
  const shown = after(qualified('i1'), 'engage');
  const listeners = {
    page: await open(),
    'a back end': await open('v', { isPage: false }),
    'the token of that interaction': await open('v', { isPage: { of: 'i1' } }),
    'the token of another one': await open('v', { isPage: { of: 'i2' } }),
  };
  change(shown);
  await turn();
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
  change(shown);
  const [own, visit] = [await open('v', { isPage: { of: 'i1' } }), await open()];
  change({ ...after(shown, 'erase'), visitId: null });
  await turn();
  t.match(own.text, /event: revoke/);
  t.ok(own.ended);
  t.ok(visit.isOpen, 'the visit goes on');
});

t.test('it ends, too, where the interaction was over before it began', async (t) => {
  const { change, open } = createStreamsByHand();
  const over = after(qualified('i1'), 'noengage');
  change(over);
  const own = await open('v', { isPage: { of: 'i1' } });
  t.ok(own.isOpen);
  change({ ...after(over, 'erase'), visitId: null });
  await turn();
  t.ok(own.ended);
});

t.test('who connects is never told a state that a commit overtook', async (t) => {
  const { change, state, open } = createStreamsByHand();
  const shown = after(qualified('i1'), 'engage');
  const gone = after(shown, 'noengage');
  change(shown);
  let reads = 0;
  state.reading = async () => {
    reads += 1;
    // Committed while what was so is on its way to who reads it.
    if (reads === 1) change(gone);
  };
  const page = await open();
  t.ok(reads > 1);
  t.notMatch(page.text, /invitation/);
});

t.test('who is told anew is never told a state that a commit overtook', async (t) => {
  const { change, set, state, open } = createStreamsByHand();
  const shown = after(qualified('i1'), 'engage');
  const gone = after(shown, 'noengage');
  change(shown);
  const page = await open();
  let answer: () => void = () => t.fail('nobody asked');
  state.reading = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  set([{ since: 0, values: options({ engagementExpirationTime: 45 }) }]);
  await turn();
  state.reading = async () => {};
  change(gone);
  answer();
  await turn();
  await turn();
  t.match(page.text, /event: revoke/);
  t.notMatch(page.text, /event: update/, 'the invitation is not alive again');
});

t.test('a page is told anew when its deadline is another', async (t) => {
  const { change, set, open } = createStreamsByHand();
  change(after(qualified('i1'), 'engage'));
  const page = await open();
  set();
  await turn();
  t.notMatch(page.text, /event: update/);
  set([{ since: 0, values: options({ engagementExpirationTime: 45 }) }]);
  await turn();
  t.match(page.text, /event: update/);
});
