import t from 'tap';
import type { Action, Host, SessionEvent } from '#src/scxml/host.js';
import { createInterpreters } from '#src/scxml/pool.js';
import { interaction, opening, ors, single } from './support/scxml.js';

// Sessions in their thread: what comes in, what goes out, and what happens when it is lost.

const version = (text: string) => ({ sha256: text, bundle: single(text) });
const real = (sessionId: string) => opening({ sessionId, clock: 'real' });

const FETCH = `<session:fetch srcexpr="'http://a.example/'"/>`;
const asking = version(
  ors(`<state id="a"><onentry>${FETCH}</onentry>
    <transition event="session.fetch.done" target="b"/><transition event="error.session.fetch" target="c"/></state>
    <final id="b"><onentry><log expr="_event.data.content"/></onentry></final>
    <final id="c"><onentry><log expr="_event.data.error"/></onentry></final>`),
);

t.test('a session is run to its end, and counted', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(() => interpreters.close());
  const ended = await interpreters.run(asking, real('one'), {
    act: async () => ({ name: 'session.fetch.done', data: { content: 'hello' } }),
  });
  t.match(ended, { how: 'final', limit: null, states: ['b'] });
  t.match(ended.trace.at(-1), {
    event: 'session.fetch.done',
    exited: ['a'],
    entered: ['b'],
    transitions: [{ file: 'main.scxml', line: 4 }],
    log: ['hello'],
  });
  const failed = await interpreters.run(asking, real('two'), {
    act: async () => {
      throw new Error('no way there');
    },
  });
  t.match(failed, { states: ['c'], trace: [{}, { log: ['no way there'] }] });
  t.strictSame(interpreters.stats(), {
    running: 0,
    waiting: 0,
    ended: { final: 2, stopped: 0, killed: 0, failed: 0 },
    replaced: 0,
  });
});

t.test('delays pass in real time, events come from outside', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(() => interpreters.close());
  const text = ors(`<state id="a"><onentry><send event="'soon'" delay="'20ms'"/></onentry>
      <transition event="soon" target="b"/></state>
    <state id="b"><onentry>${FETCH}</onentry>
      <transition event="interaction.deleted" target="c"><log expr="_event.data.interactionid"/></transition></state>
    <final id="c"/>`);
  let send: (event: SessionEvent) => void = () => {};
  const ended = await interpreters.run(
    version(text),
    opening({ clock: 'real', interactions: [interaction()] }),
    {
      listen: (given) => {
        send = given;
      },
      act: async () => {
        send({ name: 'interaction.deleted', data: { interactionid: 'ixn-1' } });
        return null;
      },
    },
  );
  t.match(ended, { how: 'final', states: ['c'] });
  t.match(ended.trace.at(-1), { event: 'interaction.deleted', log: ['ixn-1'] });
});

t.test('a session is stopped from outside, or when nothing is to come', async (t) => {
  const interpreters = createInterpreters();
  const waiting = version(ors('<state id="a"/>'));
  t.match(await interpreters.run(waiting, real('alone'), { act: async () => null }), {
    how: 'stopped',
    detail: /nothing is to come/,
  });
  const listening: Host = { act: async () => null, listen: () => {} };
  const stop = new AbortController();
  const stopped = interpreters.run(waiting, real('stopped'), listening, stop.signal);
  const acted = new Promise<void>((resolve) => {
    const host: Host = {
      async act() {
        resolve();
        return new Promise(() => {});
      },
    };
    void interpreters.run(asking, real('closed'), host).then((ended) => {
      t.match(ended, { how: 'stopped', detail: 'from outside' });
    });
  });
  await acted;
  stop.abort();
  t.match(await stopped, { how: 'stopped', detail: 'from outside' });
  t.match(await interpreters.run(waiting, real('late'), listening, stop.signal), {
    how: 'stopped',
  });
  await interpreters.close();
  t.match(await interpreters.run(waiting, real('after'), listening), { how: 'stopped' });
  t.equal(interpreters.stats().ended.stopped, 3);
});

