import { codeOf, importsOf, type Source } from './imports.js';

export type { Source } from './imports.js';

/** The lowest floor: nothing but themselves, and of packages the schema builder. */
const PURE = ['src/domain/', 'src/decisions/'];
const CORE = ['domain', 'domain/pacing', 'decisions'];
/** What lies beside everything. */
const HTTP = ['http/shapes', 'http/server'];
const BESIDE = ['service-time.ts', 'clock.ts', 'ids.ts', 'log'];

/** Each room of the house, and into which others it may look: none looks up, and none in a circle. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // By itself: what it works with is numbers.
  'domain/pacing': [],
  domain: ['domain/pacing'],
  decisions: ['domain', 'domain/pacing'],
  text: ['domain'],
  'service-time.ts': [],
  'clock.ts': ['service-time.ts'],
  'ids.ts': [],
  'version.ts': [],
  log: ['clock.ts'],
  'clock-watch.ts': ['service-time.ts', 'clock.ts', 'log'],
  config: ['domain', 'log', 'text'],
  calls: ['domain', 'clock.ts'],
  store: [...CORE, 'clock.ts'],
  'store/sqlite': [...CORE, ...BESIDE, 'version.ts', 'store'],
  'store/postgres': [...CORE, ...BESIDE, 'store'],
  // A thread that knows nothing of the service.
  scxml: ['domain', 'clock.ts'],
  engine: [...CORE, ...BESIDE, 'store'],
  settings: [...CORE, ...BESIDE, 'store', 'calls', 'scxml'],
  strategy: [...CORE, ...BESIDE, 'store', 'calls', 'engine', 'scxml'],
  webhooks: [...CORE, ...BESIDE, 'store', 'calls'],
  streams: [...CORE, ...BESIDE, 'store', 'engine', 'settings'],
  parts: [
    ...CORE,
    'service-time.ts',
    'clock.ts',
    'clock-watch.ts',
    'store',
    'engine',
    'scxml',
    'strategy',
    'webhooks',
    'streams',
  ],
  'metrics.ts': [...CORE, 'version.ts', 'store', 'parts'],
  'health.ts': ['log', 'store', 'parts'],
  'http/shapes': [...CORE, 'store'],
  'http/server': [
    ...CORE,
    ...BESIDE,
    'text',
    'store',
    'calls',
    'engine',
    'settings',
    'metrics.ts',
    'http/shapes',
  ],
  'http/site': [...CORE, 'ids.ts', 'text', 'store', 'engine', 'settings', 'streams', ...HTTP],
  'http/agent': [...CORE, 'store', 'engine', 'settings', 'streams', 'http/shapes', 'http/server'],
  'http/strategy': [...CORE, 'clock.ts', 'ids.ts', 'text', 'calls', 'engine', 'settings', ...HTTP],
  'http/admin': [
    ...CORE,
    'clock.ts',
    'ids.ts',
    'text',
    'store',
    'calls',
    'engine',
    'scxml',
    'strategy',
    'settings',
    'streams',
    ...HTTP,
  ],
  'http/own': [
    ...CORE,
    'clock.ts',
    'calls',
    'engine',
    'settings',
    'health.ts',
    'metrics.ts',
    ...HTTP,
  ],
  // Routes are handed to it, by whoever has them.
  http: [...CORE, 'log', 'version.ts', 'config', 'store', 'settings', 'metrics.ts', ...HTTP],
  demo: [...CORE, 'service-time.ts', 'clock.ts', 'store', 'engine', 'settings'],
  'compose-settings.ts': [...CORE, 'clock.ts', 'config', 'scxml', 'store', 'settings'],
  'compose-strategies.ts': [
    'calls',
    'clock.ts',
    'config',
    'engine',
    'log',
    'scxml',
    'settings',
    'store',
    'strategy',
  ],
  'compose-store.ts': [
    ...CORE,
    'clock.ts',
    'config',
    'log',
    'store',
    'store/postgres',
    'store/sqlite',
    'version.ts',
  ],
  'compose-console.ts': ['clock.ts', 'store', 'engine', 'streams', 'parts', 'health.ts'],
  'compose-entrances.ts': [
    'clock.ts',
    'compose-conversing.ts',
    'config',
    'log',
    'store',
    'settings',
  ],
  'compose-conversing.ts': ['clock.ts', 'log', 'store', 'engine', 'settings', 'streams'],
  'compose.ts': [
    ...CORE,
    ...BESIDE,
    'clock-watch.ts',
    ...['console', 'conversing', 'entrances', 'settings', 'store', 'strategies'].map(
      (of) => `compose-${of}.ts`,
    ),
    'parts',
    'config',
    'store',
    'store/sqlite',
    'calls',
    'engine',
    'scxml',
    'settings',
    'strategy',
    'webhooks',
    'streams',
    'metrics.ts',
    'health.ts',
    'http',
    'http/agent',
    'http/site',
    'http/strategy',
    'http/admin',
    'http/own',
  ],
  'cli/provision': ['cli', 'config', 'domain', 'text'],
  cli: [
    ...CORE,
    ...BESIDE,
    'config',
    'scxml',
    'text',
    'store',
    'store/postgres',
    'store/sqlite',
    'demo',
    'settings',
    'compose.ts',
    'cli/provision',
  ],
  'main.ts': ['cli'],
  'web/widget': [],
  'web/docs': [],
  'web/app': ['web/widget'],
  'web/desk': ['domain', 'web/app'],
  'web/console': ['domain', 'domain/pacing', 'decisions', 'web/app'],
  'web/playground': ['domain', 'web/widget'],
};

/** The room that a file is in: the one with the longest name. */
function roomOf(path: string): string {
  const inside = path.slice('src/'.length);
  const rooms = Object.keys(ROOMS).filter(
    (room) => inside === room || inside.startsWith(`${room}/`),
  );
  return rooms.sort((a, b) => b.length - a.length)[0] ?? `no room for ${path}`;
}

