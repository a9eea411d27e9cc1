import { CHAT_PROBLEMS } from './chats/problems.js';
import type { Refusal } from './interactions/vocabulary.js';
import type { ProblemDefinition } from './problem-definition.js';
import { STATISTICS_PROBLEMS } from './statistics/problems.js';
import { STRATEGY_PROBLEMS } from './strategies/problems.js';

/** Every problem that can leave the service, once: code, status, title, what to do. */
export const PROBLEMS = {
  malformed_request: {
    status: 400,
    title: 'The request is not well-formed HTTP',
    help: 'Look at the client or at the proxy in between; the headers may also be too large.',
  },
  malformed_body: {
    status: 400,
    title: 'The body cannot be read',
    help: 'Send well-formed UTF-8 JSON, or the form encoding where the operation takes it.',
  },
  unauthenticated: {
    status: 401,
    title: 'Credentials are missing or wrong',
    help: 'Send `Authorization: Bearer <API key>`, or the interaction token where the operation takes one.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The key lacks the scope for this operation',
    help: 'Use a key that has the scope named in `detail`.',
  },
  forbidden: {
    status: 403,
    title: 'The credential is for something else',
    help: 'Use the token that was made for this very interaction or visit; `detail` says what else would do.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The key is not for pages of this origin',
    help: 'Add the origin of the page to a publishable key and use that one.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    help: 'Check the address and what it names: a name is in the list that goes with it, an id is a UUID as the service gave it out.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The resource does not have this method',
    help: 'Use one of the methods in the `Allow` header.',
  },
  engagement_in_progress: {
    status: 409,
    title: 'The visit already has a live engagement attempt',
    help: 'Wait until `blockedUntil`, or for the end of the interaction named by `interactionId`.',
  },
  ...CHAT_PROBLEMS,
  engagement_expired: {
    status: 409,
    title: 'The engagement has expired',
    help: 'Nothing more can happen to this interaction; a new one may be created for the visit.',
  },
  already_disposed: {
    status: 409,
    title: 'The interaction has already ended',
    help: '`state` and `dispositionCode` say how; the first answer stands.',
  },
  not_allowed: {
    status: 409,
    title: 'The interaction is not in a state for this',
    help: '`state` says where it is; `docs/lifecycle.md` shows what is possible there.',
  },
  form_already_completed: {
    status: 409,
    title: 'The registration form was already completed with other fields',
    help: 'The first completion stands; sending the same fields again is answered as the first time.',
  },
  lease_expired: {
    status: 409,
    title: 'The lease has ended',
    help: 'Whatever you decide on the interaction still counts if it is the first decision; pull again for more.',
  },
  view_disabled: {
    status: 409,
    title: 'The view is disabled',
    help: 'Enable it: PUT the object of the view with `"enabled": true`.',
  },
  object_in_use: {
    status: 409,
    title: 'The object is in use',
    help: '`users` lists what names or needs it; change or delete those first.',
  },
  prerequisite_missing: {
    status: 409,
    title: 'Something that provisioning needs is missing',
    help: '`detail` names it; connect the application, then provision again. Nothing was changed.',
  },
  endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is disabled',
    help: 'Enable it with `PATCH` and `{ "enabled": true }`, then try again.',
  },
  message_erased: {
    status: 409,
    title: 'The message cannot be sent any more',
    help: 'The person it told of was erased; only the record of the delivery is left.',
  },
  backup_elsewhere: {
    status: 409,
    title: 'The database is not backed up by this program',
    help: 'Use the tools of PostgreSQL: `pg_dump`, or base backups with an archive of the log.',
  },
  backup_in_progress: {
    status: 409,
    title: 'A backup is being made already',
    help: 'Wait for it: `GET /v1/admin/backups` lists it once it is there.',
  },
  too_many_endpoints: {
    status: 409,
    title: 'There are as many webhook endpoints as there can be',
    help: 'Delete one that is no longer needed.',
  },
  too_many_keys: {
    status: 409,
    title: 'There are as many keys of this kind as there can be',
    help: 'Revoke one that is no longer needed.',
  },
  precondition_failed: {
    status: 412,
    title: 'It was changed in the meantime',
    help: 'Read it again and send the change with the `ETag` you got.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    help: 'A body may have at most 65,536 bytes, one that brings a strategy 2,097,152.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The media type is not supported',
    help: 'Send `Content-Type: application/json`.',
  },
  validation_failed: {
    status: 422,
    title: 'The request does not fit the operation',
    help: '`errors` says for each place what is wrong and what would be valid.',
  },
  phone_number_required: {
    status: 422,
    title: 'A callback needs a phone number',
    help: 'Send the phone number under the key named in `errors`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    help: 'Use a new key for a new request; repeat a request with exactly the same payload.',
  },
  address_not_allowed: {
    status: 422,
    title: 'This address may not be called',
    help: 'Use a public address, or list its range in `WEBHOOK_ALLOW_PRIVATE`.',
  },
  invalid_option_value: {
    status: 422,
    title: 'The option cannot have this value',
    help: '`detail` names the valid values; the old value stays.',
  },
  unknown_category: {
    status: 422,
    title: 'The category is not provisioned',
    help: 'Use a provisioned category, or turn `engagement.strictCategories` off.',
  },
  ...STATISTICS_PROBLEMS,
  ...STRATEGY_PROBLEMS,
  unknown_application: {
    status: 422,
    title: 'There is no such application',
    help: 'Name one of the applications in `detail`. Nothing was changed.',
  },
  host_not_allowed: {
    status: 421,
    title: 'The Host header names another host',
    help: 'Call the service by the address it listens on, or tell it its name with `PUBLIC_URL`.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    help: 'Try again after the seconds in `Retry-After`; `RateLimit` says what is left.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'Look for the request id in `instance` in the log of the service.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is waiting',
    help: 'Nothing was done; try again after the seconds in `Retry-After`.',
  },
  not_ready: {
    status: 503,
    title: 'The service cannot do its work now',
    help: '`checks` says of each what it found; the log of the service says why.',
  },
  storage_unavailable: {
    status: 503,
    title: 'The storage did not do it',
    help: '`detail` says what is known of the change; look at the log and the disk of the data directory, then try again with the same `Idempotency-Key`.',
  },
} as const satisfies Record<string, ProblemDefinition>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** The problem that answers each refusal of the lifecycle: the same words. */
export const REFUSAL_PROBLEMS = {
  engagement_in_progress: 'engagement_in_progress',
  engagement_expired: 'engagement_expired',
  already_disposed: 'already_disposed',
  not_allowed: 'not_allowed',
  form_already_completed: 'form_already_completed',
  phone_number_required: 'phone_number_required',
  chat_in_progress: 'chat_in_progress',
} as const satisfies Record<Refusal, ProblemCode>;

/** One place of a request that does not fit. */
export interface Misfit {
  /** A JSON pointer fragment into the body, or the name of a parameter behind `#/`. */
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal on its way to the caller; the only kind of error that says anything to one. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    /** More members of the problem document; `help` takes the place of the catalogue's. */
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/**
 * The address of a kind of problem: its entry in the guides of the service at `origin`, so that who
 * reads it can go there. Ends in the code.
 */
export function problemType(code: ProblemCode, origin = ''): string {
  return `${origin}/docs/errors#${code}`;
}
