// Whether pacing holds its goal, and how busy agents are then: sites of several sizes played through
// virtual time, with visitors who come at random, answer, wait and give up.

import Table from 'cli-table3';
import { Command } from 'commander';
import { ALGORITHMS, isDual, isPredictive } from '#src/domain/pacing/vocabulary.js';
import { play } from './pacing-simulation.js';

const command = new Command('npm run bench:pacing --')
  .description(
    'Of invited visitors who accept, how many find no slot, and how busy agents are, with as many\n' +
      'visitors as may be invited and none or some who ask for a chat by themselves.',
  )
  .option('--acceptances <n>', 'acceptances of each site', Number, 5000)
  .option('--seed <n>', 'of what happens at random', Number, 1)
  .option('--goal <percent>', 'pacing.connector.optimizationGoal', Number, 3)
  .option('--accepting <share>', 'of invitations', Number, 0.3)
  .option('--completing <share>', 'of forms', Number, 0.95)
  .option('--answering <seconds>', 'on average', Number, 10)
  .option('--filling <seconds>', 'on average', Number, 10)
  .option('--handling <seconds>', 'on average', Number, 300)
  .option('--patience <seconds>', 'on average', Number, 60)
  .parse();
type Flag =
  | 'acceptances'
  | 'seed'
  | 'goal'
  | 'accepting'
  | 'completing'
  | 'answering'
  | 'filling'
  | 'handling'
  | 'patience';
const { acceptances, seed, goal, ...visitors } = command.opts<Readonly<Record<Flag, number>>>();

/** What is to be reached: of the default algorithm, where it is asked for. */
const SLACK = 0.01;
const LEAST_UTILISATION = 0.8;
/** The share of the load that a dual algorithm keeps for invitations. */
const PROACTIVE_RATIO = 70;

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const judged = (text: string, isReached: boolean): string => `${text} ${isReached ? '✓' : '✗'}`;

const table = new Table({
  head: ['Algorithm', 'Reactive', 'Slots', 'Unmet', 'Waited', 'Gave up', 'Utilisation', 'Refused'],
  style: { head: [], border: [] },
});
let isReached = true;
for (const pacingAlgorithm of ALGORITHMS)
  for (const reactiveShare of [0, 0.3])
    for (const slots of [3, 10, 30, 100]) {
      const played = play(
        { slots, reactiveShare, acceptances, seed, visitors },
        {
          pacingAlgorithm,
          optimizationTarget: 'ABANDONEMENT_RATE',
          optimizationGoal: goal,
          proactiveRatio: isDual(pacingAlgorithm) ? PROACTIVE_RATIO : null,
          maxInvitationsPerAgent: 5,
          historyLength: 100,
          assumedHandlingTime: 300,
        },
      );
      const isHeld = played.unmet <= goal / 100 + SLACK;
      const isBusy = played.utilisation >= LEAST_UTILISATION;
      const isJudged = !isPredictive(pacingAlgorithm);
      const isBusyJudged = isJudged && reactiveShare === 0;
      isReached &&= (isHeld || !isJudged) && (isBusy || !isBusyJudged);
      const utilisation = played.utilisation.toFixed(3);
      table.push([
        pacingAlgorithm,
        percent(reactiveShare),
        slots,
        isJudged ? judged(percent(played.unmet), isHeld) : percent(played.unmet),
        percent(played.waited),
        percent(played.abandoned),
        isBusyJudged ? judged(utilisation, isBusy) : utilisation,
        isDual(pacingAlgorithm) ? percent(played.limited) : '',
      ]);
    }
console.log(table.toString());
console.log(
  `Goals of SUPER_PROGRESSIVE: at most ${percent(goal / 100 + SLACK)} unmet; without reactive chats, a utilisation of ${LEAST_UTILISATION} or more: ${isReached ? 'reached' : 'NOT reached'}.`,
);
process.exitCode = isReached ? 0 : 1;
