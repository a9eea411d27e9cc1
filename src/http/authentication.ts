import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys, Scope } from '../auth/keys.js';
import { looksLikeToken, type Tokens } from '../auth/tokens.js';
import { Problem } from '../errors.js';
import type { Operator } from '../store/store.js';

/** Who makes a request, as proven. */
export type Caller =
  | {
      readonly kind: 'apiKey';
      readonly id: string;
      readonly name: string;
      readonly scopes: readonly string[];
    }
  | { readonly kind: 'interaction'; readonly interactionId: string };

/** Who may use an operation: declared by its route, enforced before its body is looked at. */
export interface Access {
  /** The scope an API key needs; without one, no API key may. */
  readonly scope?: Scope;
  /**
   * Whether an interaction token may: `own` for the interaction in `:id`, `visit` for the visit
   * of it in `:visitId`.
   */
  readonly token?: 'own' | 'visit';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent for what anybody may see. */
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export interface AuthenticationDependencies {
  readonly keys: ApiKeys;
  readonly tokens: Tokens;
  /** The visit of an interaction; undefined when there is no such interaction. */
  visitOf(interactionId: string): Promise<string | null | undefined>;
}

const unauthenticated = (detail: string): Problem =>
  new Problem(
    'unauthenticated',
    detail,
    {},
    { 'www-authenticate': 'Bearer realm="webengagement"' },
  );

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const [, credential] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (credential === undefined)
    throw unauthenticated('The Authorization header must be `Bearer <credential>`.');
  return credential;
}

const textIn = (container: unknown, name: string): string | undefined => {
  const value =
    typeof container === 'object' && container !== null && Object.hasOwn(container, name)
      ? (container as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** Judges the credential of every route that declares `access`, before validation of the body. */
export function authenticate(
  app: FastifyInstance,
  { keys, tokens, visitOf }: AuthenticationDependencies,
): void {
  async function identify(credential: string): Promise<Caller> {
    if (looksLikeToken(credential)) {
      const claims = tokens.verify(credential);
      if (claims === undefined) throw unauthenticated('The token is not valid, or has expired.');
      return { kind: 'interaction', interactionId: claims.subject };
    }
    const key = await keys.authenticate(credential);
    if (key === undefined) throw unauthenticated('The API key is not known, or was revoked.');
    return { kind: 'apiKey', id: key.id, name: key.name, scopes: key.scopes };
  }

  async function authorise(caller: Caller, access: Access, request: FastifyRequest): Promise<void> {
    const params = request.params as { id?: string; visitId?: string };
    if (caller.kind === 'apiKey') {
      if (access.scope === undefined)
        throw new Problem('insufficient_scope', 'Only the interaction token may do this.');
      if (!caller.scopes.includes(access.scope))
        throw new Problem('insufficient_scope', `The key needs the scope ${access.scope}.`);
      return;
    }
    const own = access.token === 'own' && caller.interactionId === params.id;
    const visit =
      access.token === 'visit' && (await visitOf(caller.interactionId)) === params.visitId;
    if (own || visit) return;
    throw new Problem(
      'forbidden',
      access.token
        ? 'The token was made for another interaction.'
        : `An interaction token may not do this; use an API key with the scope ${access.scope}.`,
    );
  }

  async function admit(credential: string, access: Access, request: FastifyRequest) {
    const caller = await identify(credential);
    await authorise(caller, access, request);
    request.caller = caller;
  }

  /** Addresses and bodies end up in more places than headers: a key there is as good as none. */
  function tokenIn(container: unknown): string | undefined {
    const text = textIn(container, 'token');
    if (text === undefined || looksLikeToken(text)) return text;
    throw unauthenticated('`token` is for interaction tokens; send an API key as Bearer.');
  }

  app.decorateRequest('caller', null);

  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (access === undefined) return;
    const credential = bearerOf(request) ?? (access.token && tokenIn(request.query));
    if (credential !== undefined) return admit(credential, access, request);
    if (access.token === undefined || request.method === 'GET')
      throw unauthenticated('Send `Authorization: Bearer <credential>`.');
  });

  app.addHook('preValidation', async (request) => {
    const { access } = request.routeOptions.config;
    if (access === undefined || request.caller !== null) return;
    const credential = tokenIn(request.body);
    if (credential === undefined)
      throw unauthenticated('Send the interaction token as Bearer, or as `token` in the body.');
    await admit(credential, access, request);
  });
}

/** The caller of a route that declares `access`. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('the route declares no access');
  return request.caller;
}

/** The operator behind a request to an admin route, for the audit. */
export function operatorOf(request: FastifyRequest): Operator {
  const caller = callerOf(request);
  if (caller.kind !== 'apiKey') throw new Error('the route lets others than API keys in');
  return { keyId: caller.id, keyName: caller.name };
}
