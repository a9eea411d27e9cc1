/** An endpoint as the service answers it. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  readonly disabledReason: 'ops' | 'gone' | 'failing' | null;
  readonly rateLimitPerSecond: number | null;
  readonly previousSecretExpiresAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** A day of an endpoint. */
export interface Statistics {
  readonly attempts: number;
  readonly succeeded: number;
  readonly failedAttempts: number;
  readonly givenUp: number;
  readonly averageDurationMs: number | null;
  readonly pending: number;
  readonly failingSince: string | null;
}

export interface Attempt {
  readonly at: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  readonly eventType: string;
  readonly interactionId: string | null;
  readonly state: 'pending' | 'retrying' | 'succeeded' | 'given_up';
  readonly attemptCount: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly Attempt[];
}

/** How an endpoint does: a word, and whether it is good news. */
export interface Health {
  readonly word: 'disabled' | 'failing' | 'some fail' | 'healthy' | 'idle';
  readonly tone: 'good' | 'warn' | 'bad' | '';
}

/** How an endpoint does, by its last 24 hours; null until they are known. */
export function healthOf(endpoint: Endpoint, statistics: Statistics | undefined): Health | null {
  if (!endpoint.enabled)
    return { word: 'disabled', tone: endpoint.disabledReason === 'ops' ? '' : 'bad' };
  if (statistics === undefined) return null;
  const { failingSince, attempts, failedAttempts } = statistics;
  if (failingSince !== null) return { word: 'failing', tone: 'bad' };
  if (failedAttempts > 0) return { word: 'some fail', tone: 'warn' };
  return attempts > 0 ? { word: 'healthy', tone: 'good' } : { word: 'idle', tone: '' };
}

/** Why nothing is sent to an endpoint. */
export const DISABLED_WORDS: Readonly<Record<NonNullable<Endpoint['disabledReason']>, string>> = {
  ops: 'An operator disabled it.',
  gone: 'It answered 410 Gone, so it is sent nothing any more.',
  failing: 'It only failed for 120 hours, so it is sent nothing any more.',
};

export const STATE_WORDS: Readonly<Record<Delivery['state'], string>> = {
  pending: 'pending',
  retrying: 'retrying',
  succeeded: 'delivered',
  given_up: 'given up',
};

/** The share of attempts that succeeded, in percent; never 100 while one failed. */
export function rateWords({ attempts, succeeded }: Statistics): string {
  if (attempts === 0) return '–';
  const percent = Math.floor((succeeded / attempts) * 1000) / 10;
  return `${percent} % of ${attempts.toLocaleString('en')}`;
}

/** What came of an attempt. */
export const outcomeOf = ({ status, error }: Pick<Attempt, 'status' | 'error'>): string =>
  status === null ? (error ?? 'no answer') : `answered ${status}`;

export const PATH = '/v1/admin/webhook-endpoints';
