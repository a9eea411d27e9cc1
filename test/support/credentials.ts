import { SCOPES, type Scope } from '#src/domain/scopes.js';
import { ADMIN_KEY, type Created, type Send, type TestService } from './service.js';
import { act, inSituation } from './situations.js';

/** Whom an operation lets in, and what it answers them when the rest of the call is in order. */
export interface Row {
  /** Whether it is refused while another one is under way. */
  readonly alone?: true;
  /** The scope that lets an API key in; absent where none does. */
  readonly scope?: Scope;
  /** Scopes that it needs besides, because what it answers is good for them. */
  readonly also?: readonly Scope[];
  /** The browser tokens that let in. */
  readonly tokens?: readonly ('interaction' | 'visit')[];
  /** Whether the token of any visit does, because the call names none. */
  readonly anyVisit?: true;
  /** Whether a publishable key does, from one of its origins. */
  readonly publishable?: true;
  /** Whether the API key may also come as the password of Basic. */
  readonly basic?: true;
  /** Anybody may. */
  readonly open?: true;
  readonly status: number;
  readonly body?: (credential: string) => unknown;
  readonly path?: Readonly<Record<string, () => string>>;
}

/** What can be sent as a credential, and what it is answered. */
export interface Credential {
  readonly send: Send;
  readonly expected: (row: Row) => number;
}

const denied = (): number => 401;
const wrong = (): number => 403;

const withScopes =
  (...scopes: readonly Scope[]) =>
  ({ scope, also = [], status }: Row): number =>
    scope !== undefined && [scope, ...also].every((each) => scopes.includes(each)) ? status : 403;

const bearer = (as: string, expected: Credential['expected'] = denied): Credential => ({
  send: { as },
  expected,
});

const header = (
  authorization: string,
  expected = denied as Credential['expected'],
): Credential => ({
  send: { as: null, headers: { authorization } },
  expected,
});

const withToken =
  (kind: 'interaction' | 'visit') =>
  ({ tokens, status }: Row): number =>
    tokens?.includes(kind) ? status : 403;

/** The text with its last character turned into the next one of the alphabet. */
const oneOff = (text: string): string => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');

const DAY_MS = 24 * 60 * 60 * 1000;
const ORIGIN = 'https://shop.example';

/** Everything somebody could send, about one accepted interaction. */
export async function makeCredentials(service: TestService) {
  const { call, create, key } = service;
  const visitToken = async (visitId: string | null): Promise<string> =>
    (await call<{ token: string }>('POST', '/v1/visits', { body: { visitId } })).body.token;
  const make = async (path: string, body: object) =>
    (await call<{ id: string; key: string }>('POST', `/v1/admin/${path}`, { body })).body;
  const revoke = async (path: string, { id }: { id: string }) =>
    call('DELETE', `/v1/admin/${path}/${id}`);

  const stale = await create();
  const staleVisit = await visitToken('stale');
  await service.advance(DAY_MS);
  const subject: Created = await inSituation(service, 'Pending');
  await act(service, subject, 'form', { body: { fields: {} }, as: subject.token });
  const other = await create();
  const ofVisit = await visitToken(subject.visitId);
  const ofOtherVisit = await visitToken('another');
  const revoked = await make('api-keys', { name: 'revoked', scopes: SCOPES });
  await revoke('api-keys', revoked);
  const forPages = await make('publishable-keys', { name: 'shop', origins: [ORIGIN] });
  const pagesRevoked = await make('publishable-keys', { name: 'old', origins: [ORIGIN] });
  await revoke('publishable-keys', pagesRevoked);

  const [head = '', claims = '', signature = ''] = subject.token.split('.');
  const [, otherClaims = '', otherSignature = ''] = other.token.split('.');
  const signer = head.slice('wit_'.length);
  const fromPage = (as: string, origin: string, expected: Credential['expected']): Credential => ({
    send: { as, headers: { origin } },
    expected,
  });
  const scoped: Record<string, Credential> = {};
  for (const scope of SCOPES)
    scoped[`a key for ${scope}`] = bearer(await key(scope), withScopes(scope));

  const credentials: Readonly<Record<string, Credential>> = {
    'no credential': { send: { as: null }, expected: denied },
    'an unknown key': bearer('wek_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    'no scheme': header(ADMIN_KEY),
    'the admin key as a password': header(
      `Basic ${Buffer.from(`admin:${ADMIN_KEY}`).toString('base64')}`,
      (row) => (row.basic ? row.status : 401),
    ),
    'a revoked key': bearer(revoked.key),
    ...scoped,
    'the admin key': bearer(ADMIN_KEY, withScopes(...SCOPES)),
    'its own token': bearer(subject.token, withToken('interaction')),
    'the token of its visit': bearer(ofVisit, withToken('visit')),
    "another interaction's token": bearer(other.token, wrong),
    "another visit's token": bearer(ofOtherVisit, (row) => (row.anyVisit ? row.status : 403)),
    'an expired token': bearer(stale.token),
    'a token of another signature': bearer(`${head}.${claims}.${otherSignature}`),
    'a publishable key on its page': fromPage(forPages.key, ORIGIN, (row) =>
      row.publishable ? row.status : 403,
    ),
    'a publishable key elsewhere': fromPage(forPages.key, 'https://evil.example', wrong),
    'a revoked publishable key': fromPage(pagesRevoked.key, ORIGIN, denied),
  };
  /** What looks like one of them and is none. */
  const forgeries: Readonly<Record<string, Send>> = {
    'half the admin key': { as: ADMIN_KEY.slice(0, -1) },
    'no credential behind the scheme': header('Bearer ').send,
    'two credentials': header(`Bearer ${ADMIN_KEY} ${ADMIN_KEY}`).send,
    'an expired token of a visit': { as: staleVisit },
    'a token of other claims': { as: `${head}.${otherClaims}.${signature}` },
    'a token of another kind': { as: `wvt_${signer}.${claims}.${signature}` },
    'a token of no kind': { as: `wxt_${signer}.${claims}.${signature}` },
    'a token one off': { as: oneOff(subject.token) },
    'a token one off in its claims': { as: `${head}.${oneOff(claims)}.${signature}` },
    'a token of an unknown signer': { as: `${oneOff(head)}.${claims}.${signature}` },
    'a token with more behind it': { as: `${subject.token}.x` },
    'a token with padding': { as: `${subject.token}=` },
    'a token decoded leniently': { as: `${subject.token}!` },
    'half a token': { as: `${head}.${claims}` },
    'the beginning of a token': { as: 'wit_' },
    'the beginning of a publishable key': { as: 'pk_' },
  };
  return { credentials, forgeries, subject, other, ofVisit, forPages, revoked };
}
