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
