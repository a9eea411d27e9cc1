import { expire } from '../expiring.js';
import { spreadOf } from '../measured.js';
import type { Row, Term } from './term.js';

const AMOUNT = { quick: 10_000, full: 100_000 };
const LANES = 2;
const STEADY = { perSecond: [1_000, 10_000], seconds: { quick: 3, full: 10 } };

const say = (count: number): string => count.toLocaleString('en');

export const due: Term = {
  name: 'due',
  title: 'Many deadlines at one moment',
  says: `Interactions whose time is up at the same millisecond: how many a second are settled, and how late (from the deadline until it is known to be on disk); then the same beside ${LANES} lanes of creations, which in a quiet service took what their row calls quiet.`,
  async rows(settings): Promise<readonly Row[]> {
    const amount = settings.quick ? AMOUNT.quick : AMOUNT.full;
    const all = { amount, perSecond: null };
    const alone = await expire(all, 0, settings);
    const { deadlines, creations } = await expire(all, LANES, settings);
    const [quiet, meanwhile] = [spreadOf(creations.quiet), spreadOf(creations.meanwhile)];
    return [
      { what: `${say(amount)} due at once, alone`, measures: alone.deadlines },
      { what: 'the same beside creations', measures: deadlines },
      { what: `a creation, ${LANES} lanes, quiet`, measures: quiet },
      {
        what: 'a creation while they are settled',
        measures: { ...meanwhile, ratio: meanwhile.p50 / quiet.p50 },
        also: `p50 to quiet; ${say(creations.meanwhile.length)} of them`,
      },
    ];
  },
};

export const lateness: Term = {
  name: 'lateness',
  title: 'How late deadlines are',
  says: `Deadlines that come one after another, evenly: from each until what follows from it is known to be on disk, as \`webengagement_expiry_lateness_seconds\` has it.`,
  async rows(settings) {
    const seconds = settings.quick ? STEADY.seconds.quick : STEADY.seconds.full;
    const rows: Row[] = [];
    for (const perSecond of STEADY.perSecond) {
      const { deadlines } = await expire({ amount: perSecond * seconds, perSecond }, 0, settings);
      const isBehind = (deadlines.perSecond ?? 0) < perSecond * 0.95;
      rows.push({
        what: `lateness, ${say(perSecond)} a second for ${seconds} s`,
        measures: deadlines,
        ...(isBehind && { also: 'more than it settles: it falls behind, and catches up later' }),
      });
    }
    return rows;
  },
};
