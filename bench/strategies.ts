import { performance } from 'node:perf_hooks';
import { createActor } from 'xstate';
import { createMachineFromSCXML } from 'xstate/scxml';
import type { Host } from '#src/scxml/host.js';
import { createInterpreters } from '#src/scxml/pool.js';

/**
 * How many whole decisions of a strategy a second, on its one thread: `npm run bench:strategies`. A
 * decision is a session that asks twice (what is known of the visit, then `engage`), each question and
 * answer over the border of the thread. Beside it `xstate` makes the same transitions, without a border
 * and with its scripts in the process: what isolation costs.
 */
const SECONDS = process.argv.includes('--quick') ? 2 : 6;
const ROUNDS = 3;
const AT_ONCE = 8;

const strategy = `<scxml version="1.0" profile="ecmascript" xmlns="http://www.w3.org/2005/07/scxml"
    xmlns:session="www.genesyslab.com/modules/session" initial="begin">
  <datamodel><data id="score" expr="0"/></datamodel>
  <script>function points(visit) { return visit.pages.length * 10; }</script>
  <state id="begin"><transition event="interaction.present" target="ask"/></state>
  <state id="ask">
    <onentry><session:fetch srcexpr="'https://shop.example.com/visits'" method="'get'">
      <param name="visit" expr="_genesys.ixn.getuData('visitId')"/></session:fetch></onentry>
    <transition event="session.fetch.done" target="tell">
      <assign location="_data.score" expr="points(eval('(' + _event.data.content + ')'))"/></transition>
  </state>
  <state id="tell">
    <onentry><session:fetch srcexpr="'http://localhost/data/gateway/' + (_data.score &gt; 10 ? 'engage' : 'noengage')" method="'post'"/></onentry>
    <transition event="session.fetch.done" target="end"/>
  </state>
  <final id="end"/>
</scxml>`;

const bare = `<scxml version="1.0" datamodel="ecmascript" xmlns="http://www.w3.org/2005/07/scxml" initial="begin">
  <datamodel><data id="score" expr="0"/></datamodel>
  <state id="begin"><transition event="present" target="ask"/></state>
  <state id="ask"><transition event="done" target="tell"><assign location="score" expr="_event.data.pages * 10"/></transition></state>
  <state id="tell"><transition event="done" target="end"/></state>
  <final id="end"/>
</scxml>`;

const host: Host = {
  act: async () => ({ name: 'session.fetch.done', data: { content: '{"pages":["a","b"]}' } }),
};

async function ours(): Promise<number> {
  const interpreters = createInterpreters();
  const version = { sha256: 'bench', bundle: { main: 'm.scxml', files: { 'm.scxml': strategy } } };
  let decisions = 0;
  const decide = async (): Promise<void> => {
    decisions += 1;
    const { how } = await interpreters.run(
      version,
      {
        sessionId: `bench-${decisions}`,
        interactions: [
          {
            id: 'ixn-1',
            g_uid: 'uid-1',
            udata: { visitId: 'v-1' },
            category: null,
            location: null,
            parentid: null,
            tenantid: '1',
            msgbased: true,
          },
        ],
        session: { tenant: 'Environment', tenantid: '1', now: 0, options: {} },
        statistics: {},
        clock: 'real',
      },
      host,
    );
    if (how !== 'final') throw new Error(how);
  };
  await decide();
  decisions = 0;
  const began = performance.now();
  const until = began + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < until) await decide();
    }),
  );
  const rate = decisions / ((performance.now() - began) / 1000);
  await interpreters.close();
  return rate;
}

function theirs(): number {
  const machine = createMachineFromSCXML(bare);
  const began = performance.now();
  let decisions = 0;
  while (performance.now() - began < SECONDS * 1000) {
    const actor = createActor(machine);
    actor.start();
    actor.send({ type: 'present' });
    for (const pages of [2, 0]) actor.send({ type: 'done', data: { pages } });
    if (actor.getSnapshot().status !== 'done') throw new Error('not done');
    decisions += 1;
  }
  return decisions / ((performance.now() - began) / 1000);
}

for (let round = 1; round <= ROUNDS; round += 1) {
  const rates = { ours: await ours(), xstate: theirs() };
  console.log(
    `round ${round}: ${Math.round(rates.ours)} decisions/s on one thread, isolated; ` +
      `xstate ${Math.round(rates.xstate)} in the process`,
  );
}
