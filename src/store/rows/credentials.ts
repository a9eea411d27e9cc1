import type { ApiKey, PublishableKey, SigningKey } from '../../decisions/credentials.js';

/** A row of `api_keys`. */
export type ApiKeyRow = Omit<ApiKey, 'scopes'> & { readonly scopes: string };
/** A row of `publishable_keys`. */
export type PublishableKeyRow = Omit<PublishableKey, 'origins'> & { readonly origins: string };
/** A row of `signing_keys`. */
export type SigningKeyRow = Omit<SigningKey, 'secret'> & { readonly secret: Buffer };

/** The key that a row holds. */
export const apiKeyOf = ({ agent, ...row }: ApiKeyRow): ApiKey => ({
  ...row,
  scopes: row.scopes.split(' '),
  ...(agent && { agent }),
});

/** The key that a row holds. */
export const publishableKeyOf = (row: PublishableKeyRow): PublishableKey => ({
  ...row,
  origins: JSON.parse(row.origins) as string[],
});

/** The key that a row holds. */
export const signingKeyOf = (row: SigningKeyRow): SigningKey => ({
  ...row,
  secret: row.secret.toString('base64url'),
});
