import type { CountedSeries, OptionChange } from '../../decisions/change.js';
import type { Session, StrategySecret } from '../../decisions/credentials.js';
import { type Ruled, type RulesVersion, SHIPPED_RULES } from '../../decisions/rules.js';
import { type Settings, settingsOf } from '../../decisions/settings.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { type AgentRow, agentOf } from '../rows/agents.js';
import {
  type ApiKeyRow,
  apiKeyOf,
  type PublishableKeyRow,
  publishableKeyOf,
  type SigningKeyRow,
  signingKeyOf,
} from '../rows/credentials.js';
import { ENDPOINT_COLUMNS, type EndpointRow, endpointOf } from '../rows/endpoints.js';
import { type ObjectRow, objectOf } from '../rows/objects.js';
import { optionsOf, SELECT_OPTION_CHANGES } from '../rows/options.js';
import { type NameRow, strategiesOf } from '../rows/strategies.js';
import { RULES_TABLES, type RulesRow, rulesOf } from '../rows/versions.js';
import { checkSchema } from './migrate.js';
import { createClockReads, earliestStarts } from './rows/clock-reads.js';
import type { Sql } from './sql.js';

const TIMES = 'created_at as "createdAt", revoked_at as "revokedAt"';

const newestFirst = <Row>(sql: Sql, columns: string, table: string): Promise<readonly Row[]> =>
  sql.all<Row>(`select ${columns} from ${table} order by n desc`);

async function rulesInForce<R extends Ruled>(sql: Sql, of: R): Promise<RulesVersion<R>> {
  const row = await sql.one<RulesRow>(
    `select * from ${RULES_TABLES[of]} order by version desc limit 1`,
  );
  return row ? rulesOf(row) : SHIPPED_RULES;
}

/** How often anything changed that operators set. */
export async function readRevision(sql: Sql): Promise<number> {
  const found = await sql.one<{ revision: number }>('select revision from service');
  return found?.revision ?? 0;
}

/**
 * Everything that operators set, as it is stored; the statements share a snapshot, or a lock. Throws
 * `StoreUnusable` when a newer program has changed the schema so that this one cannot read it.
 */
export async function loadSettings(sql: Sql, servingSince: Moment): Promise<Settings> {
  await checkSchema(sql);
  const [
    revision,
    changes,
    earliest,
    objects,
    engagementLogic,
    chatRouting,
    agents,
    endpoints,
    series,
    apiKeys,
    publishableKeys,
    signingKeys,
    strategySecrets,
    sessions,
    strategies,
  ] = await Promise.all([
    readRevision(sql),
    sql.all<OptionChange>(SELECT_OPTION_CHANGES),
    earliestStarts(
      sql,
      createClockReads(() => servingSince),
    ),
    sql.all<ObjectRow>(
      'select kind, name, version, provisioned, properties from objects order by n',
    ),
    rulesInForce(sql, 'engagementLogic'),
    rulesInForce(sql, 'chatRouting'),
    sql.all<AgentRow>('select * from agents order by n'),
    sql.all<EndpointRow>(
      `select ${ENDPOINT_COLUMNS.join(', ')} from webhook_endpoints where deleted_at is null
       order by n`,
    ),
    sql.all<CountedSeries>('select statistic, series, since from counted_series'),
    newestFirst<ApiKeyRow>(sql, `id, name, prefix, hash, scopes, agent, ${TIMES}`, 'api_keys'),
    newestFirst<PublishableKeyRow>(sql, `id, name, key, origins, ${TIMES}`, 'publishable_keys'),
    newestFirst<SigningKeyRow>(sql, 'id, secret, created_at as "createdAt"', 'signing_keys'),
    newestFirst<StrategySecret>(sql, `id, name, secret, ${TIMES}`, 'strategy_secrets'),
    newestFirst<Session>(
      sql,
      'id, hash, key_id as "keyId", created_at as "createdAt", expires_at as "expiresAt"',
      'sessions',
    ),
    sql.all<NameRow>('select name, version, sha256 from strategies order by n'),
  ]);
  return settingsOf(
    {
      ...optionsOf(changes, earliest),
      objects: objects.map(objectOf),
      engagementLogic,
      chatRouting,
      agents: agents.map(agentOf),
      endpoints: endpoints.map(endpointOf),
      countedSeries: new Map(series.map((row) => [row.statistic, row])),
      apiKeys: apiKeys.map(apiKeyOf),
      publishableKeys: publishableKeys.map(publishableKeyOf),
      signingKeys: signingKeys.map(signingKeyOf),
      strategySecrets,
      sessions,
      ...strategiesOf(strategies),
    },
    servingSince,
    revision,
  );
}
