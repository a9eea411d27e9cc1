// Loaded into a server under test with --import. On word from the bench it measures the delay of
// the event loop, and profiles when asked to; the server itself knows nothing of it.

import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { Command, Observation } from './server.js';
import { readThread, watchWriter } from './threads.js';

const histogram = monitorEventLoopDelay({ resolution: 1 });
let session: Session | undefined;
let cpu = process.cpuUsage();
const writerThread = watchWriter();
let main = readThread(process.pid);
let writer = readThread(writerThread());
let utilization = performance.eventLoopUtilization();

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
  main = readThread(process.pid);
  writer = readThread(writerThread());
  utilization = performance.eventLoopUtilization();
}

async function stop(profileFile: string | undefined): Promise<Observation> {
  histogram.disable();
  const { user, system } = process.cpuUsage(cpu);
  const mainNow = readThread(process.pid);
  const writerNow = readThread(writerThread());
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
    mainCpu: main && mainNow ? mainNow.cpuMs - main.cpuMs : (user + system) / 1000,
    writerCpu: writer && writerNow ? writerNow.cpuMs - writer.cpuMs : 0,
    written: writer && writerNow ? writerNow.written - writer.written : 0,
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
