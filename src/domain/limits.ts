/** A number that a caller can run into. */
export interface Limit {
  /** The most there can be; in the unit that `of` names. */
  readonly most: number;
  /** What is counted, as it is shown in `docs/limits.md`. */
  readonly of: string;
  /** What happens beyond it. */
  readonly beyond: string;
}

const limit = (most: number, of: string, beyond: string): Limit => ({ most, of, beyond });

const REFUSED = '422 `validation_failed`';

/** Every number that a caller can run into, once: `docs/limits.md` is made from it. */
export const LIMITS = {
  body: limit(65_536, 'Bytes of a request body', '413 `payload_too_large`'),
  requestSeconds: limit(
    30,
    'Seconds until a request has arrived whole',
    '400, the connection ends',
  ),
  name: limit(128, 'Characters of a `visitId`, a `visitorId` or a name', REFUSED),
  label: limit(256, 'Characters of a `pageId`, a `category` or a description', REFUSED),
  address: limit(2048, 'Characters of an address', REFUSED),
  objectName: limit(255, 'Characters of the name of a provisioned object', REFUSED),
  eventTypes: limit(64, 'Event types that a webhook endpoint names', REFUSED),
  origins: limit(100, 'Origins of a publishable key', REFUSED),
  dataKeys: limit(64, 'Keys of `userData` or `fields`', REFUSED),
  dataKey: limit(128, 'Characters of one of these keys', REFUSED),
  dataValue: limit(4096, 'Characters of one of these values', REFUSED),
  dataBytes: limit(16_384, 'Bytes of all of them together', REFUSED),
  reasonDetail: limit(256, "Characters of the strategy's own words that are kept", 'cut off'),

  streams: limit(20_000, 'Streams of all visits', '503 `overloaded`, until one ends'),
  streamsPerAddress: limit(
    5_000,
    'Streams of visits from one address (IPv6: one /64)',
    '429 `too_many_requests`, until one of them ends',
  ),
  streamsPerVisit: limit(
    10,
    'Streams of one visit',
    'the oldest of the visit is ended: the newest page is what the visitor looks at',
  ),
  streamBytes: limit(
    65_536,
    'Bytes that wait to be read on a stream',
    'the stream is dropped; the browser comes back and is told what is so then',
  ),
  leavings: limit(10_000, 'Pages that left and may come back', 'taken at their word at once'),
  renewals: limit(
    10,
    'Renewals of the token of one visit in a minute, by the browser',
    '429 `too_many_requests`',
  ),
  answerHours: limit(
    24,
    'Hours for which the answer to an `Idempotency-Key` is kept, and a token of a browser is good',
    'the request counts as a new one; the token is void',
  ),

  pageSize: limit(500, 'Items in a page of a list', REFUSED),
  pageCharacters: limit(
    524_288,
    'Characters of stored text in a page of a list',
    'the page ends early; `nextPageToken` alone says whether more follows',
  ),
  longReads: limit(64, 'Lists and counts that wait for their turn', '503 `overloaded`'),
  exports: limit(4, 'Exports of persons under way', '503 `overloaded`, until one ends'),
  exportIdleSeconds: limit(
    60,
    'Seconds in which an export is not read on',
    'it is cut off, so that others get their turn',
  ),
  pulled: limit(100, 'Interactions that one pull asks for', REFUSED),
  waitingPulls: limit(
    1000,
    'Pulls that wait for something to come',
    '503 `overloaded`, until one ends; a pull that does not wait is answered',
  ),
  leases: limit(
    100,
    'Leases of one interaction that are remembered',
    'the oldest are forgotten: 404 instead of 409 `lease_expired`',
  ),
  changes: limit(4096, 'Changes that wait to be stored', '503 `overloaded`'),
  readinessMs: limit(
    1000,
    'Milliseconds for which the answer of `/readyz` is shared',
    'nothing: whoever asks more often is told the same',
  ),

  apiKeys: limit(1000, 'API keys that are good', '409 `too_many_keys`'),
  publishableKeys: limit(1000, 'Publishable keys that are good', '409 `too_many_keys`'),
  sessions: limit(1000, 'Operators signed in to a page', 'the oldest session ends'),
  deskSessions: limit(5000, 'Agents signed in to the desk', 'the oldest session ends'),
  sessionsPerKey: limit(
    100,
    'Sessions with one key, of an operator or an agent',
    'the oldest session of the key ends',
  ),
  strategySecrets: limit(20, 'Secrets of strategies that are good', '409 `too_many_keys`'),
  revokedKeys: limit(
    1000,
    'Revoked keys and secrets that are listed, of each kind',
    'those made first leave the list; the audit has them',
  ),
  webhookEndpoints: limit(100, 'Webhook endpoints', '409 `too_many_endpoints`'),
  objects: limit(500, 'Provisioned objects of one kind', REFUSED),
  entries: limit(
    500,
    'Entries of one list in a provisioned object; agents of a group: as many as there can be',
    REFUSED,
  ),
  rules: limit(100, 'Rules of the built-in strategy', REFUSED),
  ruleValues: limit(64, 'Values of one condition of a rule', REFUSED),

  strategies: limit(100, 'SCXML strategies', '409 `too_many_strategies`'),
  strategyBytes: limit(
    2_097_152,
    'Bytes of a request body that brings an SCXML strategy',
    '413 `payload_too_large`',
  ),
  dryRuns: limit(8, 'Dry runs of strategies under way', '503 `overloaded`, until one ends'),
  strategyAnswers: limit(64, 'Scripted answers of a dry run of a strategy', REFUSED),

  agents: limit(2000, 'Agents', '409 `too_many_agents`'),
  skills: limit(100, 'Skills of an agent, or that a rule asks for', REFUSED),
  messageText: limit(4096, 'Characters of a message of a chat', REFUSED),
  chatMessages: limit(2000, 'Messages of a chat', '409 `not_allowed`'),
  messagesPerMinute: limit(
    60,
    'Messages of one side of a chat in a minute',
    '429 `too_many_requests`',
  ),
  reactiveChats: limit(
    3,
    'Chats that visitors began from one address (IPv6: one /64) and that nobody has taken',
    '429 `too_many_requests`',
  ),
  agentStreams: limit(10, 'Streams of one agent', 'the oldest is ended'),
  consoleStreams: limit(200, 'Streams of operators', '503 `overloaded`, until one ends'),
  consoleStreamsPerKey: limit(100, 'Streams of operators with one key', 'the oldest is ended'),

  filter: limit(1024, 'Characters of a filter of statistics in a request', REFUSED),
  statisticSeconds: limit(2_678_400, 'Seconds of a sliding profile (31 days)', REFUSED),
  tallyDays: limit(400, 'Days for which statistics are kept by the minute', 'forgotten'),
  reportLines: limit(
    500,
    'Steps of time of a report, or those times its groups',
    '422 `validation_failed`; groups beyond are put together',
  ),
  tallyLabels: limit(
    200,
    'Combinations of category, channel and rule that a day of the funnel tells apart',
    'categories that nobody provisioned are counted as `(others)`',
  ),
  statisticFacts: limit(
    1_000_000,
    'Facts that are looked at for a statistic with a filter',
    REFUSED,
  ),

  refusals: limit(10_000, 'Refusals that are listed', 'the oldest leave the list, and still count'),
  refusalsPerVisit: limit(
    500,
    'Refusals of one visit that are listed',
    "the oldest of the visit leave the list; others' stay",
  ),
  attempts: limit(
    1000,
    'Earlier attempts at a visitor that the caps of rules count',
    'not counted',
  ),
  undecided: limit(
    100_000,
    'Interactions, or chats, that wait for the built-in or a remote strategy',
    'left until there is room, or their clock decides; the log warns',
  ),
  messageBytes: limit(20_000, 'Bytes of a webhook', 'the user data is left out, `truncated`'),
  deliveryAttempts: limit(50, 'Attempts of a delivery that are listed', 'the oldest go'),
} as const satisfies Record<string, Limit>;
