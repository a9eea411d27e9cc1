import t from 'tap';
import { createLink } from '#src/store/postgres/link.js';
import { forgetQuestions } from '#src/store/postgres/questions.js';
import { forgetShared } from '#src/store/postgres/shared.js';
import { forgetFeed } from '#src/store/postgres/upkeep.js';
import { createDatabases, openNode } from './support/databases.js';
import { noteStatements } from './support/plans.js';
import { NO_POSTGRES } from './support/postgres.js';

/** Rows of each table that are too young to be forgotten: several times what a step looks at. */
const YOUNG = 5000;
/** What one step may look at. */
const MOST_LOOKED_AT = 1000;

const FILL = [
  `insert into feed (batch, node, at, told)
   select gen_random_uuid(), 'n', g, '{}' from generate_series(1, ${YOUNG}) g`,
  `insert into questions
   select 'i' || g, 'interaction', 'n', 1, now() + interval '1 minute' from generate_series(1, ${YOUNG}) g`,
  `insert into calls
   select 'c' || g, 1, now() + interval '1 minute' from generate_series(1, ${YOUNG}) g`,
  'analyze',
];

/** A step of a plan that was run, as `explain (analyze, format json)` has it. */
interface Step {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Step[];
}

const lookedAt = (step: Step): number =>
  (step['Relation Name'] === undefined
    ? 0
    : (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) * step['Actual Loops']) +
  (step.Plans ?? []).reduce((sum, each) => sum + lookedAt(each), 0);

t.test(
  'what processes share is not looked through for what may be forgotten',
  { skip: NO_POSTGRES ?? false },
  async (t) => {
    const databases = await createDatabases(t);
    const { url, query } = await databases.make(t);
    // Only for its tables: a node would forget by itself, too.
    await (await openNode(t, url)).store.close();
    for (const text of FILL) await query(text);
    const link = createLink({ config: { connectionString: url }, isPreparing: true });
    t.teardown(() => link.close());

    const statements = noteStatements();
    const before = new Set(statements.keys());
    t.equal(await forgetFeed(link.sql), false);
    t.equal(await forgetQuestions(link.sql), false);
    t.equal(await forgetShared(link.sql), false);
    const forgetting = [...statements].filter(([text]) => !before.has(text));
    t.equal(forgetting.length, 4, 'of the feed, of questions, of calls and of codes');
    for (const [text, values] of forgetting) {
      const [row] = await query<{ 'QUERY PLAN': [{ Plan: Step }] }>(
        `explain (analyze, format json) ${text}`,
        [...values],
      );
      const read = row === undefined ? Number.NaN : lookedAt(row['QUERY PLAN'][0].Plan);
      t.ok(read <= MOST_LOOKED_AT + 10, `${read} rows: ${text}`);
    }

    await query(`update feed set written_at = now() - interval '3 minutes' where n <= 1500`);
    await query(`update questions set until = now() - interval '2 minutes' where subject < 'i2'`);
    await query(`update calls set until = now() - interval '1 second' where name < 'c2'`);
    t.equal(await forgetFeed(link.sql), true, 'a step takes the oldest, and there are more');
    t.equal(await forgetFeed(link.sql), false);
    while (await forgetQuestions(link.sql));
    while (await forgetShared(link.sql));
    const counts = await query(
      `select (select count(*) from feed)::int as feed,
         (select count(*) from questions where subject < 'i2')::int as questions,
         (select count(*) from calls where name < 'c2')::int as calls`,
    );
    t.strictSame(counts, [{ feed: YOUNG - 1500, questions: 0, calls: 0 }]);
  },
);
