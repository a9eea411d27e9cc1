// Makes what browsers get, in dist/web: the widget, as a script and as a module, the playground, the
// desk, the console, and the guides. Fast because it does not check types; `tsc -p src/web` does, as part of the tests.
// And what processes and threads of the service run.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** The browsers of the last three years. */
const TARGET = ['chrome113', 'edge113', 'firefox113', 'safari16.4'];

/** Fetched by the widget when they are needed; it knows their versions. */
const PARTS = ['view', 'help', 'chat'];

const BUNDLES = [
  { entry: 'widget/script.ts', out: 'widget.js', format: 'iife' },
  { entry: 'widget/module.ts', out: 'widget.mjs', format: 'esm' },
  { entry: 'playground/playground.ts', out: 'playground.js', format: 'esm' },
  { entry: 'playground/playground.css', out: 'playground.css' },
  { entry: 'desk/desk.tsx', out: 'desk.js', format: 'esm' },
  { entry: 'desk/desk.css', out: 'desk.css' },
  { entry: 'docs/docs.ts', out: 'docs/assets/docs.js', format: 'esm' },
  { entry: 'docs/reference.ts', out: 'docs/assets/reference.js', format: 'esm' },
  { entry: 'docs/docs.css', out: 'docs/assets/docs.css' },
];

const BROWSERS = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  target: TARGET,
  logLevel: 'error',
};

/** Writes the bundles; rejects, with esbuild's own message, when one cannot be made. */
export async function bundle() {
  const { build } = await import('esbuild');
  mkdirSync(at('dist', 'web'), { recursive: true });
  await compileTools(build);
  await writeGuides();
  const make = async ({ entry, out, ...options }) =>
    existsSync(at('src/web', entry)) &&
    (await build({
      ...BROWSERS,
      ...options,
      entryPoints: [at('src/web', entry)],
      outfile: at('dist', 'web', out),
    }));
  const versions = await Promise.all(
    PARTS.map(async (name) => {
      const out = `widget-${name}.mjs`;
      await make({ entry: `widget/${name}.ts`, out, format: 'esm' });
      return [name, versionOf(at('dist', 'web', out))];
    }),
  );
  const define = { PARTS: JSON.stringify(Object.fromEntries(versions)) };
  await Promise.all([
    ...BUNDLES.map((each) => make({ ...each, define })),
    bundleConsole(build),
    bundleProgram(build),
  ]);
  writeFileSync(at('dist', 'web', '.bundled'), '');
}

/** In parts: a view is fetched when somebody goes there. */
function bundleConsole(build) {
  const folder = at('dist', 'web', 'console');
  // Parts are named after their content: those of before would stay.
  rmSync(folder, { recursive: true, force: true });
  return build({
    ...BROWSERS,
    entryPoints: ['console.tsx', 'console.css'].map((file) => at('src/web/console', file)),
    outdir: folder,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
  });
}

/** The programs that write pages, one file for each of theirs. */
const compileTools = (build) =>
  build({
    entryPoints: readdirSync(at('tools'), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => at('tools', file)),
    outbase: at('tools'),
    outdir: at('.out', 'tools'),
    absWorkingDir: root,
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });

/** A page whose file is gone must not live on. */
async function writeGuides() {
  const { buildGuides } = await import('../.out/tools/docs/guides/build.js');
  const folder = at('dist', 'web', 'docs');
  rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of Object.entries(buildGuides())) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** Changes with the content of a file. */
function versionOf(path) {
  return existsSync(path)
    ? createHash('sha256').update(readFileSync(path)).digest('base64url').slice(0, 8)
    : '';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
