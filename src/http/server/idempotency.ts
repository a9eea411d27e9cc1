import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Idempotency } from '../../decisions/once.js';
import { Type } from '../../domain/typebox.js';
import { type Caller, callerOf } from './authentication.js';
import { validationProblem } from './problems.js';

/** The header of operations that may be repeated without doing their work twice. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours.',
    }),
  ),
});

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

const credentialOf = (caller: Caller): string => {
  switch (caller.kind) {
    case 'interaction':
      return caller.interactionId;
    case 'visit':
      return caller.visitId;
    default:
      return caller.key.id;
  }
};

/** What names a call that was signed by `signer`, should it come again. */
export const signedCallOf = (signer: string, id: string, instruction: object): Idempotency => ({
  scope: digest(`strategy webhook ${signer}`),
  key: id,
  fingerprint: digest(JSON.stringify(instruction)),
});

/** What names this request should it come again; undefined when it has no Idempotency-Key. */
export function idempotencyOf(
  request: FastifyRequest,
  header: string | undefined,
  payload: object,
): Idempotency | undefined {
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key))
    throw validationProblem([
      { pointer: '#/Idempotency-Key', detail: 'must be 1–255 printable ASCII characters' },
    ]);
  const caller = callerOf(request);
  return {
    scope: digest(`${caller.kind} ${credentialOf(caller)} ${request.routeOptions.url}`),
    key,
    fingerprint: digest(JSON.stringify(payload)),
  };
}
