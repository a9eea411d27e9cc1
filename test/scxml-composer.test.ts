import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Bundle } from '#src/domain/strategies/bundle.js';
import { compile } from '#src/scxml/compile.js';
import type { Action, SessionEvent } from '#src/scxml/host.js';
import { interaction, opening, runOrs } from './support/scxml.js';

// The project in `test/fixtures/scxml` has the shape of what composers write: an entry, two workflows,
// scripts that are included.

const FOLDER = fileURLToPath(
  new URL('../../test/fixtures/scxml/composer-project', import.meta.url),
);
const bundle: Bundle = {
  main: 'main.scxml',
  files: Object.fromEntries(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(scxml|js)$/.test(file))
      .map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]),
  ),
};

const visit =
  (pages: readonly string[]) =>
  (action: Action): SessionEvent | null => {
    if (action.type !== 'fetch') return null;
    const content = action.url.includes('gateway') ? '' : JSON.stringify({ pages });
    return { name: 'session.fetch.done', data: { content } };
  };

const situation = opening({
  interactions: [interaction({ visitId: 'v-7' })],
  statistics: { 'Webengagement Agents': { CurrReadyAgents: 3 } },
});

t.test('has nothing that is wrong or hardly meant', (t) => {
  const { errors, warnings } = compile(bundle);
  t.strictSame(errors, []);
  t.strictSame(warnings, []);
  t.end();
});

t.test('engages a visit whose score is high', async (t) => {
  const { how, actions, states } = await runOrs(t, bundle, {
    opening: situation,
    answers: visit(['home', 'checkout']),
  });
  t.equal(how, 'final');
  t.strictSame(states, ['end']);
  t.match(actions, [
    {
      type: 'fetch',
      url: 'https://shop.example.com/visits',
      method: 'GET',
      timeoutMs: 2000,
      params: { visit: 'v-7' },
      file: join('workflows', 'lookup.scxml'),
      line: 13,
    },
    { type: 'setuData', interactionId: 'ixn-1', data: { score: '50' } },
    {
      type: 'fetch',
      url: 'http://localhost:8081/server/data/gateway/engage',
      method: 'POST',
      params: { interactionId: 'ixn-1', reason: 'score 50' },
    },
  ]);
});

t.test('does not engage one whose score is low, or when nobody is ready', async (t) => {
  const urls = (actions: readonly Action[]) =>
    actions.flatMap((action) => (action.type === 'fetch' ? action.url.split('/').slice(-1) : []));
  const low = await runOrs(t, bundle, { opening: situation, answers: visit(['home']) });
  t.strictSame(urls(low.actions), ['visits', 'noengage']);
  const alone = await runOrs(t, bundle, {
    opening: { ...situation, statistics: {} },
    answers: visit(['checkout', 'checkout']),
  });
  t.strictSame(urls(alone.actions), ['visits', 'noengage']);
});

t.test('its threshold is an option of the session', async (t) => {
  const { actions } = await runOrs(t, bundle, {
    opening: {
      ...situation,
      session: { ...situation.session, options: { threshold: '10' } },
    },
    answers: visit(['home']),
  });
  t.match(actions.at(-1), { url: /\/engage$/ });
});

t.test('gives up with the reason when the server does not answer', async (t) => {
  const { how, actions, log } = await runOrs(t, bundle, {
    opening: situation,
    answers: (action) =>
      action.type === 'fetch'
        ? { name: 'error.session.fetch', data: { error: '503' } }
        : { name: 'interaction.terminate.done' },
  });
  t.equal(how, 'final');
  t.match(actions.at(-1), {
    type: 'terminate',
    interactionId: 'ixn-1',
    reason: 'error: error.session.fetch',
  });
  t.match(log.join('\n'), /failed: \(\{"name":"error\.session\.fetch"/);
});
