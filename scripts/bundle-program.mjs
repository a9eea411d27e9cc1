// Makes a few files of the many that the service is compiled to, its packages with it: looking for a
// thousand files and reading them is half of a start (docs/decisions/0115-one-program.md).

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

const NODE = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'inline',
  logLevel: 'error',
};

/** Where programs begin, and the parts that they begin with. */
const PROGRAMS = { main: 'main', 'cli/provision/main': 'provision' };

const PARTS = at('dist', 'program');

/** Packages that are compiled for the machine, are optional, or look for files beside their code. */
const EXTERNAL = [
  ...['better-sqlite3', 'pg', 'pino', 'pino-pretty', 'quickjs-wasi'],
  ...['@fastify/swagger', '@fastify/swagger-ui'],
];

/** What packages that are no modules expect of Node. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`;

/** How a module in a folder names another file, on any system. */
const nameOf = (folder, file) => relative(folder, file).split(sep).join('/');

/** Where a source file says where it is, it goes on to mean where the compiler puts it. */
const locations = {
  name: 'locations',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
      const compiled = path.replace(at('src'), at('dist')).replace(/ts$/, 'js');
      const location = JSON.stringify(nameOf(PARTS, compiled));
      return {
        contents: readFileSync(path, 'utf8').replaceAll(
          'import.meta.url',
          `new URL(${location}, import.meta.url).href`,
        ),
        loader: 'ts',
      };
    });
  },
};

/** Makes `dist/program`, the schema builder and the writer's thread with `build` of esbuild. */
export async function bundleProgram(build) {
  await Promise.all([
    bundleModule(build, 'domain/typebox'),
    bundleModule(build, 'store/sqlite/writer-worker', { external: ['better-sqlite3'] }),
    bundleParts(build),
  ]);
}

/** One file of a module and all it needs, in the place of what the compiler made. */
const bundleModule = (build, path, options) =>
  build({
    ...NODE,
    entryPoints: [at('src', `${path}.ts`)],
    outfile: at('dist', `${path}.js`),
    ...options,
  });

/** In parts, because a command is read when it is called. */
async function bundleParts(build) {
  // Named after their content: those of before would stay.
  rmSync(PARTS, { recursive: true, force: true });
  await build({
    ...NODE,
    entryPoints: Object.entries(PROGRAMS).map(([source, out]) => ({
      in: at('src', `${source}.ts`),
      out,
    })),
    outdir: PARTS,
    chunkNames: '[name]-[hash]',
    splitting: true,
    external: EXTERNAL,
    banner: { js: REQUIRE },
    plugins: [locations],
  });
  refuseLostFiles();
  for (const [source, part] of Object.entries(PROGRAMS)) {
    const file = at('dist', `${source}.js`);
    const lead = nameOf(dirname(file), join(PARTS, `${part}.js`));
    writeFileSync(file, `#!/usr/bin/env node\nimport './${lead}';\n`);
  }
}

/** A package that reads files of its own would look for them beside the parts. */
function refuseLostFiles() {
  for (const name of readdirSync(PARTS)) {
    const text = readFileSync(join(PARTS, name), 'utf8');
    const found = text.search(/^(?! *(?:\*|\/\/)).*\b__dirname\b/m);
    if (found === -1) continue;
    const [source] = text.slice(text.lastIndexOf('// node_modules/', found)).split('\n');
    throw new Error(`${source.slice(3)} looks for files beside it: name its package in EXTERNAL.`);
  }
}
