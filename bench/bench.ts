import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { apply } from './load.js';
import { topFunctions } from './profile.js';
import { type Run, reportOf, tableOf } from './report.js';
import { BARE, MAIN, type Program, service, start } from './server.js';
import { verifyStored } from './verify.js';

interface Settings {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  readonly directory: string;
  readonly against?: string;
  readonly minimal?: true;
  readonly json?: true;
  readonly profile?: true;
}

const KEY = 'bench-key-of-at-least-32-characters';
/** Requests from which the speed of a program that is not warm yet is estimated. */
const PROBE = 2_000;
const PROFILE_FILE = fileURLToPath(new URL('./service.cpuprofile', import.meta.url));
const TOP = 30;

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const command = new Command('npm run bench --')
  .description(
    'Creates interactions in the real service, durable, and in a bare fastify with the same schemas\n' +
      'and answers that stores nothing, by turns; each run has a fresh process and data directory.\n' +
      'Fails unless every request is answered 201 and what is stored equals what was acknowledged.',
  )
  .option('--rounds <n>', 'pairs of runs', positive, 5)
  .option('--seconds <n>', 'length of a run', positive, 4)
  .option('--warmup <n>', 'seconds of load before each run', positive, 2)
  .option('--connections <n>', 'connections, one request at a time on each', positive, 64)
  .option('--directory <path>', 'where data directories are made; a real disk', tmpdir())
  .option('--against <main.js>', 'compare with another build of the service, not the bare fastify')
  .option('--minimal', 'send only a visitId, without page and user data')
  .option('--json', 'print JSON: medians, ratio and every run')
  .option('--profile', `run only the service, once, and print where its time goes`)
  .parse();
const settings = command.opts<Settings>();

/** Runs a program in a directory of its own: warms it up, loads it, checks what it stored. */
async function run(program: (dataDir: string) => Program, profileFile?: string): Promise<Run> {
  const directory = mkdtempSync(join(settings.directory, 'webengagement-bench-'));
  try {
    const server = await start(program(directory), directory);
    const load = (amount: number) =>
      apply({
        address: server.address,
        key: KEY,
        connections: settings.connections,
        amount: Math.max(Math.round(amount), settings.connections),
        rich: !settings.minimal,
      });
    const probe = await load(PROBE);
    const warm = await load(probe.perSecond * settings.warmup);
    await server.observe(profileFile !== undefined);
    const result = await load(warm.perSecond * settings.seconds);
    const observation = await server.observed(profileFile);
    await server.stop();
    if (program !== bare) verifyStored(directory, probe.created + warm.created + result.created);
    return {
      ...result,
      ...observation,
      cpuPerCreate: (observation.cpu / result.created) * 1000,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { against } = settings;
const bare = (): Program => BARE;
const yardstick =
  against === undefined ? bare : (dataDir: string): Program => service(against, dataDir, KEY);
const durable = (dataDir: string): Program => service(MAIN, dataDir, KEY);

if (settings.profile) {
  const { perSecond } = await run(durable, PROFILE_FILE);
  console.log(topFunctions(PROFILE_FILE, TOP));
  console.log(`${perSecond.toFixed(0)} creates/s while profiled; ${PROFILE_FILE} opens in Chrome`);
} else {
  const runs: { yardstick: Run[]; service: Run[] } = { yardstick: [], service: [] };
  for (let round = 1; round <= settings.rounds; round += 1) {
    runs.yardstick.push(await run(yardstick));
    runs.service.push(await run(durable));
    const { pairs } = reportOf(runs);
    if (!settings.json) console.error(`round ${round}: ${pairs.at(-1)?.toFixed(3)}`);
  }
  const report = reportOf(runs);
  console.log(
    settings.json
      ? JSON.stringify({ settings, ...report, runs }, null, 2)
      : tableOf(report, against ?? 'bare fastify, stores nothing'),
  );
}
