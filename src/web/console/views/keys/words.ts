import type { Scope } from '../../../../domain/scopes.js';

/** What the keys of every kind have in common, as far as they have it. */
export interface Credential {
  readonly id: string;
  readonly name?: string;
  readonly createdAt: string;
  readonly revokedAt?: string | null;
  /** API keys: the first characters. */
  readonly prefix?: string;
  readonly scopes?: readonly Scope[];
  /** Publishable keys: no secret. */
  readonly key?: string;
  readonly origins?: readonly string[];
  /** Signing keys. */
  readonly verifiesUntil?: string;
  readonly signs?: boolean;
  /** Sessions. */
  readonly keyId?: string;
  readonly keyName?: string;
  readonly expiresAt?: string;
}

/** A kind of credential: where it is, how it is spoken of, and what ends with it. */
export interface Kind {
  /** The tab; empty for the first. */
  readonly tab: string;
  readonly title: string;
  readonly path: string;
  readonly one: string;
  readonly what: string;
  /** What the button that ends one says. */
  readonly verb: string;
  /** What ends with it. */
  readonly ends: string;
  /** What the button that makes one says; nothing where they begin elsewhere. */
  readonly make?: string;
  /** What whoever makes one must be allowed to do as well. */
  readonly needs?: Scope;
}

export const KINDS = [
  {
    tab: '',
    title: 'API keys',
    path: '/v1/admin/api-keys',
    one: 'API key',
    what: 'An API key is for a server, a tool or a person: it allows what its scopes say.',
    verb: 'Revoke',
    ends: 'What uses it is refused from now on, and the sessions of the console or the desk that were begun with it end.',
    make: 'New API key',
  },
  {
    tab: 'publishable',
    title: 'Publishable keys',
    path: '/v1/admin/publishable-keys',
    one: 'publishable key',
    what: 'A publishable key stands in the pages of a site, for its origins alone; it is no secret.',
    verb: 'Revoke',
    ends: 'Pages that carry it begin no more visits from now on.',
    make: 'New publishable key',
    needs: 'interactions:create',
  },
  {
    tab: 'signing',
    title: 'Signing keys',
    path: '/v1/admin/signing-keys',
    one: 'signing key',
    what: 'The service signs the tokens of browsers with the newest, and replaces it every 30 days.',
    verb: 'Withdraw',
    ends: 'Every browser token that it signed is void at once: pages begin their visits anew. If it is the one that signs, another takes its place in the same change.',
    make: 'Sign with a new one',
  },
  {
    tab: 'strategy',
    title: 'Strategy secrets',
    path: '/v1/admin/strategy-secrets',
    one: 'strategy secret',
    what: 'A strategy signs its calls with its secret.',
    verb: 'Revoke',
    ends: 'Calls that are signed with it are refused from now on.',
    make: 'New strategy secret',
    needs: 'orchestration',
  },
  {
    tab: 'sessions',
    title: 'Sessions',
    path: '/v1/admin/sessions',
    one: 'session',
    what: 'Who is signed in to the console, for eight hours at most.',
    verb: 'End',
    ends: 'The console is signed out in that browser at once; the key stays good, and can sign in again.',
  },
] as const satisfies readonly Kind[];

/** The key of the installation; only another in its place ends it. */
const ADMIN = 'admin';

/** Whether it can be ended here. */
export const canEnd = ({ tab }: Kind, { name, revokedAt }: Credential): boolean =>
  (revokedAt ?? null) === null && !(tab === '' && name === ADMIN);

/** How it is called in sentences. */
export const nameOf = ({ name, keyName, id }: Credential): string => name ?? keyName ?? id;
