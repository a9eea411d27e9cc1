import assert from 'node:assert/strict';
import {
  type AnyObject,
  applyChanges,
  find,
  type Kind,
  type ObjectOf,
  type Properties,
} from '#src/domain/objects/kinds.js';
import { type Plan, type PlanRequest, plan, planInstallation } from '#src/domain/objects/plan.js';
import type { Line } from '#src/domain/objects/step.js';

export const SERVER = 'Web_Engagement_Server';

/** A run in the default mode, with some things of another choice. */
export const request = (chosen: Partial<PlanRequest> = {}): PlanRequest => ({
  application: SERVER,
  tenantId: 1,
  overwrite: false,
  abandonedSeconds: 600,
  ...chosen,
});

type Done = Plan & { readonly ok: true };

/** A plan that must be possible. */
export function done(planned: Plan): Done {
  assert.ok(planned.ok, planned.ok ? '' : planned.detail);
  return planned;
}

/** Everything that a first start makes. */
export const COMPLETE: readonly AnyObject[] = applyChanges(
  [],
  done(planInstallation([], request())).writes,
);

/** An object made by hand. */
export const byHand = <K extends Kind>(
  kind: K,
  name: string,
  properties: Properties[K],
): AnyObject =>
  ({ kind, name, version: 1, provisioned: false, properties }) as unknown as AnyObject;

export const without = (objects: readonly AnyObject[], name: string): readonly AnyObject[] =>
  objects.filter((object) => object.name !== name);

/** The objects with some properties of one of them set to something else. */
export function withProperties<K extends Kind>(
  objects: readonly AnyObject[],
  kind: K,
  name: string,
  properties: Partial<Properties[K]>,
): readonly AnyObject[] {
  const before = get(objects, kind, name);
  const after = {
    ...before,
    version: before.version + 1,
    properties: { ...before.properties, ...properties },
  } as unknown as AnyObject;
  return applyChanges(objects, [{ before: before as unknown as AnyObject, after }]);
}

export function get<K extends Kind>(
  objects: readonly AnyObject[],
  kind: K,
  name: string,
): ObjectOf<K> {
  const object = find(objects, kind, name);
  assert.ok(object, `${kind} ${name} is there`);
  return object;
}

/** What a run says of everything that is not as it should be. */
export const told = ({ lines }: Done): readonly Line[] =>
  lines.filter(({ action }) => action !== 'unchanged');

/**
 * The objects after a run, held to what is true of every run: one change makes one version, what is
 * said is what is done, and the next run has nothing left to do.
 */
export function run(
  objects: readonly AnyObject[],
  chosen: Partial<PlanRequest> = {},
): { readonly objects: readonly AnyObject[]; readonly planned: Done } {
  const planned = done(plan(objects, request(chosen)));
  for (const { before, after } of planned.writes) {
    assert.ok(after, 'nothing is taken away for good');
    assert.equal(after.version, (before?.version ?? 0) + 1);
    const lines = planned.lines.filter(
      ({ kind, name }) => kind === after.kind && name === after.name,
    );
    const expected = before === undefined ? [['created']] : [['corrected'], ['removed', 'created']];
    const actions = lines.map(({ action }) => action);
    assert.ok(
      expected.some((each) => each.join() === actions.join()),
      `${after.name}: ${actions}`,
    );
  }
  const written = new Set(planned.writes.map(({ after }) => after?.name));
  for (const { name, action } of planned.lines)
    assert.equal(written.has(name), !['unchanged', 'skipped'].includes(action), name);
  const next = applyChanges(objects, planned.writes);
  const again = done(plan(next, request(chosen)));
  assert.deepEqual(again.writes, [], 'a second run changes nothing');
  return { objects: next, planned };
}
