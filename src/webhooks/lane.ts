import type { WebhookEndpoint } from '../decisions/endpoint.js';
import type { ClaimedDelivery, EndpointClaim, FinishedAttempt } from '../store/work.js';

/** Attempts under way to one endpoint at most. */
const LANE_CONCURRENCY = 32;

/** The same until the endpoint has once succeeded: who never answers is not given much. */
const FIRST_CONCURRENCY = 4;

/** The same while the endpoint fails: a dead one must cost the live ones nothing. */
const FAILING_CONCURRENCY = 4;

/** The same while requests saturate the process: they go first. */
const YIELDING_CONCURRENCY = 2;

/** Failures in a row from which an endpoint counts as failing. */
const FAILING_AFTER = 5;

/** Attempts a second to an endpoint that is failing, and to all of those together. */
const FAILING_RATE = 20;
const FAILING_RATE_TOGETHER = 40;

/** The latter while requests saturate the process. */
const FAILING_RATE_YIELDING = 10;

/** Attempts under way in all, and to those that are failing, at most. */
const CONCURRENCY = 128;
const FAILING_CONCURRENCY_TOGETHER = 32;

/** Of those, so many are every endpoint's own, however many the others have under way. */
const OWN = 4;
const OWN_WHILE_FAILING = 1;

/** Attempts recorded at once, and how long the first of them waits for others, in milliseconds. */
const RECORD_TOGETHER = LANE_CONCURRENCY;
const RECORD_WITHIN_MS = 20;

/** What a limited endpoint may catch up when the timer is late, in milliseconds. */
const CATCH_UP_MS = 100;

/** What lanes share: the attempts that may be under way, and the pace of those that fail. */
export class Road {
  #failingStartAt = 0;
  #underWay = 0;
  #failingUnderWay = 0;

  /** From when one more may begin to an endpoint that fails. */
  get failingStartAt(): number {
    return this.#failingStartAt;
  }

  /** Whether another attempt has room beside `own` ones of its endpoint. */
  hasRoom(isFailing: boolean, own: number): boolean {
    return isFailing
      ? own < OWN_WHILE_FAILING || this.#failingUnderWay < FAILING_CONCURRENCY_TOGETHER
      : own < OWN || this.#underWay < CONCURRENCY;
  }

  begin(isFailing: boolean, now: number, yielding: boolean): void {
    this.change(isFailing, 1);
    const rate = yielding ? FAILING_RATE_YIELDING : FAILING_RATE_TOGETHER;
    if (isFailing)
      this.#failingStartAt = Math.max(this.#failingStartAt, now - CATCH_UP_MS) + 1000 / rate;
  }

  /** So many more, or fewer, are under way. */
  change(isFailing: boolean, by: number): void {
    if (isFailing) this.#failingUnderWay += by;
    else this.#underWay += by;
  }
}

/** What one endpoint has under way. The effects are the dispatcher's; this only keeps the books. */
export class Lane {
  /** Claimed and not begun. */
  readonly #waiting: ClaimedDelivery[] = [];
  /** Interactions whose message is on its first attempt: their next one waits for its end. */
  readonly #inSequence = new Set<string>();
  readonly #held = new Set<string>();
  #finished: FinishedAttempt[] = [];
  #finishedAt = 0;
  #failures = 0;
  #hasSucceeded = false;
  #nextStartAt = 0;
  underWay = 0;
  /** A claim or a record of attempts is on its way to the store. */
  isClaiming = false;
  isRecording = false;
  /** From when there may be something to claim. */
  claimableAt = 0;
  /** Its claim on the endpoint, as it was renewed last. */
  claim: EndpointClaim | null = null;
  /** It has answered that it wants nothing any more. */
  isGone = false;

  constructor(
    public endpoint: WebhookEndpoint,
    private readonly road: Road,
  ) {}

  /** Deliveries claimed, under way, or ended and not recorded. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  get hasFinished(): boolean {
    return this.#finished.length > 0;
  }

  /** Whether nothing of it is under way, neither to the endpoint nor to the store. */
  get isAtRest(): boolean {
    return this.underWay === 0 && !this.hasFinished && !this.isClaiming && !this.isRecording;
  }

  /** Whether something could be claimed or begun now. */
  hasWork(now: number): boolean {
    const readyAt = this.readyAt(false);
    return (this.claimableAt <= now && this.isLow(false)) || (readyAt !== null && readyAt <= now);
  }

  /** From when what has ended should be recorded: together, as each record waits for the disk. */
  get recordAt(): number {
    if (!this.hasFinished) return Number.POSITIVE_INFINITY;
    const isEnough = this.underWay === 0 || this.#finished.length >= RECORD_TOGETHER;
    return isEnough ? 0 : this.#finishedAt + RECORD_WITHIN_MS;
  }

