import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Operator } from '../../decisions/audit.js';
import type { ApiKey, PublishableKey } from '../../decisions/credentials.js';
import type { Settings } from '../../decisions/settings.js';
import { canonicalOrigin } from '../../domain/origin.js';
import { Problem } from '../../domain/problems.js';
import type { Scope } from '../../domain/scopes.js';
import { apiKeyOf } from '../../settings/api-keys.js';
import { isGoodPublishableKey, PUBLISHABLE_PREFIX } from '../../settings/publishable-keys.js';
import { looksLikeSession, type Sessions } from '../../settings/sessions.js';
import {
  looksLikeToken,
  type ProvenClaims,
  type TokenClaims,
  type Tokens,
} from '../../settings/tokens.js';
import type { Store } from '../../store/store.js';
import { chatIdOf } from './chat-outcomes.js';
import { credentialIn, headerCredentialOf, unauthenticated } from './credentials.js';
import { found } from './outcomes.js';
import { ADMIN_COOKIE, AGENT_COOKIE, cookieOf, isSameOrigin } from './own-page.js';

/** Who makes a request, as proven. */
export type Caller =
  | { readonly kind: 'apiKey'; readonly key: ApiKey }
  | { readonly kind: 'publishableKey'; readonly key: PublishableKey }
  /** An agent, by the key that is bound to them or by the cookie of the desk. */
  | { readonly kind: 'agent'; readonly agent: string; readonly key: ApiKey }
  | ProvenClaims;

/** Whose key it is: an agent's, or that of a back end or of ops. */
const callerOfKey = (key: ApiKey): Caller =>
  key.agent ? { kind: 'agent', agent: key.agent, key } : { kind: 'apiKey', key };

/** Who may use an operation: declared by its route, enforced before its body is looked at. */
export interface Access {
  /** The scope an API key needs; without one, no API key may. */
  readonly scope?: Scope;
  /**
   * The browser tokens that may. With `:id` in the address, an interaction token must be of that
   * interaction and a visit token of its visit; with `:visitId`, likewise the other way round; with
   * `:chatId`, of that chat's.
   */
  readonly tokens?: readonly ('interaction' | 'visit')[];
  /** Whether it is for agents, and for nobody else. */
  readonly agent?: true;
  /** Whether a publishable key may, from one of its origins. */
  readonly publishable?: true;
  /** Whether an API key may also come as `?key=` or as the password of Basic. */
  readonly legacy?: true;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent for what anybody may see. */
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
    /** Whether the credential would still be let in: for answers that take long. */
    isWelcome: () => boolean;
  }
}

export interface AuthenticationDependencies {
  readonly store: Pick<Store, 'read' | 'lastSettings'>;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}

/** The page a request comes from; a same-origin request without `Origin` is on the service's own. */
export function originOf(request: FastifyRequest): string | undefined {
  const { origin = isSameOrigin(request) ? `${request.protocol}://${request.host}` : undefined } =
    request.headers;
  return origin && (canonicalOrigin(origin) ?? origin);
}