/** Imports that lead up, or into a room that is none of the importer's business. */
export function strayImports(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path);
    return importsOf(source)
      .filter(({ target }) => target.startsWith('src/'))
      .filter(({ target }) => roomOf(target) !== room)
      .filter(({ target }) => !ROOMS[room]?.includes(roomOf(target)))
      .map(({ target }) => `${source.path} imports ${target}`);
  });
}

/** What reads a clock, draws a lot, or knows that it runs on a machine. */
const IMPURE =
  /\b(process|Buffer|globalThis|performance|setTimeout|setInterval|setImmediate|queueMicrotask)\b|Date\.now\(|new Date\(\)|Math\.random\(/;

/** What is not pure in the core: what it imports, types too, and what it touches. */
export function impurities(sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path }) => PURE.some((folder) => path.startsWith(folder)))
    .flatMap((source) => {
      const foreign = importsOf(source)
        .map(({ target }) => target)
        .filter((target) => !PURE.some((folder) => target.startsWith(folder)))
        .filter((target) => !/^typebox(\/|$)/.test(target))
        .map((target) => `${source.path} imports ${target}`);
      const [touched] = IMPURE.exec(codeOf(source.text, { texts: true })) ?? [];
      return touched ? [...foreign, `${source.path} touches ${touched}`] : foreign;
    });
}

/** Modules that need, at run time, one that needs them. */
export function circlesOf(sources: readonly Source[]): readonly string[] {
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
  return circles;
}

/** Files of more lines than one subject has. */
export function longFiles(sources: readonly Source[], most: number): readonly string[] {
  return sources.filter(({ text }) => text.split('\n').length - 1 > most).map(({ path }) => path);
}

const MOST_METHODS = 10;

/** What is wrong with the store's interface: more methods than a second driver wants, or a property. */
export function seamFaults(sources: readonly Source[]): readonly string[] {
  const text = sources.find(({ path }) => path === 'src/store/store.ts')?.text ?? '';
  const [, body = ''] = /export interface Store \{\n([\s\S]*?)\n\}/.exec(text) ?? [];
  const members = codeOf(body, { texts: false }).match(/^ {2}\w.*$/gm) ?? [];
  const properties = members.filter((line) => !/^ {2}\w+[<(]/.test(line));
  return [
    ...(members.length === 0 ? ['there is no store'] : []),
    ...(members.length > MOST_METHODS ? [`${members.length} methods`] : []),
    ...properties.map((line) => `a property: ${line.trim()}`),
  ];
}

/** The names in a dictionary of the code, such as `QUERIES`. */
function namesIn(sources: readonly Source[], path: string, dictionary: RegExp): readonly string[] {
  const text = sources.find((source) => source.path === path)?.text ?? '';
  const [, body = ''] = dictionary.exec(text) ?? [];
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);
}

/** Questions that nobody asks, and those that the suite of the store does not know. */
export function idleQueries(
  sources: readonly Source[],
  suite: readonly Source[],
): readonly string[] {
  const names = namesIn(sources, 'src/store/queries.ts', /const QUERIES = \{\n([\s\S]*?)\n\}/);
  const code = sources.filter(({ path }) => path !== 'src/store/queries.ts');
  const isAsked = (name: string): boolean =>
    code.some(({ text }) => new RegExp(`\\.read\\(\\s*'${name}'`).test(text));
  const isTried = (name: string): boolean =>
    suite.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text));
  return [
    ...(names.length === 0 ? ['there are no queries'] : []),
    ...names.filter((name) => !isAsked(name)).map((name) => `${name} is never asked`),
    ...names.filter((name) => !isTried(name)).map((name) => `${name} is not in the suite`),
  ];
}
