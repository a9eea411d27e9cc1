// Makes what browsers get, in dist/web: the widget, as a script and as a module, the playground, and
// the guides. Fast because it does not check types; `tsc -p src/web` does, as part of the tests.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** The browsers of the last three years. */
const TARGET = ['chrome113', 'edge113', 'firefox113', 'safari16.4'];

const BUNDLES = [
  { entry: 'widget/script.ts', out: 'widget.js', format: 'iife', globalName: 'WebEngagement' },
  { entry: 'widget/module.ts', out: 'widget.mjs', format: 'esm' },
  { entry: 'playground/playground.ts', out: 'playground.js', format: 'esm' },
  { entry: 'playground/playground.css', out: 'playground.css' },
  { entry: 'docs/docs.ts', out: 'docs/assets/docs.js', format: 'esm' },
  { entry: 'docs/reference.ts', out: 'docs/assets/reference.js', format: 'esm' },
  { entry: 'docs/docs.css', out: 'docs/assets/docs.css' },
];

/** Writes the bundles; rejects, with esbuild's own message, when one cannot be made. */
export async function bundle() {
  const { build } = await import('esbuild');
  mkdirSync(at('dist', 'web'), { recursive: true });
  await writeGuides();
  const wanted = BUNDLES.filter(({ entry }) => existsSync(at('src/web', entry)));
  await Promise.all(
    wanted.map(({ entry, out, ...options }) =>
      build({
        ...options,
        entryPoints: [at('src/web', entry)],
        outfile: at('dist', 'web', out),
        absWorkingDir: root,
        bundle: true,
        minify: true,
        charset: 'utf8',
        legalComments: 'none',
        target: TARGET,
        logLevel: 'error',
      }),
    ),
  );
  writeFileSync(at('dist', 'web', '.bundled'), '');
}

/** A page whose file is gone must not live on. */
async function writeGuides() {
  const { buildGuides } = await import('../dist/docs/guides/build.js');
  const folder = at('dist', 'web', 'docs');
  rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of Object.entries(buildGuides())) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
