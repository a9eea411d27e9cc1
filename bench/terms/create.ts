import { type Conditions, type Contender, createContender } from '../contender.js';
import { median, mediansOf, type Run } from '../measured.js';
import { BARE, BARE_WITH_LOG, MAIN, type Program, service } from '../server.js';
import type { Row, Settings, Term } from './term.js';

/** Above this the loading process holds the faster server back, and the ratio flatters. */
const LOADER_LIMIT = 0.97;

interface Compared {
  readonly what: string;
  readonly contender: Contender;
  readonly runs: Run[];
}

/** A ratio of each pair of slices, so that what slows the machine for a while cancels out. */
function ratioOf(runs: readonly Run[], to: readonly Run[], what: string) {
  const pairs = runs.map((run, index) => run.perSecond / (to[index]?.perSecond ?? Number.NaN));
  const [least, most] = [Math.min(...pairs), Math.max(...pairs)];
  return {
    ratio: median(pairs),
    also: `to ${what}; ${pairs.length} pairs, ${least.toFixed(2)}–${most.toFixed(2)}`,
  };
}

function loaderOf({ what, runs }: Compared): string | undefined {
  const busy = median(runs.map((run) => run.loaderBusy));
  return busy > LOADER_LIMIT ? `${what} may be faster: the load itself was busy` : undefined;
}

/** Slices of all by turns: what slows the machine for a while slows all. */
async function at(connections: number, settings: Settings): Promise<readonly Row[]> {
  const { against, key } = settings;
  const conditions: Conditions = { ...settings, connections };
  const compared: Compared[] = [];
  const add = async (
    what: string,
    programOn: (directory: string) => Program,
  ): Promise<Compared> => {
    const contender = await createContender(programOn, conditions);
    const one = { what: `${what}, ${connections} connections`, contender, runs: [] };
    compared.push(one);
    return one;
  };
  const build =
    (main: string, strategy: 'none' | 'builtin') =>
    (directory: string): Program =>
      service(main, strategy, directory, key);
  const yardstick = await add(
    against ?? 'bare fastify',
    against === null ? () => BARE : build(against, 'none'),
  );
  const logged = against === null ? await add('bare, with its log', () => BARE_WITH_LOG) : null;
  const durable = await add('durable', build(MAIN, 'none'));
  const decided = await add('decided by the built-in strategy', build(MAIN, 'builtin'));
  for (let round = 1; round <= settings.rounds; round += 1)
    for (const one of round % 2 === 0 ? compared : compared.toReversed())
      one.runs.push(await one.contender.measure());
  for (const { contender } of compared) await contender.close();

  const row = (of: Compared, to?: Compared): Row => {
    const { ratio, also } = to ? ratioOf(of.runs, to.runs, to.what.replace(/,.*/, '')) : {};
    const told = [also, loaderOf(of)].filter((each) => each !== undefined).join('; ');
    return {
      what: of.what,
      measures: { ...mediansOf(of.runs), ...(ratio !== undefined && { ratio }) },
      ...(told && { also: told }),
    };
  };
  return [
    row(yardstick),
    ...(logged ? [row(logged, yardstick)] : []),
    row(durable, yardstick),
    row(decided, durable),
  ];
}

export const create: Term = {
  name: 'create',
  title: 'Creations',
  says: 'Every one is on the disk before it is answered. Beside it, by turns in the same minutes, a bare fastify with the same schemas and the same answer, which stores nothing, checks no credential and logs nothing; the same with the log of fastify itself; and the service with its built-in strategy, where a slice ends when all that was created is decided on. What is stored is compared with what was acknowledged.',
  async rows(settings) {
    const rows: Row[] = [];
    for (const connections of settings.connections) rows.push(...(await at(connections, settings)));
    return rows;
  },
};
