// Creates interactions as fast as so many connections can, in a process of its own, until it is told to
// stop; then says how many they were in a second. Says first when it is warm.
// Usage: loading.js ADDRESS KEY CONNECTIONS

import { once } from 'node:events';
import { apply } from './load.js';

/** What is asked for before it looks whether to stop. */
const AMOUNT = 1_000;

const [address = '', key = '', connections = ''] = process.argv.slice(2);
const slice = () =>
  apply({ address, key, connections: Number(connections), amount: AMOUNT, rich: true });

let isOver = false;
void once(process, 'message').then(() => {
  isOver = true;
});
// Whatever becomes of the bench, no load is left behind.
process.on('disconnect', () => process.exit(1));

await slice();
process.send?.('warm');
const speeds: number[] = [];
while (!isOver) speeds.push((await slice()).perSecond);
process.send?.(speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length);
process.disconnect?.();
