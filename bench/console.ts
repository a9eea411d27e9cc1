// The console among a million stored interactions, in the real browser: how long each step takes of what
// an operator does there, on a page that stays as it is.
// Usage: npm run bench:console [-- ROWS]

import assert from 'node:assert/strict';
import { setConsoleStage } from '../test/support/console.js';
import { browseMany, MOST_DRAWN } from '../test/support/console-many.js';
import { serveHere } from '../test/support/serve-here.js';
import { fill } from './fill.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const closing: (() => unknown)[] = [];
const say = (words: string): void => console.error(words);
const stage = await setConsoleStage(
  { teardown: (run) => void closing.unshift(run), fail: say, pass: say },
  (t, env) => {
    const filledMs = fill(String(env.DATA_DIR), rows);
    console.log(`${rows} interactions, filled in ${Math.round(filledMs)} ms`);
    return serveHere(t, env);
  },
);
try {
  if (stage) {
    const { steps, mostDrawn, said } = await browseMany(stage);
    for (const { step, ms } of steps)
      console.log(`${String(Math.round(ms)).padStart(6)} ms  ${step}`);
    console.log(`${mostDrawn} rows drawn at most`);
    assert.ok(mostDrawn <= MOST_DRAWN);
    assert.deepEqual(said, []);
  }
} finally {
  for (const close of closing) await close();
}
