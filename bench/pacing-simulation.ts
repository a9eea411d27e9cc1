import {
  type EstimateOptions,
  type Estimates,
  estimate,
  PROACTIVE_CHATS,
  PROACTIVE_MS,
  REACTIVE_MS,
} from '#src/domain/pacing/estimates.js';
import { type PacingOptions, pace } from '#src/domain/pacing/pace.js';

/** A site; times in seconds, where no limit is told exponential with that mean. */
export interface Site {
  readonly slots: number;
  /** The load of chats that visitors ask for by themselves, as a share of the slots. */
  readonly reactiveShare: number;
  /** Acceptances that are counted, after those that fill the histories. */
  readonly acceptances: number;
  readonly seed: number;
  readonly visitors: Visitors;
}

export interface Visitors {
  /** Of those who are shown an invitation, the share that accepts, and of these the share that completes the form. */
  readonly accepting: number;
  readonly completing: number;
  /** Until an invitation is answered; who takes more than three times as long does not answer. */
  readonly answering: number;
  readonly filling: number;
  readonly handling: number;
  /** Of who waits. */
  readonly patience: number;
}

/** What came of it, in shares from 0 to 1. */
export interface Played {
  /** Of those who accepted: for whom no slot was free then, those for who was before them taken off. */
  readonly unmet: number;
  /** Of invited visitors whose form was complete: who had to wait for a slot, and who gave up. */
  readonly waited: number;
  readonly abandoned: number;
  /** Of their time, how long slots were taken. */
  readonly utilisation: number;
  /** Of reactive requests, what a dual algorithm refused. */
  readonly limited: number;
}

const FORM_EXPIRES = 120;
const REFRESH_PERIOD = 2;
const SHORT_ABANDON = 5;

/** Numbers from 0 to below 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Happening {
  readonly at: number;
  happen(): void;
}

/** What is going to happen, the next last. */
function createAgenda() {
  const agenda: Happening[] = [];
  return {
    put(at: number, happen: () => void): void {
      let [low, high] = [0, agenda.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((agenda[middle]?.at ?? 0) > at) low = middle + 1;
        else high = middle;
      }
      agenda.splice(low, 0, { at, happen });
    },
    next: (): Happening | undefined => agenda.pop(),
  };
}

interface Waiting {
  readonly since: number;
  readonly isProactive: boolean;
}

