import assert from 'node:assert/strict';
import type { Handed } from '#src/decisions/leases.js';
import { find, type Properties } from '#src/domain/objects/kinds.js';
import type { NoPull, Pull, PullAnswer } from '#src/engine/pull-source.js';
import { createPulls, type Pulls } from '#src/engine/pulls.js';
import { createId } from '#src/ids.js';
import { turn } from './clock.js';
import { OPERATOR, type World } from './world.js';

type ViewProperties = Properties['interaction-queue-views'];

export const QUALIFIED_VIEW = 'Webengagement_Qualified.EngagementLogic.View';

/** Those who pull from a world whose installation is provisioned. */
export interface Pulling {
  readonly pulls: Pulls;
  /** Pulls as `k1` one at a time, without waiting, unless `more` says otherwise. */
  pull(more?: Partial<Pull>): Promise<PullAnswer>;
  /** What was pulled; fails the test when it was refused. */
  take(more?: Partial<Pull>): Promise<readonly Handed[]>;
  /** The code of the refusal; fails the test when there is none. */
  refused(more?: Partial<Pull>): Promise<NoPull['code']>;
  /** Changes the view, or makes it. */
  setView(properties: Partial<ViewProperties>, name?: string): Promise<void>;
}

/**
 * Provisions a world for pulling; `setting` is who decides by the configuration of the process, null
 * where the objects say so.
 */
export async function startPulling(
  world: World,
  setting: string | null = 'none',
): Promise<Pulling> {
  const { store, clock } = world;
  const self = { application: 'Web_Engagement_Server', tenantId: 1 };
  await store.apply('install', { seed: createId(clock.now()), self, operator: OPERATOR });
  return pullingFrom(world, setting);
}

/** The same of a world that was provisioned before. */
export function pullingFrom({ store, clock }: World, setting: string | null = 'none'): Pulling {
  const pulls = createPulls({ store, clock, setting: setting ?? undefined });
  const pull = (more: Partial<Pull> = {}): Promise<PullAnswer> =>
    pulls.pull({
      view: QUALIFIED_VIEW,
      keyId: 'k1',
      max: 1,
      leaseMs: 30_000,
      waitMs: 0,
      isWelcome: () => true,
      gone: new AbortController().signal,
      ...more,
    });
  return {
    pulls,
    pull,
    async take(more) {
      const pulled = await pull(more);
      assert.ok('items' in pulled, 'it may be pulled');
      return pulled.items.filter((item) => 'interaction' in item);
    },
    async refused(more) {
      const pulled = await pull(more);
      assert.ok('refusal' in pulled, 'it may not be pulled');
      return pulled.refusal.code;
    },
    async setView(properties, name = QUALIFIED_VIEW) {
      const kind = 'interaction-queue-views' as const;
      const before = find(store.lastSettings().objects, kind, name)?.properties;
      const object = { kind, name, properties: { ...before, ...properties } as ViewProperties };
      const seed = createId(clock.now());
      const outcome = await store.apply('putObject', { seed, object, operator: OPERATOR });
      assert.ok(outcome.ok, JSON.stringify(outcome));
    },
  };
}

/** Everything is done that can be done without the passing of time. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}
