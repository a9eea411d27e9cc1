import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { Engine } from '../engine/engine.js';
import type { Router } from '../engine/router.js';
import type { Store } from '../store/store.js';
import { type Act, createDesk } from './desk.js';
import { createRandom, type Random } from './random.js';
import type { ReplayClock } from './replay-clock.js';
import { arrival, createStory, type DemoStep, perHour, type Story } from './traffic.js';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const OPERATOR: Operator = { keyId: 'demo', keyName: 'demo' };
/** Agents are made up by themselves, so that the visits are the same with and without them. */
const AGENTS_SEED = 0x5eed;

/** Made-up traffic on a service. */
export interface Demo {
  /** Tells a day that ends now; resolves with how many interactions there were. */
  fill(clock: ReplayClock): Promise<number>;
  /** Goes on with what is open and with new visits, until the returned function is called. */
  live(clock: Clock): () => void;
}

export interface DemoOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly router: Pick<Router, 'idle'>;
  /** Changes that wait to be committed, now. */
  pending(): number;
  /** On which the service runs. */
  readonly clock: Clock;
  readonly seed: number;
  /** Interactions of the day; later ones come as often. */
  readonly perDay: number;
  /** Where the numbers of visits begin, so that they are new. */
  readonly firstVisit: number;
}

const hourOf = (at: number): number => Math.floor(at / HOUR_MS) % 24;

/** What is to happen, the earliest first; what comes of it is put in between. */
function createAgenda(acts: readonly Act[]) {
  const planned = acts.toSorted((a, b) => a.at - b.at);
  let next = 0;
  /** What follows from what happened: never much, the latest first. */
  const soon: Act[] = [];
  return {
    put(act: Act): void {
      soon.splice(soon.findLastIndex((each) => each.at > act.at) + 1, 0, act);
    },
    /** Takes out the next act before a moment; undefined when there is none. */
    take(before: number): Act | undefined {
      const [first, other] = [planned[next], soon.at(-1)];
      const isOther = other !== undefined && (first === undefined || other.at < first.at);
      const act = isOther ? other : first;
      if (act === undefined || act.at >= before) return undefined;
      if (isOther) soon.pop();
      else next += 1;
      return act;
    },
    rest: (): readonly Act[] => [...planned.slice(next), ...soon],
  };
}

export function createDemo(options: DemoOptions): Demo {
  const { engine, router, pending, seed, perDay, firstVisit } = options;
  const random: Random = createRandom(seed);
  const agentsRandom = createRandom((seed ^ AGENTS_SEED) >>> 0);
  const desk = createDesk({ ...options, random: agentsRandom, operator: OPERATOR });
  /** The interaction of a story, once it is created. */
  const ids = new Map<Story, string>();
  /** What is planned for after the day; null before one was told. */
  let open: readonly Act[] | null = null;
  let visits = firstVisit;

  /** A story that begins at a moment; moments are whole milliseconds. */
  function plan(begin: number): readonly Act[] {
    const at = Math.round(begin);
    visits += 1;
    const story = createStory(random, visits, hourOf(at));
    return [
      { at, play: () => play(story) },
      ...story.steps.map((step) => ({
        at: at + Math.round(step.afterMs),
        play: () => play(story, step),
      })),
    ];
  }

  /** One step, or the creation; what the lifecycle refuses (too late, say) is part of the story. */
  async function play(story: Story, step?: DemoStep): Promise<void> {
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

  /** Lets what was begun come to its end: how fast a machine is makes no day another one. */
  async function settle(): Promise<void> {
    do {
      await nextTurn();
      await router.idle();
    } while (pending() > 0);
  }

  return {
    async fill(clock) {
      const start = clock.now();
      const end = start + DAY_MS;
      await desk.open();
      const visiting = Array.from({ length: perDay }, () =>
        plan(start + arrival(random, hourOf(start))),
      );
      const agenda = createAgenda([...visiting.flat(), ...desk.shifts(start, end, true)]);
      for (let act = agenda.take(end); act !== undefined; act = agenda.take(end)) {
        clock.advance(act.at);
        await settle();
        await act.play();
        await settle();
        for (const each of await desk.follow()) agenda.put(each);
      }
      clock.advance(end);
      open = agenda.rest();
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
      // Overload or a closed store end nothing here but this act.
      const ignore = (): void => undefined;
      const put = ({ at, play }: Act): void => schedule(at, () => void play().catch(ignore));
      function next(): void {
        const everyMs = HOUR_MS / Math.max(perHour(hourOf(clock.now()), perDay), 60);
        schedule(clock.now() - Math.log(1 - random.next()) * everyMs, () => {
          for (const each of plan(clock.now())) put(each);
          next();
        });
      }
      function work(from: number, isFirst: boolean): void {
        for (const each of desk.shifts(from, from + DAY_MS, isFirst)) put(each);
        schedule(from + DAY_MS, () => work(from + DAY_MS, false));
      }
      const follow = async (): Promise<void> => {
        for (const each of await desk.follow()) put(each);
      };
      stops.add(desk.watch(() => void follow().catch(ignore)));
      for (const each of open ?? []) put(each);
      work(clock.now(), open === null);
      next();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