/** Plays a site through virtual time: a limit is found for each visitor, from what was seen so far. */
export function play(site: Site, options: PacingOptions & EstimateOptions): Played {
  const { slots, reactiveShare, visitors } = site;
  const random = randomFrom(site.seed);
  const after = (mean: number): number => -Math.log(1 - random()) * mean;
  const agenda = createAgenda();
  let now = 0;
  let [taken, forms, outstanding] = [0, 0, 0];
  const queue: Waiting[] = [];
  // The histories from which is estimated, the newest last.
  const engagements: { readonly isChat: boolean; readonly seconds: number }[] = [];
  const handlings: number[] = [];
  const reactive: number[] = [];
  const proactive: { readonly at: number; readonly isAbandoned: boolean }[] = [];
  const seen = { accepted: 0, unmet: 0, begun: 0, waited: 0, abandoned: 0, asked: 0, limited: 0 };
  let isCounting = false;
  let [since, busy, busySince] = [0, 0, 0];

  const keep = <T>(list: T[], item: T): void => {
    list.push(item);
    if (list.length > options.historyLength) list.shift();
  };
  let estimates: Estimates | undefined;
  let estimatedAt = Number.NEGATIVE_INFINITY;
  function estimated(): Estimates {
    if (estimates !== undefined && now - estimatedAt < REFRESH_PERIOD) return estimates;
    while ((reactive[0] ?? now) < now - REACTIVE_MS / 1000) reactive.shift();
    const lately = proactive
      .filter(({ at }) => at > now - PROACTIVE_MS / 1000)
      .slice(-PROACTIVE_CHATS);
    proactive.splice(0, proactive.length - lately.length);
    estimatedAt = now;
    estimates = estimate(
      {
        engagements: {
          known: engagements.length,
          chats: engagements.filter(({ isChat }) => isChat).length,
          totalMs: engagements.reduce((sum, { seconds }) => sum + seconds * 1000, 0),
        },
        handlings: {
          count: handlings.length,
          totalMs: handlings.reduce((sum, seconds) => sum + seconds * 1000, 0),
        },
        reactive: reactive.length,
        proactive: {
          chats: lately.length,
          abandoned: lately.filter(({ isAbandoned }) => isAbandoned).length,
        },
      },
      options,
    );
    return estimates;
  }
  const paced = () =>
    pace(
      {
        slots,
        free: slots - taken,
        readyAgents: slots,
        waiting: queue.length,
        forms,
        outstanding,
        draw: random(),
        ...estimated(),
      },
      options,
    );

  const note = (what: keyof typeof seen): void => {
    if (isCounting) seen[what] += 1;
  };

  function take(delta: 1 | -1 | 0): void {
    if (isCounting) busy += taken * (now - busySince);
    busySince = now;
    taken += delta;
  }

  function serve({ since, isProactive }: Waiting): void {
    if (isProactive) proactive.push({ at: since, isAbandoned: false });
    const seconds = after(visitors.handling);
    take(1);
    agenda.put(now + seconds, () => {
      take(-1);
      keep(handlings, seconds);
      const next = queue.shift();
      if (next) serve(next);
    });
  }

  function begin(isProactive: boolean): void {
    const chat: Waiting = { since: now, isProactive };
    if (isProactive) note('begun');
    if (taken < slots) {
      serve(chat);
      return;
    }
    if (isProactive) note('waited');
    queue.push(chat);
    agenda.put(now + after(visitors.patience), () => {
      const place = queue.indexOf(chat);
      if (place < 0) return;
      queue.splice(place, 1);
      if (!isProactive) return;
      note('abandoned');
      if (now - chat.since >= SHORT_ABANDON) proactive.push({ at: chat.since, isAbandoned: true });
    });
  }

  function invite(): void {
    outstanding += 1;
    const answering = after(visitors.answering);
    const seconds = Math.min(answering, 3 * visitors.answering);
    const known = (isChat: boolean): void => keep(engagements, { isChat, seconds });
    agenda.put(now + seconds, () => {
      outstanding -= 1;
      if (seconds < answering || random() >= visitors.accepting) {
        known(false);
        return;
      }
      note('accepted');
      if (slots - taken - queue.length - forms < 1) note('unmet');
      forms += 1;
      const isCompleted = random() < visitors.completing;
      agenda.put(now + (isCompleted ? after(visitors.filling) : FORM_EXPIRES), () => {
        forms -= 1;
        known(isCompleted);
        if (isCompleted) begin(true);
      });
    });
  }

  /** Something that happens at random, so often a second. */
  function often(rate: number, happen: () => void): void {
    const again = (): void => {
      agenda.put(now + after(1 / rate), () => {
        happen();
        again();
      });
    };
    if (rate > 0) again();
  }

  // So many visitors are worth an invitation that it is the limit which says how many get one.
  often((20 * slots) / visitors.handling, () => {
    if (paced().allowed > 0) invite();
  });
  often((reactiveShare * slots) / visitors.handling, () => {
    reactive.push(now);
    note('asked');
    if (random() < paced().reactiveState) begin(false);
    else note('limited');
  });

  const warmAt = 20 * visitors.handling;
  for (let next = agenda.next(); next && seen.accepted < site.acceptances; next = agenda.next()) {
    now = next.at;
    if (!isCounting && now >= warmAt) {
      isCounting = true;
      since = now;
      busySince = now;
    }
    next.happen();
  }
  take(0);
  return {
    unmet: seen.unmet / seen.accepted,
    waited: seen.waited / seen.begun,
    abandoned: seen.abandoned / seen.begun,
    utilisation: busy / (slots * (now - since)),
    limited: seen.limited / Math.max(seen.asked, 1),
  };
}