/** Judges the credential of every route that declares `access`, before validation of the body. */
export function authenticate(
  app: FastifyInstance,
  { store, tokens, sessions }: AuthenticationDependencies,
): void {
  function isWelcome(credential: string): boolean {
    const settings = store.lastSettings();
    try {
      const caller = identify(credential, settings);
      return !isOfRevoked(caller, settings);
    } catch {
      return false;
    }
  }

  function identify(credential: string, settings: Settings): Caller {
    if (looksLikeToken(credential)) {
      const claims = tokens.verify(settings, credential);
      if (claims === undefined) throw unauthenticated('The token is not valid, or has expired.');
      return claims;
    }
    if (looksLikeSession(credential)) {
      const session = sessions.find(settings, credential);
      if (session === undefined)
        throw unauthenticated('The session has ended, or its key was revoked: sign in again.');
      return callerOfKey(session.key);
    }
    if (credential.startsWith(PUBLISHABLE_PREFIX)) {
      const key = settings.publishableKeyByText.get(credential);
      if (key === undefined)
        throw unauthenticated('The publishable key is not known, or was revoked.');
      return { kind: 'publishableKey', key };
    }
    const key = apiKeyOf(settings, credential);
    if (key === undefined) throw unauthenticated('The API key is not known, or was revoked.');
    return callerOfKey(key);
  }

  function authoriseAgent(caller: Caller, access: Access): void {
    if (caller.kind !== 'agent')
      throw new Problem(
        'insufficient_scope',
        'Only the key of an agent may do this; `POST /v1/admin/agents` makes one.',
      );
    if (!access.agent)
      throw new Problem('insufficient_scope', 'The key of an agent is for `/v1/agent` only.');
  }

  function authoriseKey(scopes: readonly string[], { scope }: Access): void {
    if (scope === undefined)
      throw new Problem('insufficient_scope', 'Only the token of the browser may do this.');
    if (!scopes.includes(scope))
      throw new Problem('insufficient_scope', `The key needs the scope ${scope}.`);
  }

  function authorisePublishable(
    key: PublishableKey,
    access: Access,
    request: FastifyRequest,
  ): void {
    if (!access.publishable)
      throw new Problem(
        'forbidden',
        'A publishable key may only POST /v1/visits and GET /v1/chats/availability.',
      );
    const origin = originOf(request);
    if (origin === undefined || !key.origins.includes(origin))
      throw new Problem(
        'origin_not_allowed',
        `The key is for pages of ${key.origins.join(', ')}${origin ? `, not of ${origin}` : '; the request names no Origin'}.`,
      );
  }

  /** A chat is for the tokens of its visit, and of the interaction that it came of. */
  async function authoriseForChat(claims: TokenClaims, chatId: string): Promise<void> {
    const { visitId, interactionId } = found(await store.read('chat', chatIdOf(chatId)), 'chat');
    const isOf =
      claims.kind === 'visit' ? visitId === claims.visitId : interactionId === claims.interactionId;
    if (!isOf) throw new Problem('forbidden', `The token was made for another ${claims.kind}.`);
  }

  async function authoriseToken(claims: TokenClaims, access: Access, request: FastifyRequest) {
    if (!access.tokens?.includes(claims.kind))
      throw new Problem(
        'forbidden',
        access.scope
          ? `The ${claims.kind} token may not do this; use an API key with the scope ${access.scope}.`
          : `The ${claims.kind} token may not do this.`,
      );
    const { id, visitId, chatId } = request.params as {
      id?: string;
      visitId?: string;
      chatId?: string;
    };
    const of = claims.kind === 'interaction' ? claims.interactionId : id;
    const interaction = of === undefined ? null : await store.read('interaction', of);
    if (claims.kind === 'interaction' && interaction?.erasedAt)
      throw unauthenticated('The token is void.');
    if (chatId !== undefined) return authoriseForChat(claims, chatId);
    // A route that names nothing in its path judges what its body names.
    const covers =
      id !== undefined
        ? claims.kind === 'interaction'
          ? id === claims.interactionId
          : interaction?.visitId === claims.visitId
        : visitId === undefined ||
          visitId === (claims.kind === 'interaction' ? interaction?.visitId : claims.visitId);
    if (!covers) throw new Problem('forbidden', `The token was made for another ${claims.kind}.`);
  }

  /** Lets a credential in, or throws: a promise only of what has to be looked up. */
  function admit(
    credential: string,
    access: Access,
    request: FastifyRequest,
  ): void | Promise<void> {
    const caller = identify(credential, request.settings);
    const welcome = (): void => {
      request.caller = caller;
      request.isWelcome = () => isWelcome(credential);
    };
    if (access.agent || caller.kind === 'agent') authoriseAgent(caller, access);
    else if (caller.kind === 'apiKey') authoriseKey(caller.key.scopes, access);
    else if (caller.kind === 'publishableKey') authorisePublishable(caller.key, access, request);
    else return authoriseToken(caller, access, request).then(welcome);
    welcome();
  }

  /** A hook that takes a turn only when the judge has to look something up. */
  const judging =
    (judge: (request: FastifyRequest) => void | Promise<void>): onRequestHookHandler =>
    (request, _reply, done) => {
      const judged = judge(request);
      if (judged === undefined) done();
      else judged.then(() => done(), done);
    };

  app.decorateRequest('caller', null);
  app.decorateRequest('isWelcome', () => false);

  const judgeHeaders = (request: FastifyRequest): void | Promise<void> => {
    const { access } = request.routeOptions.config;
    if (access === undefined) return;
    const isBodyRead = request.method !== 'GET' && (access.tokens || access.publishable);
    const credential =
      headerCredentialOf(request, access) ??
      credentialIn(request.query, access) ??
      // What the body says comes first: a browser sends its cookies of its own accord.
      (isBodyRead ? undefined : sessionIn(request, access));
    if (credential !== undefined) return admit(credential, access, request);
    if (!isBodyRead) throw unauthenticated('Send `Authorization: Bearer <credential>`.');
  };

  const judgeBody = (request: FastifyRequest): void | Promise<void> => {
    if (request.caller !== null) return;
    const { access } = request.routeOptions.config;
    if (access === undefined) return;
    const credential = credentialIn(request.body, access) ?? sessionIn(request, access);
    if (credential === undefined)
      throw unauthenticated(
        'Send the credential as `Authorization: Bearer …`, a token also as `token` in the body.',
      );
    return admit(credential, access, request);
  };

  app.addHook('onRequest', judging(judgeHeaders));
  app.addHook('preValidation', judging(judgeBody));
}

