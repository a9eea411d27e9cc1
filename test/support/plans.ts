import pg from 'pg';

/** A step of a plan, as `explain (format json)` has it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Step[];
}

/** Notes every statement that is asked from now on in this process, with values that it was asked with. */
export function noteStatements(): ReadonlyMap<string, readonly unknown[]> {
  const noted = new Map<string, readonly unknown[]>();
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args as [pg.QueryConfig | string | undefined];
    if (typeof asked === 'object' && asked.text) noted.set(asked.text, asked.values ?? []);
    return Reflect.apply(query, this, args);
  } as typeof query;
  return noted;
}

const isPlanned = (text: string): boolean => /^\s*(select|with|insert|update|delete)\b/i.test(text);

function scansOf(step: Step): readonly string[] {
  const own = step['Node Type'] === 'Seq Scan' ? [step['Relation Name'] ?? ''] : [];
  return [...own, ...(step.Plans ?? []).flatMap(scansOf)];
}

/**
 * Tables that statements look at row by row, however few are wanted, because no index helps; by the text
 * of the statement.
 */
export async function scannedBy(
  client: pg.Client,
  statements: ReadonlyMap<string, readonly unknown[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const scanned = new Map<string, readonly string[]>();
  await client.query('set enable_seqscan = off');
  for (const [text, values] of statements) {
    if (!isPlanned(text)) continue;
    const { rows } = await client.query(`explain (format json) ${text}`, [...values]);
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ readonly Plan: Step }];
    const tables = scansOf(plan);
    if (tables.length > 0) scanned.set(text, tables);
  }
  return scanned;
}
