import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import {
  circlesOf,
  idleQueries,
  impurities,
  longFiles,
  ROOMS,
  type Source,
  seamFaults,
  strayImports,
} from './support/house.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAX_LINES = 300;

/** The TypeScript files below a folder of the repository, with their texts. */
function filesOf(folder: string): readonly Source[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.split(sep).includes('node_modules'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

const sources = filesOf('src');
const tests = filesOf('test');

t.test(
  'imports point inwards, types too: no room looks up, and only the root knows a driver',
  (t) => {
    t.strictSame(strayImports(sources), []);
    const looking = new Map(Object.entries(ROOMS));
    for (const [room, others] of looking)
      for (const other of others) t.ok(looking.has(other), `${room} looks into ${other}`);
    t.end();
  },
);

t.test(
  'the core imports nothing but itself and the schema builder, and touches no machine',
  (t) => {
    t.strictSame(impurities(sources), []);
    t.end();
  },
);

t.test('no module needs, at run time, one that needs it', (t) => {
  t.strictSame(circlesOf(sources), []);
  t.end();
});

t.test('the store has at most ten methods, and no property', (t) => {
  t.strictSame(seamFaults(sources), []);
  t.end();
});

t.test('every question of the store is asked, and is in its suite', (t) => {
  t.strictSame(idleQueries(sources, filesOf('test/store')), []);
  t.end();
});

t.test('each rule of the house sees the fault that it is there for', (t) => {
  const at = (path: string): Source =>
    sources.find((source) => source.path === path) ?? { path, text: '' };
  /** The house with something more in one of its files. */
  const planted = (path: string, text: string): readonly Source[] => [
    ...sources.filter((source) => source.path !== path),
    { path, text: `${at(path).text}\n${text}\n` },
  ];
  const core = 'src/domain/interactions/clocks.ts';
  const decisions = 'src/decisions/once.ts';
  const impure = {
    "import type { Log } from '../../log/log.js';": core,
    "import { hash } from 'node:crypto';": core,
    "type Log = import('../log/log.js').Log;": decisions,
    "import type { FastifyRequest } from 'fastify';": decisions,
    'export const home = process.env.HOME;': core,
    'export const now = Date.now();': decisions,
    'export const later = setTimeout(() => {}, 1);': core,
  };
  for (const [text, path] of Object.entries(impure))
    t.equal(impurities(planted(path, text)).length, 1, text);
  const up = {
    "import type { Engine } from '../engine/engine.js';": 'src/store/page.ts',
    "export type { Store } from './sqlite/sqlite.js';": 'src/store/page.ts',
    "const app = import('../http/app.js');": 'src/settings/once.ts',
    "import { openDatabase } from '../store/sqlite/open.js';": 'src/engine/expiry.ts',
    "import '../../streams/roll.js';": 'src/http/strategy/views.ts',
    "import { visits } from './site/visits.js';": 'src/http/app.ts',
  };
  for (const [text, path] of Object.entries(up))
    t.equal(strayImports(planted(path, text)).length, 1, text);
  const circle = "import './transition.js';";
  t.not(circlesOf(planted('src/domain/interactions/vocabulary.ts', circle)).length, 0);
  const long = planted(core, '\n'.repeat(MAX_LINES));
  t.strictSame(longFiles(long, MAX_LINES), [core]);

  const seam = at('src/store/store.ts');
  const withMember = (member: string): readonly Source[] => [
    { ...seam, text: seam.text.replace('export interface Store {', `$&\n  ${member}`) },
  ];
  t.match(seamFaults(withMember('peek(id: string): void;')), [/11 methods/]);
  t.match(seamFaults(withMember('readonly outbox: object;')), [/11 methods/, /a property/]);

  const queries = at('src/store/queries.ts');
  const asked = [
    ...sources.filter(({ path }) => path !== queries.path),
    { ...queries, text: queries.text.replace('QUERIES = {', "$&\n  weather: 'key',") },
  ];
  t.strictSame(idleQueries(asked, filesOf('test/store')), [
    'weather is never asked',
    'weather is not in the suite',
  ]);
  t.end();
});

t.test(`a file is one subject, of at most ${MAX_LINES} lines`, (t) => {
  const all = [...sources, ...tests, ...filesOf('bench'), ...filesOf('tools')];
  t.strictSame(longFiles(all, MAX_LINES), []);
  t.end();
});

t.test('no folder is named after nothing in particular', (t) => {
  const vague = /\/(utils?|helpers?|common|services|models|types|misc|lib)(\/|\.ts$)/;
  t.strictSame(
    sources.map(({ path }) => path).filter((path) => vague.test(path)),
    [],
  );
  t.end();
});

t.test('time is read and waited for in one place', (t) => {
  const CLOCK = ['src/service-time.ts', 'src/clock.ts'];
  // Pages run on the clocks of their visitors.
  const isPage = (path: string): boolean => path.startsWith('src/web/');
  const clocks = /Date\.now\(|new Date\(\)|\bset(Timeout|Interval)\(/;
  const elsewhere = sources.filter(
    ({ path, text }) => !CLOCK.includes(path) && !isPage(path) && clocks.test(text),
  );
  t.strictSame(
    elsewhere.map(({ path }) => path),
    [],
  );
  const sleepers = tests.filter(
    ({ path, text }) =>
      basename(path) !== 'tidy.test.ts' &&
      /(?<!t\.)\bset(Timeout|Interval)\(|timers\/promises/.test(text),
  );
  t.strictSame(
    sleepers.map(({ path }) => path),
    [],
    'tests await what the service exposes',
  );
  t.end();
});

t.test('every title of a test is there once', (t) => {
  const titles = tests.flatMap(({ text }) =>
    [...text.matchAll(/\bt\.test\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, title = '']) => title),
  );
  t.ok(titles.length > 100);
  t.strictSame(
    titles.filter((title, index) => titles.indexOf(title) !== index),
    [],
  );
  t.end();
});

t.test(
  'migrations are numbered without gaps, and each says what, why and whether it breaks',
  (t) => {
    const filesOf = (driver: string) => readdirSync(join(ROOT, 'migrations', driver)).sort();
    for (const driver of ['sqlite', 'postgres']) {
      for (const [index, file] of filesOf(driver).entries()) {
        t.match(file, new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.sql$`));
        const text = readFileSync(join(ROOT, 'migrations', driver, file), 'utf8');
        t.match(text, /^-- What: .+\n(-- .+\n)*?-- Why: .+\n(-- .+\n)*?-- Breaking: .+\n/);
      }
      t.strictSame(filesOf(driver), filesOf('sqlite'), 'both have the same, whatever that takes');
    }
    t.end();
  },
);

t.test('an exported function says what it does, or what it makes says it', (t) => {
  const silent = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/(.*)\nexport (?:async )?function (\w+)/g)]
      .filter(([, before = '', name = '']) => !before.endsWith('*/') && !/^create/.test(name))
      .map(([, , name]) => `${path} ${name}`),
  );
  t.strictSame(silent, []);
  t.end();
});

t.test('everybody who is told a Node is told the same one', (t) => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const node = read('.nvmrc').trim();
  t.match(node, /^\d+$/);
  const images = [...read('Dockerfile').matchAll(/^FROM node:(\d+)-/gm)].map(([, major]) => major);
  t.strictSame(images, [node, node]);
  const oldest = (JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node;
  t.match(read('README.md'), `Node ${oldest.replace(/^>=(.+)\.0$/, '$1')} or later`);
  t.end();
});

t.test('every dependency earns its place in a line', (t) => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >;
  const rows = read('docs/decisions/0008-dependencies.md').matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm);
  const named = [...rows].flatMap(([, names = '']) => names.split(', '));
  const needed = Object.keys({ ...dependencies, ...devDependencies });
  t.strictSame(named.filter((name) => name !== 'package' && name !== '---').sort(), needed.sort());
  t.end();
});
