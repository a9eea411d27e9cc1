// Loaded into a server under test with --import. On word from the bench it measures the delay of
// the event loop, and profiles when asked to; the server itself knows nothing of it.

import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { Command, Observation } from './server.js';

const histogram = monitorEventLoopDelay({ resolution: 1 });
let session: Session | undefined;
let cpu = process.cpuUsage();
let main = mainThreadMs();
let utilization = performance.eventLoopUtilization();

/** Processor time of the main thread yet, as Linux tells it. */
function mainThreadMs(): number | undefined {
  try {
    const [ran] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(ran) / 1e6;
  } catch {
    return undefined;
  }
}

async function start(profile: boolean): Promise<void> {
  if (profile) {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  }
  histogram.reset();
  histogram.enable();
  cpu = process.cpuUsage();
  main = mainThreadMs();
  utilization = performance.eventLoopUtilization();
}

async function stop(profileFile: string | undefined): Promise<Observation> {
  histogram.disable();
  const { user, system } = process.cpuUsage(cpu);
  const mainNow = mainThreadMs();
  const busy = performance.eventLoopUtilization(utilization).utilization;
  if (session && profileFile !== undefined) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(profileFile, JSON.stringify(profile));
    session.disconnect();
  }
  const ms = (nanoseconds: number): number => nanoseconds / 1e6;
  return {
    busy,
    cpu: (user + system) / 1000,
    mainCpu: main === undefined || mainNow === undefined ? (user + system) / 1000 : mainNow - main,
    delayP50: ms(histogram.percentile(50)),
    delayP99: ms(histogram.percentile(99)),
    delayMax: ms(histogram.max),
  };
}

if (isMainThread && process.send) {
  process.on('message', async (command: Command) => {
    const answer = command.do === 'start' ? await start(command.profile) : await stop(command.file);
    process.send?.(answer ?? 'started');
  });
  // Whatever becomes of the bench, no server is left behind.
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
}
