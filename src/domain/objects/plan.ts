import { isSame } from '../typebox.js';
import {
  type AnyObject,
  applyChanges,
  find,
  KINDS,
  type Kind,
  type ObjectChange,
  ofKind,
  type Properties,
} from './kinds.js';
import { optionSteps, planOptions } from './plan-options.js';
import {
  type Definition,
  ENGAGED_CLEAN,
  INSTALLATION,
  OWN_OBJECTS,
  OWN_VALUES,
  type ValueDefinition,
} from './shipped.js';
import { type Action, type Line, type PlanStep, shown } from './step.js';
import { type TopologyProblem, topologyOf } from './topology.js';

/** What provisioning is asked for. */
export interface PlanRequest {
  /** The name of the Web Engagement Server application. */
  readonly application: string;
  readonly tenantId: number;
  /** Replace what is provisioning's own, hand-made changes included. */
  readonly overwrite: boolean;
  /** The value in force of the option that the clean view of Engaged shows. */
  readonly abandonedSeconds: number;
}

/** What is to be said, and what is to be written; or why provisioning is not possible. */
export type Plan =
  | { readonly ok: true; readonly lines: readonly Line[]; readonly writes: readonly ObjectChange[] }
  | ({ readonly ok: false } & TopologyProblem);

/** Properties without which an object does not do what it is for; corrected when they are wrong. */
const OWNED: Readonly<Record<Kind, readonly string[]>> = {
  'agent-groups': [],
  'business-attributes': [],
  'interaction-queues': [],
  'interaction-queue-views': ['queue'],
  'enhanced-routing': ['queue'],
  applications: [],
};

/** Properties that belong to operators even when an object is replaced. */
const KEPT: readonly string[] = ['agents'];

type Bag = Readonly<Record<string, unknown>>;

const make = (definition: Definition, before: AnyObject | undefined, properties: Bag) =>
  ({
    kind: definition.kind,
    name: definition.name,
    version: (before?.version ?? 0) + 1,
    provisioned: true,
    properties,
  }) as unknown as AnyObject;

const pick = (bag: Bag, keys: readonly string[]): Bag =>
  Object.fromEntries(keys.filter((key) => key in bag).map((key) => [key, bag[key]]));

const differing = (a: Bag, b: Bag): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isSame(a[key], b[key]));

const OWN_NAMES: ReadonlySet<string> = new Set(OWN_OBJECTS.map(({ name }) => name));

/** Why a routing object is not made or corrected: an operator's own says who decides on its queue. */
function rivalOf(objects: readonly AnyObject[], definition: Definition): string | undefined {
  if (definition.kind !== 'enhanced-routing') return undefined;
  const { queue } = definition.properties as Properties['enhanced-routing'];
  const rival = ofKind(objects, 'enhanced-routing').find(
    ({ name, properties }) => properties.queue === queue && !OWN_NAMES.has(name),
  );
  return rival && `${rival.name} names the strategy of ${queue} already`;
}

function planOwn(
  objects: readonly AnyObject[],
  definition: Definition,
  overwrite: boolean,
): PlanStep {
  const { kind, name } = definition;
  const line = (action: Action, detail = ''): Line => ({ kind, name, action, detail });
  const initial: Bag = definition.properties;
  const rival = rivalOf(objects, definition);
  if (rival) return { lines: [line('skipped', rival)] };
  const before = find(objects, kind, name) as AnyObject | undefined;
  if (before === undefined)
    return {
      lines: [line('created')],
      write: { before, after: make(definition, before, initial) },
    };
  const has: Bag = before.properties;
  const replaced: Bag = { ...initial, ...pick(has, KEPT) };
  const corrected: Bag = { ...initial, ...has, ...pick(initial, OWNED[kind]) };
  const after = make(definition, before, overwrite ? replaced : corrected);
  const changed = differing(has, after.properties);
  const described = changed.map(
    (key) => `${key} ${shown(has[key])} → ${shown((after.properties as Bag)[key])}`,
  );
  if (!before.provisioned) described.unshift('made by hand, taken over');
  if (described.length === 0) {
    const kept = differing(has, replaced);
    return { lines: [line('unchanged', kept.length > 0 ? `keeps ${kept.join(', ')}` : '')] };
  }
  return {
    lines: overwrite
      ? [line('removed', described.join('; ')), line('created')]
      : [line('corrected', described.join('; '))],
    write: { before, after },
  };
}

