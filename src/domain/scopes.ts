/** What an API key may allow. */
export const SCOPES = [
  'interactions:create',
  'interactions:read',
  'orchestration',
  'chats:read',
  'admin:read',
  'admin:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What the key of an agent allows, and no other key: it comes with the agent alone. */
export const AGENT_SCOPE = 'agents';
