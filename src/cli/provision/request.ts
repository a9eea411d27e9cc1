import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Kind } from '../../domain/objects/kinds.js';
import type { Action } from '../../domain/objects/step.js';
import { Failure } from '../exit.js';
import { type Arguments, addressOf } from './flags.js';

/** How long a run may take; it is one transaction of a few dozen rows. */
const TIMEOUT_MS = 30_000;

/** What the service answers to a run. */
export interface RunAnswer {
  readonly application: string;
  readonly tenantId: number;
  readonly dryRun: boolean;
  readonly changes: readonly {
    readonly kind: Kind;
    readonly name: string;
    readonly action: Action;
    readonly detail: string;
  }[];
  readonly summary: Readonly<Record<Action, number>>;
  readonly warnings: readonly string[];
}

interface Body {
  readonly application: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly user?: string;
}

/** Asks the service to provision; rejects with a `Failure` of one line when it did not. */
export async function provisionAt(
  { host, port, user, application, overwrite }: Arguments,
  password: string,
  dryRun: boolean,
): Promise<RunAnswer> {
  const address = addressOf(host, port);
  const body: Body = { application, overwrite, dryRun, ...(user !== undefined && { user }) };
  const response = await send(`${address}/v1/admin/provisioning`, password, body).catch((error) => {
    throw unreachable(address, error);
  });
  const answer = parse(response.text);
  if (response.status === 200 && answer !== undefined && 'changes' in answer)
    return answer as unknown as RunAnswer;
  throw refused(address, response.status, answer);
}

interface Response {
  readonly status: number;
  readonly text: string;
}

/** Unlike `fetch`, this asks on every port there is. */
function send(url: string, password: string, body: Body): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { authorization: `Bearer ${password}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers, signal, agent: false }, (response) => {
      text(response).then(
        (said) => resolve({ status: response.statusCode ?? 0, text: said }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(JSON.stringify(body));
  });
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(address: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  switch (code) {
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new Failure(`nothing answers at ${address} (${code})`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Failure(`the host of ${address} is not known (${code})`);
    case 'ECONNRESET':
      return new Failure(
        `the service at ${address} ended before it answered; what it was doing is done whole or not at all`,
      );
    case 'ABORT_ERR':
      return new Failure(`no answer from ${address} within ${TIMEOUT_MS / 1000} seconds`);
    default:
      return new Failure(`${address} cannot be asked (${code})`);
  }
}

function refused(
  address: string,
  status: number,
  problem: Readonly<Record<string, unknown>> | undefined,
): Failure {
  if (typeof problem?.code !== 'string')
    return new Failure(`what answers at ${address} is not this service (status ${status})`);
  const { code, detail } = problem;
  const said = `${String(detail)} (${code})`;
  return code === 'unauthenticated'
    ? new Failure(`the password is not an admin key of the service at ${address} (${code})`)
    : new Failure(said);
}
