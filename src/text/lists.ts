/**
 * The columns in which each list of the API is shown to people, by the server and by the commands.
 * A list without an entry shows every member of its items. The first columns are those that a narrow
 * terminal shows.
 */
export const COLUMNS = {
  agents: ['name', 'displayName', 'state', 'reason', 'since', 'held', 'capacity', 'groups', 'skills'],
  chats: ['id', 'state', 'outcome', 'agent', 'group', 'visitId', 'queuedAt', 'endedAt'],
  chatHistory: ['at', 'type', 'by', 'from', 'to', 'agent', 'group', 'outcome', 'detail', 'sequence'],
  chatRoutingHistory: ['version', 'updatedAt', 'updatedBy', 'rules'],
  apiKeys: ['id', 'name', 'prefix', 'scopes', 'createdAt', 'revokedAt'],
  audit: ['at', 'keyName', 'action', 'target', 'before', 'after'],
  deliveries: [
    'id',
    'eventType',
    'endpointId',
    'state',
    'attemptCount',
    'lastStatus',
    'lastError',
    'nextAttemptAt',
  ],
  backups: ['file', 'bytes', 'createdAt'],
  events: ['id', 'timestamp', 'type', 'interactionId', 'deliveries'],
  engagementLogicHistory: ['version', 'updatedAt', 'updatedBy', 'rules'],
  interactionHistory: [
    'at',
    'type',
    'reason',
    'reasonDetail',
    'detail',
    'by',
    'from',
    'to',
    'queue',
    'sequence',
  ],
  interactions: ['id', 'state', 'status', 'visitId', 'reason', 'createdAt', 'deadlineAt'],
  objects: ['name', 'version', 'provisioned', 'properties'],
  optionHistory: ['version', 'value', 'updatedAt', 'updatedBy'],
  options: ['name', 'value', 'default', 'valid'],
  publishableKeys: ['id', 'name', 'key', 'origins', 'createdAt', 'revokedAt'],
  refusals: ['at', 'reason', 'rule', 'detail', 'visitId', 'interactionId'],
  signingKeys: ['id', 'createdAt', 'verifiesUntil', 'signs'],
  strategySecrets: ['id', 'name', 'createdAt', 'revokedAt'],
  webhookEndpoints: ['id', 'url', 'eventTypes', 'description', 'enabled', 'disabledReason'],
  queues: ['name', 'states', 'active', 'stopped', 'entered', 'oldestActiveAt', 'strategy'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
