import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAX_LINES = 300;

/** The TypeScript files below a folder of the repository, with their texts. */
function filesOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

const sources = filesOf('src');
const tests = filesOf('test');

/** What a source imports from the house; types alone bind nobody at run time. */
function importsOf({ path, text }: { readonly path: string; readonly text: string }) {
  return [...text.matchAll(/^(?:import|export) (type )?[^;]*?from '(\.[^']+)';/gms)].map(
    ([, type, target = '']) => ({
      isType: type !== undefined,
      target: normalize(join(dirname(path), target)).replace(/\.js$/, '.ts'),
    }),
  );
}

/** Which folders may be imported from where, for those that keep to themselves. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  'src/domain/': ['src/domain/'],
  'src/decisions/': ['src/decisions/', 'src/domain/', 'src/ids.ts'],
  'src/store/': ['src/store/', 'src/decisions/', 'src/domain/', 'src/clock.ts', 'src/ids.ts'],
};
/** Those who put a store together, or look after its files. */
const KNOWS_STORES = /^src\/compose\.ts$|^src\/cli\/|^src\/store\//;

t.test('imports point inwards: the core knows nobody, and only the root knows a store', (t) => {
  const wrong: string[] = [];
  for (const source of sources)
    for (const { target, isType } of importsOf(source)) {
      const [, allowed] =
        Object.entries(DIRECTIONS).find(([folder]) => source.path.startsWith(folder)) ?? [];
      const outside = allowed && !isType && !allowed.some((folder) => target.startsWith(folder));
      const concrete = target.startsWith('src/store/sqlite/') && !KNOWS_STORES.test(source.path);
      if (outside || concrete) wrong.push(`${source.path} imports ${target}`);
    }
  t.strictSame(wrong, []);
  t.end();
});

t.test('no module needs, at run time, one that needs it', (t) => {
  const needs = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap(({ isType, target }) => (isType ? [] : [target])),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  function visit(path: string, trail: readonly string[]): void {
    if (trail.includes(path)) circles.push([...trail, path].join(' → '));
    else if (!done.has(path)) {
      for (const next of needs.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    }
  }
  for (const path of needs.keys()) visit(path, []);
  t.strictSame(circles, []);
  t.end();
});

t.test(`a file is one subject, of at most ${MAX_LINES} lines`, (t) => {
  const long = [...sources, ...tests, ...filesOf('bench')].filter(
    ({ text }) => text.split('\n').length - 1 > MAX_LINES,
  );
  t.strictSame(
    long.map(({ path }) => path),
    [],
  );
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
  // Pages run on the clocks of their visitors.
  const isPage = (path: string): boolean => path.startsWith('src/web/');
  const clocks = /Date\.now\(|new Date\(\)|\bset(Timeout|Interval)\(/;
  const elsewhere = sources.filter(
    ({ path, text }) => path !== 'src/clock.ts' && !isPage(path) && clocks.test(text),
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
    const files = readdirSync(join(ROOT, 'migrations/sqlite')).sort();
    for (const [index, file] of files.entries()) {
      t.match(file, new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.sql$`));
      const text = readFileSync(join(ROOT, 'migrations/sqlite', file), 'utf8');
      t.match(text, /^-- What: .+\n(-- .+\n)*?-- Why: .+\n(-- .+\n)*?-- Breaking: .+\n/);
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
