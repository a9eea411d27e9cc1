// The funnel of a day, against a second reading of every history that it was counted with.

import t from 'tap';
import { FUNNEL_LOSSES } from '#src/domain/funnel/words.js';
import {
  backAgain,
  beforeChats,
  chats,
  createRuledDay,
  type RuledDay,
} from './support/funnel-day.js';
import { type Naive, naiveFunnel, storiesOf } from './support/funnel-oracle.js';

const GROUPINGS = [null, 'category', 'channel', 'rule'] as const;

interface Told {
  readonly group?: string | null;
  readonly step: string;
  readonly number: number;
  readonly lost: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly rateToBefore: number | null;
}

const tell = async ({ day }: RuledDay, by: string | null): Promise<readonly Told[]> =>
  (await day.must('GET', `/v1/admin/reports/funnel${by ? `?by=${by}` : ''}`)).items;

const countsOf = ({ number, losses }: Pick<Naive, 'number' | 'losses'>) => ({ number, losses });

/** The least value that so large a share does not exceed. */
function exact(seconds: readonly number[], share: number): number | null {
  const sorted = seconds.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}

const isNear = (told: number | null, wanted: number | null): boolean =>
  told === wanted ||
  (told !== null && wanted !== null && Math.abs(told - wanted) <= 0.0911 * wanted);

/** Losses of no invitation: of reactive chats, of a service without a queue for chats, or unknown. */
const ABSENT = ['chat_endpoint_missing', 'chat_closed', 'no_agents', 'reactive_limited', 'other'];

const absentIn = (told: readonly Told[]): readonly string[] => {
  const found = new Set(told.flatMap(({ losses }) => Object.keys(losses)));
  return FUNNEL_LOSSES.filter((loss) => !found.has(loss));
};

t.test('every step and loss is what the histories say, by each grouping', async (t) => {
  const ruled = await createRuledDay(t);
  await beforeChats(ruled);
  await ruled.day.restart();
  await backAgain(ruled.day);
  await chats(ruled);
  // Whoever has not answered by now is gone.
  await ruled.day.pass(700);
  const stories = await storiesOf(ruled.day.service);
  const before = new Map<string | null, readonly Told[]>();
  for (const by of GROUPINGS) {
    const expected = naiveFunnel(stories, by);
    const told = await tell(ruled, by);
    before.set(by, told);
    t.equal(told.length, expected.size * 8, `groups by ${by}`);
    if (by === null) t.strictSame(absentIn(told), ABSENT, 'every loss but these has happened');
    for (const figure of told) {
      const naive = expected.get(figure.group ?? null)?.[figure.step];
      const name = `${by} ${figure.group} ${figure.step}`;
      if (naive === undefined) t.fail(name);
      else {
        t.strictSame(countsOf(figure), countsOf(naive), name);
        t.ok(isNear(figure.medianSeconds, exact(naive.seconds, 0.5)), `${name}: median`);
        t.ok(isNear(figure.p90Seconds, exact(naive.seconds, 0.9)), `${name}: p90`);
      }
    }
  }

  const { day } = ruled;
  const { items } = await day.must('GET', '/v1/admin/interactions?pageSize=500');
  const known = items.find(({ identity }: { identity: object | null }) => identity !== null);
  await day.must('DELETE', `/v1/admin/identities/${known.identity.id}`);
  const { store, engine } = day.service;
  while (await store.tidy({ step: 'purge_chats', closedBy: engine.now() }));
  while (await store.tidy({ step: 'purge', stoppedBy: engine.now() }));
  t.strictSame((await day.must('GET', '/v1/admin/interactions')).items, [], 'nothing is left');
  for (const by of GROUPINGS)
    t.strictSame(await tell(ruled, by), before.get(by), `by ${by} after erasure and retention`);

  const text = (await day.must('GET', '/v1/admin/reports/funnel?step=15m'))
    .items as readonly Told[];
  const steps = new Map<string, number>();
  for (const { step, number } of text) steps.set(step, (steps.get(step) ?? 0) + number);
  t.strictSame(
    [...steps],
    before.get(null)?.map(({ step, number }) => [step, number]),
    'steps of time add up to the whole',
  );
});
