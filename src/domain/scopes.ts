/** What an API key may allow. */
export const SCOPES = [
  'interactions:create',
  'interactions:read',
  'orchestration',
  'chats:read',
  'admin:read',
  'admin:write',
  /** Pushing strategies: what they read of every interaction, and decide, is given with it. */
  'strategies:write',
] as const;
export type Scope = (typeof SCOPES)[number];