/** The session in the cookie of the page that is for such routes: the desk's or the console's. */
const sessionIn = (request: FastifyRequest, access: Access): string | undefined =>
  access.agent || access.scope
    ? cookieOf(request, access.agent ? AGENT_COOKIE : ADMIN_COOKIE)
    : undefined;

/** The caller of a route that declares `access`. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('the route declares no access');
  return request.caller;
}

/** Whether a request comes with a key of a scope. */
export function holds(request: FastifyRequest, scope: Scope): boolean {
  const caller = callerOf(request);
  return caller.kind === 'apiKey' && caller.key.scopes.includes(scope);
}

/**
 * Refuses to give away what the caller does not hold: a key, a secret or an address made with
 * `admin:write` would otherwise be good for more than the key it was made with.
 */
export function mustHold(request: FastifyRequest, scopes: readonly Scope[], gift: string): void {
  const missing = scopes.filter((scope) => !holds(request, scope));
  if (missing.length > 0)
    throw new Problem(
      'insufficient_scope',
      `${gift} gives ${missing.join(' and ')}, which the key itself does not hold; use one that does.`,
    );
}

/** The agent behind a request to an agent's route. */
export function agentOf(request: FastifyRequest): string {
  const caller = callerOf(request);
  if (caller.kind !== 'agent') throw new Error('the route lets others than agents in');
  return caller.agent;
}

/** The operator behind a request to an admin route, for the audit. */
export function operatorOf(request: FastifyRequest): Operator {
  const caller = callerOf(request);
  if (caller.kind !== 'apiKey') throw new Error('the route lets others than API keys in');
  return { keyId: caller.key.id, keyName: caller.key.name };
}

const isOfRevoked = (caller: Caller, settings: Settings): boolean =>
  caller.kind === 'visit' && caller.keyId !== null && !isGoodPublishableKey(settings, caller.keyId);

/** Refuses the visit of a publishable key that was revoked: it gets nothing new. */
export function checkKeyOf(caller: Caller, settings: Settings): void {
  if (isOfRevoked(caller, settings))
    throw unauthenticated('The publishable key of the visit was revoked.');
}
