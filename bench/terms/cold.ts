import { keepEngagements } from '../asking.js';
import { apply } from '../load.js';
import { measured, median, mediansOf, type Run, serving } from '../measured.js';
import { BARE, MAIN, type Program, service } from '../server.js';
import type { Row, Settings, Term } from './term.js';

const FIRST = 4_000;
/** So many times as many go between the first and the warm ones. */
const BETWEEN = 4;
const CONNECTIONS = 64;
const STARTS = { quick: 1, full: 3 };

/** The first creations after a start, and as many later. */
function once(
  programOn: (directory: string) => Program,
  { directory, key }: Settings,
): Promise<readonly [first: Run, warm: Run]> {
  return serving(programOn, directory, async (server, own) => {
    if (programOn(own).strategy !== null) await keepEngagements(server.address, key);
    const load = (amount: number) =>
      apply({ address: server.address, key, connections: CONNECTIONS, amount, rich: true });
    const first = await measured(server, () => load(FIRST));
    await load(FIRST * BETWEEN);
    return [first, await measured(server, () => load(FIRST))] as const;
  });
}

export const cold: Term = {
  name: 'cold',
  title: 'After a start',
  says: `The first ${FIRST.toLocaleString('en')} creations that a new process answers, by ${CONNECTIONS} connections, beside as many of the same process after ${(FIRST * BETWEEN).toLocaleString('en')} more. A bare fastify has to be compiled too.`,
  async rows(settings) {
    const starts = settings.quick ? STARTS.quick : STARTS.full;
    const programs: readonly (readonly [string, (directory: string) => Program])[] = [
      ['bare fastify', () => BARE],
      ['durable', (own) => service(MAIN, 'none', own, settings.key)],
    ];
    const rows: Row[] = [];
    for (const [what, programOn] of programs) {
      const runs: (readonly [Run, Run])[] = [];
      for (let start = 1; start <= starts; start += 1) runs.push(await once(programOn, settings));
      const ratio = median(runs.map(([first, warm]) => first.perSecond / warm.perSecond));
      rows.push(
        {
          what: `${what}, the first`,
          measures: { ...mediansOf(runs.map(([first]) => first)), ratio },
          also: `to warm; ${starts} ${starts === 1 ? 'start' : 'starts'}`,
        },
        { what: `${what}, warm`, measures: mediansOf(runs.map(([, warm]) => warm)) },
      );
    }
    return rows;
  },
};
