import t from 'tap';
import { SESSION_LIMITS } from '#src/domain/strategies/session-limits.js';
import type { Ended, Host } from '#src/scxml/host.js';
import { createInterpreters } from '#src/scxml/pool.js';
import { opening, ors, single } from './support/scxml.js';

// Documents that want everything: each ends by the limit that it ran into, in the real thread, while
// another session decides beside it.

const script = (source: string): string =>
  ors(`<state id="s"><onentry><script><![CDATA[${source}]]></script></onentry>
    <transition event="error.execution" target="t"/></state><final id="t"/>`);

/** What others wait at most, in milliseconds. */
const WAIT_MS = 1_000;

const quiet: Host = { act: async () => null };
const version = (text: string) => ({ sha256: text, bundle: single(text) });
const beside = version(
  ors(`<state id="a"><onentry><session:fetch srcexpr="'http://a.example/'"/></onentry>
    <transition event="session.fetch.done" target="b"/></state><final id="b"/>`),
);
const answering: Host = {
  act: async () => ({ name: 'session.fetch.done', data: { content: '{}' } }),
};

const interpreters = createInterpreters();
t.teardown(() => interpreters.close());

let sessions = 0;
const run = (text: string, host = quiet): Promise<Ended> => {
  sessions += 1;
  return interpreters.run(version(text), opening({ sessionId: `s-${sessions}` }), host);
};

/** What a session takes from the start of its thread: a machine with much else to do needs more for all. */
async function measurePace(): Promise<number> {
  const alone = createInterpreters();
  const began = performance.now();
  await alone.run(beside, opening({ sessionId: 'alone' }), answering);
  const tookMs = performance.now() - began;
  await alone.close();
  return tookMs;
}

/** Runs something hostile, and something else that must not have to wait for it. */
async function runBeside(
  text: string,
): Promise<Ended & { readonly othersMs: number; readonly mayMs: number }> {
  const paceMs = await measurePace();
  const hostile = run(text);
  const began = performance.now();
  await interpreters.run(beside, opening({ sessionId: `beside-${sessions}` }), answering);
  const othersMs = performance.now() - began;
  return { ...(await hostile), othersMs, mayMs: WAIT_MS + 4 * paceMs };
}

/** On a machine with much else to do, the clock may come first. */
const KILLED = {
  'an endless loop': ['for (;;) {}', /^(interrupts|evaluationMs)$/],
  'one that catches everything': [
    'for (;;) { try { for (;;) {} } catch (e) {} }',
    /^(interrupts|evaluationMs)$/,
  ],
  'an expression that backtracks': [
    '/(a+)+$/.test("a".repeat(60) + "b")',
    /^(interrupts|evaluationMs)$/,
  ],
  'an array without an end': [
    'var a = []; for (;;) a.push({ a: a.length })',
    /^(memoryBytes|interrupts|evaluationMs)$/,
  ],
  'typed arrays': ['var b = []; for (;;) b.push(new Uint8Array(1e6))', /^memoryBytes$/],
  'an array that catches its end': [
    'var a = []; for (;;) { try { a.push(new Array(1000).fill(1)) } catch (e) { a = [] } }',
    /^(memoryBytes|interrupts|evaluationMs)$/,
  ],
  'searching long texts': [
    'var s = "x".repeat(1e6); for (;;) s.indexOf("y")',
    /^(interrupts|evaluationMs)$/,
  ],
  'logging without an end': ['for (;;) __Log("x".repeat(1e5))', /^(interrupts|evaluationMs)$/],
  'raising without an end': ['for (;;) { try { __Raise("x") } catch (e) {} }', /^events$/],
  'setting data without an end': ['for (;;) _genesys.ixn.setuData({ a: 1 })', /^actions$/],
} as const;

for (const [what, [source, limit]] of Object.entries(KILLED))
  t.test(what, async (t) => {
    const ended = await runBeside(script(source));
    t.equal(ended.how, 'killed', ended.detail ?? '');
    t.match(ended.limit, limit);
    t.ok(ended.othersMs < ended.mayMs, `the other session took ${Math.round(ended.othersMs)} ms`);
  });

const CAUGHT = {
  recursion: 'function f() { return f() + 1; } f();',
  'deep JSON': 'JSON.parse("[".repeat(1e5) + "]".repeat(1e5))',
  'an array of nothing': 'new Array(1e9).join("x")',
  'a string that doubles': 'var s = "x"; for (;;) s += s + s.length',
  'a text that is too long': '"x".repeat(2e9)',
  'data that is too deep to leave':
    'var d = {}; for (var i = 0; i < 40; i++) d = { d: d }; _genesys.ixn.setuData(d)',
  'data that is too large to leave': '_genesys.ixn.setuData({ a: "x".repeat(1e5) })',
} as const;