t.test('sixteen sessions run at a time, others wait for their turn', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(() => interpreters.close());
  const answers: (() => void)[] = [];
  let reached: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const host: Host = {
    act: () =>
      new Promise((resolve) => {
        answers.push(() => resolve({ name: 'session.fetch.done', data: { content: '' } }));
        if (answers.length === 16) reached();
        if (answers.length > 16) answers.at(-1)?.();
      }),
  };
  const runs = Array.from({ length: 20 }, (_, at) =>
    interpreters.run(asking, real(`s${at}`), host),
  );
  await all;
  t.match(interpreters.stats(), { running: 16, waiting: 4 });
  for (const answer of [...answers]) answer();
  const ends = await Promise.all(runs);
  t.ok(ends.every(({ how }) => how === 'final'));
});

t.test('what ran in a lost thread runs again, once, and asks the same', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(() => interpreters.close());
  const asked: Action[] = [];
  // Two fetches, so that the thread is lost between a question and its answer.
  const twice = version(
    ors(`<state id="a"><onentry>${FETCH}</onentry><transition event="session.fetch.done" target="b"/></state>
      <state id="b"><onentry>${FETCH}</onentry><transition event="session.fetch.done" target="c"/></state>
      <final id="c"/>`),
  );
  const hang = version(
    ors('<state><onentry><script>String(3n ** 600000n)</script></onentry></state>'),
  );
  let hung: Promise<unknown> | undefined;
  const ended = await interpreters.run(twice, real('again'), {
    async act(action) {
      asked.push(action);
      if (asked.length === 2) {
        hung = interpreters.run(hang, real('hang'), { act: async () => null });
        return new Promise(() => {});
      }
      return { name: 'session.fetch.done', data: { content: '' } };
    },
  });
  t.match(ended, { how: 'final', states: ['c'] });
  t.match(await hung, { how: 'killed', limit: 'evaluationMs' });
  const ids = asked.map((action) => ('requestId' in action ? action.requestId : ''));
  t.equal(asked.length, 4);
  t.strictSame(ids.slice(2), ids.slice(0, 2), 'with the same ids');
  t.strictSame(
    asked.map(({ ordinal }) => ordinal),
    [0, 1, 0, 1],
  );
  t.equal(interpreters.stats().replaced, 1);
});

t.test('a bundle is checked in the thread, its scripts too', async (t) => {
  const interpreters = createInterpreters();
  t.teardown(() => interpreters.close());
  const good = await interpreters.check(
    single(ors(`<state id="a"><onentry>${FETCH}</onentry></state>`)),
  );
  t.strictSame(good, { errors: [], warnings: [] });
  const { errors, warnings } = await interpreters.check(
    single(
      ors(`\n<script>function (</script>\n<state id="a"><onentry>${FETCH}
<assign location="_data.x" expr="1 +"/></onentry><transition cond="a b" target="a"/></state>`),
    ),
  );
  t.strictSame(errors, []);
  t.strictSame(
    warnings.map(({ line, detail }) => `${line} ${detail.replace(/: .*/, '')}`),
    ['4 the script does not parse', '6 `1 +` does not parse', '6 `a b` does not parse'],
  );
  const bad = await interpreters.check(single('<scxml'));
  t.equal(bad.errors.length > 0, true);
  t.match(await interpreters.run(version('<scxml'), real('bad'), { act: async () => null }), {
    how: 'failed',
    detail: 'the bundle has errors',
  });
});

t.test('without an engine sessions fail, and a later one tries again', async (t) => {
  let tries = 0;
  const interpreters = createInterpreters(() => {
    tries += 1;
    return Promise.reject(new Error('no such file'));
  });
  for (const sessionId of ['a', 'b'])
    t.match(await interpreters.run(asking, real(sessionId), { act: async () => null }), {
      how: 'failed',
      detail: /no such file/,
    });
  t.equal(tries, 2);
  await t.rejects(interpreters.check(single('')), /no such file/);
  await interpreters.close();
});