  /** Whether so many attempts in a row have failed that it is slowed down. */
  get isFailing(): boolean {
    return this.#failures >= FAILING_AFTER;
  }

  #count(failures: number): void {
    const before = this.isFailing;
    this.#failures = failures;
    if (before === this.isFailing) return;
    // What is under way changes sides with its endpoint.
    this.road.change(before, -this.underWay);
    this.road.change(!before, this.underWay);
  }

  /** Claims to ask for, so that there is always one to begin with and few are held. */
  room(yielding: boolean): number {
    const rate = this.#rate;
    const concurrency = this.#concurrency(yielding);
    const most = rate === null ? 2 * concurrency : Math.min(2 * concurrency, Math.ceil(rate * 2));
    return Math.max(most - this.#waiting.length, 0);
  }

  /** Whether so little is left to begin that more should be claimed. */
  isLow(yielding: boolean): boolean {
    const room = this.room(yielding);
    // What waits for others of its interaction must not keep the attempts that are left.
    const isIdle = this.underWay < this.#concurrency(yielding) && this.#indexOfNext() < 0;
    return room > (isIdle ? 0 : 3 * this.#waiting.length);
  }

  get #rate(): number | null {
    const { rateLimitPerSecond: rate } = this.endpoint;
    if (!this.isFailing) return rate;
    return rate === null ? FAILING_RATE : Math.min(rate, FAILING_RATE);
  }

  #concurrency(yielding: boolean): number {
    if (this.isFailing) return FAILING_CONCURRENCY;
    if (!this.#hasSucceeded) return yielding ? YIELDING_CONCURRENCY : FIRST_CONCURRENCY;
    return yielding ? YIELDING_CONCURRENCY : LANE_CONCURRENCY;
  }

  add(deliveries: readonly ClaimedDelivery[]): void {
    for (const claim of deliveries) {
      this.#held.add(claim.delivery);
      this.#waiting.push(claim);
    }
  }

  /** Gives back what was claimed and not begun. */
  drop(): void {
    for (const { delivery } of this.#waiting) this.#held.delete(delivery);
    this.#waiting.length = 0;
  }

  /** The moment at which the next waiting claim may begin; null when none can until one ends. */
  readyAt(yielding: boolean): number | null {
    if (this.underWay >= this.#concurrency(yielding) || this.#indexOfNext() < 0) return null;
    if (!this.road.hasRoom(this.isFailing, this.underWay)) return null;
    if (this.isFailing) return Math.max(this.#nextStartAt, this.road.failingStartAt);
    return this.#rate === null ? 0 : this.#nextStartAt;
  }

  #indexOfNext(): number {
    return this.#waiting.findIndex(
      ({ number, subject }) => number > 1 || subject === null || !this.#inSequence.has(subject),
    );
  }

  /** Takes the next claim to begin, which `readyAt` has said there is. */
  begin(now: number, yielding = false): ClaimedDelivery {
    const index = this.#indexOfNext();
    const claim = this.#waiting[index];
    if (claim === undefined) throw new Error('nothing is ready to begin');
    this.#waiting.splice(index, 1);
    this.underWay += 1;
    this.road.begin(this.isFailing, now, yielding);
    if (claim.number === 1 && claim.subject !== null) this.#inSequence.add(claim.subject);
    const rate = this.#rate;
    if (rate !== null)
      this.#nextStartAt = Math.max(this.#nextStartAt, now - CATCH_UP_MS) + 1000 / rate;
    return claim;
  }

  /** Ends an attempt; without a result it is as if it had never been claimed. */
  end(claim: ClaimedDelivery, result: FinishedAttempt | null, now: number): void {
    this.underWay -= 1;
    this.road.change(this.isFailing, -1);
    if (claim.number === 1 && claim.subject !== null) this.#inSequence.delete(claim.subject);
    if (result === null) {
      this.#held.delete(claim.delivery);
      return;
    }
    this.#hasSucceeded ||= result.next === 'succeeded';
    this.#count(result.next === 'succeeded' ? 0 : this.#failures + 1);
    if (!this.hasFinished) this.#finishedAt = now;
    this.#finished.push(result);
  }

  /** What is to be recorded; given back by `restore` when that fails. */
  takeFinished(): readonly FinishedAttempt[] {
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  restore(finished: readonly FinishedAttempt[]): void {
    this.#finished = [...finished, ...this.#finished];
  }

  /** The attempts are on record: their deliveries may be claimed again when due. */
  recorded(finished: readonly FinishedAttempt[]): void {
    for (const { delivery, next } of finished) {
      this.#held.delete(delivery);
      if (typeof next === 'number') this.claimFrom(next);
    }
  }

  /** There may be something to claim from this moment on. */
  claimFrom(moment: number): void {
    this.claimableAt = Math.min(this.claimableAt, moment);
  }
}
