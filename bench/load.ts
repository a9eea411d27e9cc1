import { randomFillSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';

/** What a load is made of. */
export interface Load {
  readonly address: string;
  readonly key: string;
  readonly connections: number;
  /** Requests, all of which are answered before the load ends. */
  readonly amount: number;
  /** Whether the body has more than the visit. */
  readonly rich: boolean;
  /** Resolves when everything that the answered requests lead to is done; counts as theirs. */
  finished?(): Promise<void>;
}

/** What came of a load; times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** How many were answered. */
  readonly done: number;
  /** Share of the time in which the loading process itself was busy: near 1 it is the bottleneck. */
  readonly loaderBusy: number;
}

/** As long as the ids that the service mints; the real ones are as random as these. */
const ID_BYTES = 16;
const PLACE = 'x'.repeat(22);
/** Random bytes are drawn for so many ids at once. */
const POOL = Buffer.alloc(ID_BYTES * 4096);
let drawn = POOL.length;

function randomId(): string {
  if (drawn === POOL.length) {
    randomFillSync(POOL);
    drawn = 0;
  }
  drawn += ID_BYTES;
  return POOL.toString('base64url', drawn - ID_BYTES, drawn);
}

const bodyOf = (rich: boolean): string =>
  JSON.stringify({
    visitId: PLACE,
    ...(rich && {
      visitorId: PLACE,
      pageUrl: 'https://shop.example.com/cart?step=2&utm_source=newsletter',
      userData: { EmailAddress: `${PLACE}@example.com`, FirstName: 'Ada', CartValue: '129.90' },
    }),
  });

/** The private part of an autocannon client that says which bytes are sent. */
interface Sender {
  getRequestBuffer(): Buffer;
}

/**
 * Writes a fresh id into every place of the request's bytes before they are sent. Building each
 * request anew the documented way makes the loading process slower than the servers it measures.
 */
function renumber(client: Sender): void {
  const original = client.getRequestBuffer.bind(client);
  let places: readonly number[] | undefined;
  client.getRequestBuffer = () => {
    const bytes = original();
    places ??= placesIn(bytes);
    const id = randomId();
    for (const place of places) bytes.write(id, place, 'latin1');
    return bytes;
  };
}

function placesIn(bytes: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(PLACE); at >= 0; at = bytes.indexOf(PLACE, at + 1)) places.push(at);
  return places;
}

/** The value that this share of them is below. */
export const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;

/** Sends `amount` creations, every one for another visit; rejects unless each is answered 201. */
export async function apply({
  address,
  key,
  connections,
  amount,
  rich,
  finished = async () => {},
}: Load): Promise<LoadResult> {
  const durations = new Float64Array(amount);
  let answers = 0;
  let created = 0;
  let firstAt = 0;
  let lastAt = 0;
  const before = performance.eventLoopUtilization();
  let busy = 0;
  let finishing: Promise<void> | undefined;

  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    firstAt = performance.now();
    const run = autocannon(
      {
        url: `${address}/v1/interactions`,
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: bodyOf(rich),
        connections,
        amount,
        timeout: 20,
        // How often it looks whether all is answered.
        sampleInt: 50,
        setupClient: (client) => renumber(client as unknown as Sender),
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    run.on('response', (_client, status, _bytes, responseTime) => {
      durations[answers] = responseTime;
      answers += 1;
      if (status === 201) created += 1;
      if (answers === amount) {
        busy = performance.eventLoopUtilization(before).utilization;
        finishing = finished().then(() => {
          lastAt = performance.now();
        });
      }
    });
  });

  await finishing;
  if (created !== amount || result.errors > 0)
    throw new Error(
      `${created} of ${amount} requests were answered 201; ${result.errors} errors; ` +
        `answers: ${JSON.stringify(result.statusCodeStats)}`,
    );
  durations.sort();
  return {
    perSecond: (amount / (lastAt - firstAt)) * 1000,
    p50: percentile(durations, 0.5),
    p99: percentile(durations, 0.99),
    max: durations.at(-1) ?? Number.NaN,
    done: created,
    loaderBusy: busy,
  };
}
