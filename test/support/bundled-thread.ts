import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const OUT = fileURLToPath(new URL('../../', import.meta.url));
const CHECKPOINTS = fileURLToPath(import.meta.resolve('#src/store/sqlite/checkpoint-worker.js'));

/**
 * A module that runs in a thread, in one file: hundreds of threads load it, and it needs hundreds of
 * modules. Beside it is the thread that it starts itself.
 */
export function bundledThread(module: URL): URL {
  mkdirSync(join(OUT, 'threads'), { recursive: true });
  const folder = mkdtempSync(join(OUT, 'threads', 'test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const entry = fileURLToPath(module);
  buildSync({
    entryPoints: [entry, CHECKPOINTS].map((path) => ({
      in: path,
      out: basename(path, '.js'),
    })),
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['better-sqlite3'],
  });
  return pathToFileURL(join(folder, basename(entry)));
}
