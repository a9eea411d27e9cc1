import { machinePause } from '#src/clock.js';
import type { Answered, Ask } from './nodes.js';
import { ACTS, type Act, type ActName } from './situations.js';

/** How an interaction goes on once a strategy has engaged it. */
interface Course {
  readonly acts: readonly ActName[];
  readonly state: string;
  /** Its history, but for the notes of strategies. */
  readonly facts: readonly string[];
}

const begun = ['interaction.created', 'interaction.engaged'] as const;
const stopped = 'interaction.stopped';

/** Whole lives; whatever ends is stopped by whoever called for it, so `autoStop` has to be off. */
export const COURSES = {
  accepts: {
    acts: ['displayed', 'acceptCall', 'form', 'stop'],
    state: 'Accepted',
    facts: [
      ...begun,
      ...['interaction.displayed', 'interaction.accepted', 'registration_form.completed', stopped],
    ],
  },
  rejects: {
    acts: ['displayed', 'reject', 'stop'],
    state: 'Rejected',
    facts: [...begun, 'interaction.displayed', 'interaction.rejected', stopped],
  },
  leaves: {
    acts: ['timeout', 'stop'],
    state: 'Timeout',
    facts: [...begun, 'interaction.timed_out', stopped],
  },
  lapses: { acts: [], state: 'Failed', facts: [...begun, 'interaction.failed'] },
} as const satisfies Record<string, Course>;
export type CourseName = keyof typeof COURSES;

const NAMES = Object.keys(COURSES) as CourseName[];

/** From one look whether a strategy has decided to the next, and until whoever was refused asks again. */
const LOOK_MS = 25;

/** How often a connection ended before there was an answer, and 503 was answered. */
export interface Again {
  torn: number;
  refused: number;
}

/**
 * Asks until there is an answer, each time the same, as callers are told to: what was done is not done
 * twice. A connection that ends without an answer says nothing, and 503 to come again.
 */
export const persistent =
  (ask: Ask, again: Again): Ask =>
  async (...asked) => {
    for (;;) {
      const answer = await ask(...asked).catch(() => undefined);
      if (answer === undefined) again.torn += 1;
      else if (answer.status === 503 && typeof answer.body.code === 'string') again.refused += 1;
      else return answer;
      await machinePause(LOOK_MS);
    }
  };

/** What callers were told of the lives that they lead. */
export interface Lives {
  /** The course of each that was created, by its id. */
  readonly courses: ReadonlyMap<string, CourseName>;
  /** The newest acknowledged version of each. */
  readonly versions: ReadonlyMap<string, number>;
  /** Answers that are neither success nor 503 by name: there should be none. */
  readonly others: readonly string[];
  readonly again: Readonly<Again>;
  /** Resolves when so many have come to the end of their course. */
  through(count: number): Promise<void>;
}

/** Leads so many lives, of each course alike, some at a time. */
export function lead(ask: Ask, { lives, callers }: { lives: number; callers: number }): Lives {
  const courses = new Map<string, CourseName>();
  const versions = new Map<string, number>();
  const others: string[] = [];
  const again: Again = { torn: 0, refused: 0 };
  const insist = persistent(ask, again);
  const waiting = new Map<number, () => void>();
  let begunOnes = 0;
  let done = 0;

  /** What was answered, and is acknowledged by that; null when it was not success. */
  async function sure(...asked: Parameters<Ask>): Promise<Answered['body'] | null> {
    const { status, body } = await insist(...asked);
    if (status < 300) {
      versions.set(body.id, Math.max(versions.get(body.id) ?? 0, body.version));
      return body;
    }
    others.push(`${asked[0]} ${asked[1]}: ${status} ${body.code}`);
    return null;
  }

  async function live(number: number): Promise<void> {
    const course = NAMES[number % NAMES.length] ?? 'lapses';
    const visitId = `visit ${number}`;
    const once = { 'idempotency-key': visitId };
    const created = await sure('POST', '/v1/interactions', { visitId }, undefined, once);
    if (created === null) return;
    const { id, token } = created;
    courses.set(id, course);
    const path = `/v1/interactions/${id}`;
    while ((await sure('GET', path))?.state === 'Qualified') await machinePause(LOOK_MS);
    for (const name of COURSES[course].acts) {
      const act: Act = ACTS[name];
      const as = act.browser ? token : undefined;
      await sure('POST', `${path}/${act.path}`, act.body ?? {}, as);
    }
  }

  async function caller(): Promise<void> {
    while (begunOnes < lives) {
      begunOnes += 1;
      await live(begunOnes);
      done += 1;
      for (const [count, resolve] of waiting) if (done >= count) resolve();
    }
  }

  for (let n = 0; n < callers; n += 1) void caller();
  return {
    courses,
    versions,
    others,
    again,
    through: (count) =>
      done >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.set(count, resolve);
          }),
  };
}
