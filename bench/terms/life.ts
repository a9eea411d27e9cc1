import { type Asking, type Created, create, createAsking, keepEngagements } from '../asking.js';
import { measured, mediansOf, type Run, runLanes, serving } from '../measured.js';
import { MAIN, service } from '../server.js';
import type { Term } from './term.js';

/** Connections, one request at a time on each. */
const LANES = 64;
const AMOUNT = { quick: 1_000, full: 4_000 };
const ROUNDS = { quick: 2, full: 3 };

type Step = readonly [what: string, ask: (asking: Asking, of: Created) => Promise<unknown>];

/** What happens to an interaction after its creation, in the order in which it does. */
const STEPS: readonly Step[] = [
  ['engage', ({ ask }, { id }) => ask('POST', `/v1/interactions/${id}/engage`, {})],
  [
    'displayed',
    ({ ask }, { id, token }) => ask('POST', `/v1/interactions/${id}/displayed`, {}, token),
  ],
  [
    'disposition',
    ({ ask }, { id, token }) =>
      ask('POST', `/v1/interactions/${id}/disposition`, { code: 'acceptCall' }, token),
  ],
  [
    'form',
    ({ ask }, { id, token }) =>
      ask(
        'POST',
        `/v1/interactions/${id}/registration-form`,
        { fields: { EmailAddress: `${id}@example.com`, FirstName: 'Ada' } },
        token,
      ),
  ],
];

export const life: Term = {
  name: 'life',
  title: 'The other steps, and a whole life',
  says: `By ${LANES} connections, each step of as many interactions at once; then whole lives, from the creation to the completed form, where all numbers are of the five requests together.`,
  async rows({ quick, directory, key }) {
    const scale = quick ? 'quick' : 'full';
    const [amount, rounds] = [AMOUNT[scale], ROUNDS[scale]];
    const runs = new Map<string, Run[]>();
    const note = (what: string, run: Run): void =>
      void runs.set(what, [...(runs.get(what) ?? []), run]);

    await serving(
      (own) => service(MAIN, 'none', own, key),
      directory,
      async (server) => {
        await keepEngagements(server.address, key);
        const asking = createAsking(server.address, key, LANES);
        async function oneLife(): Promise<void> {
          const created = await create(asking);
          for (const [, step] of STEPS) await step(asking, created);
        }
        await runLanes(LANES, amount, oneLife);
        for (let round = 1; round <= rounds; round += 1) {
          const made: Created[] = [];
          await runLanes(LANES, amount, async () => void made.push(await create(asking)));
          for (const [what, step] of STEPS) {
            const work = async (index: number): Promise<void> => {
              const one = made[index];
              if (one) await step(asking, one);
            };
            note(what, await measured(server, () => runLanes(LANES, amount, work)));
          }
          note('a whole life', await measured(server, () => runLanes(LANES, amount, oneLife)));
        }
        await asking.close();
      },
    );
    return [...runs].map(([what, of]) => ({ what, measures: mediansOf(of) }));
  },
};
