import { parentPort, workerData } from 'node:worker_threads';
import { machineTimer } from '../clock.js';
import type { Begin, Order, Report } from './messages.js';
import { openQuickjs } from './quickjs.js';
import { createRunner } from './runner.js';

// The thread of `pool.ts`. It has no files and no network: what its sessions ask leaves as messages.

const { wasm, pulse } = workerData as Begin;
const beats = new Int32Array(pulse);
const report = (said: Report): void => parentPort?.postMessage(said);

const order = createRunner({
  open: await openQuickjs(wasm),
  timing: { now: () => performance.now(), after: machineTimer },
  watch: (run) => ({
    begin() {
      Atomics.add(beats, 1, 1);
      Atomics.store(beats, 0, run);
    },
    end() {
      Atomics.store(beats, 0, 0);
    },
  }),
  report,
});
parentPort?.on('message', (said: Order) => order(said));
report({ type: 'ready' });
