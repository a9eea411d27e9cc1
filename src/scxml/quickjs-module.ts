import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Compiled } from './quickjs.js';

/** As much of it as is used: its types come with a browser's library only. */
declare namespace WebAssembly {
  function compile(bytes: Uint8Array): Promise<Compiled>;
}

/** Reads and compiles the script engine: for the thread that has files, and hands it to the one that has none. */
export async function compileQuickjs(): Promise<Compiled> {
  const file = fileURLToPath(import.meta.resolve('quickjs-wasi/quickjs.wasm'));
  return WebAssembly.compile(readFileSync(file));
}