for (const [what, source] of Object.entries(CAUGHT))
  t.test(`${what} is an error of the script`, async (t) => {
    const { how, states, limit } = await run(script(source));
    t.strictSame({ how, states, limit }, { how: 'final', states: ['t'], limit: null });
  });

t.test('storms of events and transitions end', async (t) => {
  const send = (content: string): string =>
    ors(`<state id="s"><transition event="go" target="s"/><onentry>${content}</onentry></state>`);
  const cases: readonly (readonly [string, string])[] = [
    [
      ors(
        '<state id="a"><transition target="b"/></state><state id="b"><transition target="a"/></state>',
      ),
      'macrostepMicrosteps',
    ],
    [send(`<send event="'go'"/><send event="'go'"/>`), 'events'],
    [send(`<raise event="go"/>`), 'events'],
    [send(`<send event="'late'" delay="'1h'"/>`.repeat(40)), 'timers'],
    [send(`<session:fetch srcexpr="'http://a.example/'"/>`.repeat(10)), 'fetches'],
    [
      send(
        `<script>var x = 'x'.repeat(1e6);</script>${`<send event="'e'" delay="'1h'"><param name="x" expr="x"/></send>`.repeat(3)}`,
      ),
      'waitingChars',
    ],
    [
      ors(
        `<state id="a">${'<invoke><content><scxml><state/></scxml></content></invoke>'.repeat(6)}</state>`,
      ),
      'children',
    ],
    [
      ors(`<state id="s"><onentry><script>var many = new Array(1e4).fill(1);</script>
        <foreach array="many" item="one"><assign location="one" expr="2"/></foreach></onentry></state>`),
      'evaluations',
    ],
    [
      ors(`<state id="s"><onentry><script>for (var i = 0; i &lt; 5e5; i++);</script></onentry>
        <transition target="s"/></state>`),
      'sessionInterrupts',
    ],
  ];
  for (const [text, limit] of cases) {
    const { how, limit: ran, detail } = await run(text);
    t.strictSame({ how, limit: ran }, { how: 'killed', limit }, `${limit}: ${detail}`);
  }
});

t.test('nothing of a session is seen by another', async (t) => {
  await run(
    script(`Object.prototype.polluted = 1; Array.prototype.push = null; JSON.stringify = null;
      Math.random = function () { return 0; }; leaked = 'secret';`),
  );
  const { trace } = await run(
    script(
      `__Log([typeof leaked, {}.polluted, typeof [].push, typeof JSON.stringify, Math.random() > 0].join());`,
    ),
  );
  t.match(JSON.stringify(trace), 'undefined,,function,function,true');
});

t.test('there is nothing to reach outside', async (t) => {
  const { trace } = await run(
    script(`var names = ['process', 'require', 'fetch', 'XMLHttpRequest', 'WebAssembly', 'setTimeout',
        'postMessage', '__host', 'performance', 'std', 'os', 'Worker', 'Atomics.wait'];
      __Log(names.filter(function (name) { try { return typeof eval(name) !== 'undefined'; } catch (e) { return false; } }).join());
      __Log(String((function () { return this; }).constructor('return typeof process')()));`),
  );
  t.strictSame(trace.flatMap(({ log }) => log).slice(0, 2), ['', 'undefined']);
});

t.test('an evaluation that nothing stops costs its own session only', async (t) => {
  const before = interpreters.stats().replaced;
  // The engine does not look up from it once, for seconds.
  const ended = await runBeside(script('String(3n ** 600000n)'));
  t.match(ended, { how: 'killed', limit: 'evaluationMs' }, ended.detail ?? '');
  t.ok(ended.othersMs < ended.mayMs, `the other session took ${Math.round(ended.othersMs)} ms`);
  t.equal(interpreters.stats().replaced, before + 1, 'the thread was replaced');
});

t.test('memory stays where it was', async (t) => {
  const greedy = script('var a = []; for (;;) a.push("x".repeat(1000) + a.length)');
  await run(greedy);
  const before = process.memoryUsage().rss;
  await Promise.all(Array.from({ length: 16 }, () => run(greedy)));
  const grown = process.memoryUsage().rss - before;
  t.ok(grown < 64 * 1024 * 1024, `grown by ${Math.round(grown / 1024 / 1024)} MB`);
  t.ok(SESSION_LIMITS.memoryBytes <= 8 * 1024 * 1024);
});
