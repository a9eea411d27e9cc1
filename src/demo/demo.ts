import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { Engine } from '../engine/engine.js';
import { createRandom, type Random } from './random.js';
import type { ReplayClock } from './replay-clock.js';
import { arrival, createStory, type DemoStep, perHour, type Story } from './traffic.js';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const OPERATOR: Operator = { keyId: 'demo', keyName: 'demo' };

/** Made-up traffic on a service. */
export interface Demo {
  /** Tells a day that ends now; resolves with how many interactions there were. */
  fill(clock: ReplayClock): Promise<number>;
  /** Goes on with what is open and with new visits, until the returned function is called. */
  live(clock: Clock): () => void;
}

export interface DemoOptions {
  readonly engine: Engine;
  readonly seed: number;
  /** Interactions of the day; later ones come as often. */
  readonly perDay: number;
  /** Where the numbers of visits begin, so that they are new. */
  readonly firstVisit: number;
}

interface Planned {
  readonly at: number;
  readonly story: Story;
  /** Undefined for the creation itself. */
  readonly step?: DemoStep;
}

const hourOf = (at: number): number => Math.floor(at / HOUR_MS) % 24;

export function createDemo({ engine, seed, perDay, firstVisit }: DemoOptions): Demo {
  const random: Random = createRandom(seed);
  /** The interaction of a story, once it is created. */
  const ids = new Map<Story, string>();
  /** What is planned for after the day. */
  let open: readonly Planned[] = [];
  let visits = firstVisit;

  /** A story that begins at a moment; moments are whole milliseconds. */
  function plan(begin: number): readonly Planned[] {
    const at = Math.round(begin);
    visits += 1;
    const story = createStory(random, visits, hourOf(at));
    return [
      { at, story },
      ...story.steps.map((step) => ({ at: at + Math.round(step.afterMs), story, step })),
    ];
  }

  /** One step; what the lifecycle refuses (too late, say) is part of the story. */
  async function play({ story, step }: Planned): Promise<void> {
    if (step === undefined || 'again' in step) {
      const creation = await engine.create(story.request);
      if ('interaction' in creation) ids.set(story, creation.interaction.id);
    } else {
      const id = ids.get(story);
      if (id === undefined) return;
      if ('clean' in step) await engine.operate(id, { type: 'clean', by: 'ops' }, OPERATOR);
      else await engine.apply(id, step.event);
    }
    if (step === story.steps.at(-1)) ids.delete(story);
  }

  return {
    async fill(clock) {
      const start = clock.now();
      const end = start + DAY_MS;
      const planned = Array.from({ length: perDay }, () =>
        plan(start + arrival(random, hourOf(start))),
      );
      const all = planned.flat().sort((a, b) => a.at - b.at);
      for (const each of all) {
        if (each.at >= end) break;
        clock.advance(each.at);
        await play(each);
      }
      clock.advance(end);
      open = all.filter(({ at }) => at >= end);
      return perDay;
    },

    live(clock) {
      const stops = new Set<() => void>();
      function schedule(at: number, run: () => void): void {
        const stop = clock.after(Math.max(at - clock.now(), 0), () => {
          stops.delete(stop);
          run();
        });
        stops.add(stop);
      }
      const put = (each: Planned): void =>
        // Overload or a closed store end nothing here but this step.
        schedule(each.at, () => void play(each).catch(() => undefined));
      function next(): void {
        const everyMs = HOUR_MS / Math.max(perHour(hourOf(clock.now()), perDay), 60);
        schedule(clock.now() - Math.log(1 - random.next()) * everyMs, () => {
          for (const each of plan(clock.now())) put(each);
          next();
        });
      }
      for (const each of open) put(each);
      next();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