/** Values inside a business attribute: others in it are never touched, so it is not replaced. */
function planValues(
  objects: readonly AnyObject[],
  { attribute: name, displayName, create, values }: ValueDefinition,
  overwrite: boolean,
): PlanStep {
  const kind = 'business-attributes';
  const line = (action: Action, detail = ''): Line => ({ kind, name, action, detail });
  const before = find(objects, kind, name);
  const names = Object.keys(values);
  if (before === undefined) {
    if (!create)
      return {
        lines: [
          line('skipped', `there is no such business attribute to add ${names.join(', ')} to`),
        ],
      };
    const properties: Properties[typeof kind] = { displayName, values };
    const after = { kind, name, version: 1, provisioned: true, properties } as const;
    return { lines: [line('created', names.join(', '))], write: { before, after } };
  }
  const has = before.properties.values;
  const absent = names.filter((value) => !Object.hasOwn(has, value));
  const different = names.filter(
    (value) => !absent.includes(value) && !isSame(has[value], values[value]),
  );
  const written = overwrite ? [...absent, ...different] : absent;
  const described = [
    ...absent.map((value) => `${value} added`),
    ...(overwrite ? different.map((value) => `${value} replaced`) : []),
  ];
  const takesOver = create && !before.provisioned;
  if (takesOver) described.unshift('made by hand, taken over');
  if (described.length === 0)
    return {
      lines: [line('unchanged', different.length > 0 ? `keeps ${different.join(', ')}` : '')],
    };
  const added = Object.fromEntries(written.map((value) => [value, values[value]]));
  const after = {
    ...before,
    version: before.version + 1,
    provisioned: before.provisioned || create,
    properties: { ...before.properties, values: { ...has, ...added } },
  } as AnyObject;
  return { lines: [line('corrected', described.join('; '))], write: { before, after } };
}

/** Outside of `overwrite`, the clean view of Engaged is made with the time that is in force. */
const inForce = (definition: Definition, { overwrite, abandonedSeconds }: PlanRequest) =>
  definition.name === ENGAGED_CLEAN && !overwrite
    ? ({
        ...definition,
        properties: {
          ...definition.properties,
          condition: { minTimeInQueueSeconds: abandonedSeconds },
        },
      } as Definition)
    : definition;

const rank = ({ kind }: Line): number => KINDS.indexOf(kind);

const fold = (steps: readonly PlanStep[]): Plan => ({
  ok: true,
  lines: steps.flatMap(({ lines }) => lines).sort((a, b) => rank(a) - rank(b)),
  writes: steps.map(({ write }) => write).filter((write) => write !== undefined),
});

/**
 * What is to be done so that everything exists that must: pure, and about these objects only. What
 * is not provisioning's own is never changed; a plan that is applied makes the next one empty.
 */
export function plan(objects: readonly AnyObject[], request: PlanRequest): Plan {
  const topology = topologyOf(objects, request.application);
  if ('code' in topology) return { ok: false, ...topology };
  const { overwrite } = request;
  return fold([
    ...OWN_OBJECTS.map((definition) => planOwn(objects, inForce(definition, request), overwrite)),
    ...OWN_VALUES.map((definition) => planValues(objects, definition, overwrite)),
    ...optionSteps(topology, request.tenantId).map((step) => planOptions(step, overwrite)),
  ]);
}

/** The plan of a first start: the applications of a new installation, then everything around. */
export function planInstallation(objects: readonly AnyObject[], request: PlanRequest): Plan {
  const other = INSTALLATION.slice(1).find(({ name }) => name === request.application);
  if (other)
    return {
      ok: false,
      code: 'prerequisite_missing',
      detail: `${other.name} is the ${other.properties.type} of a new installation; choose another APPLICATION_NAME.`,
    };
  const applications = INSTALLATION.map((definition) =>
    make(definition, undefined, definition.properties),
  ).map((application) =>
    application.name === INSTALLATION[0]?.name
      ? { ...application, name: request.application }
      : application,
  );
  const start = [...objects, ...applications];
  const planned = plan(start, request);
  if (!planned.ok) return planned;
  const complete = applyChanges(start, planned.writes);
  const made = complete.filter(
    (object) => !objects.some(({ kind, name }) => object.kind === kind && object.name === name),
  );
  return {
    ok: true,
    lines: made.map(({ kind, name }) => ({ kind, name, action: 'created', detail: '' })),
    writes: [
      ...planned.writes.filter(({ before }) => before && objects.includes(before)),
      ...made.map((object) => ({ before: undefined, after: { ...object, version: 1 } })),
    ],
  };
}
