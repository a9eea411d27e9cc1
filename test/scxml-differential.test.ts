import fc from 'fast-check';
import t from 'tap';
import { createActor, type StateValue } from 'xstate';
import { createMachineFromSCXML } from 'xstate/scxml';
import { compile } from '#src/scxml/compile.js';
import type { ScriptEngine } from '#src/scxml/engine.js';
import { createSession } from '#src/scxml/session.js';
import { createTracer } from '#src/scxml/trace.js';
import { single } from './support/scxml.js';

// Two interpreters of state charts, written by different hands, are in the same states after the same
// events: on charts without executable content, of every shape that generation comes up with. With
// content the alpha of the other one goes ways of its own: it performs what a transition that is
// pre-empted raises, and forgets what one raises on its way to a history.

const EVENTS = ['a', 'b', 'c'] as const;
/** A chart that is done again and again by itself never comes to rest: it is left out. */
const ENOUGH = 200;

interface Tree {
  readonly kind: 'state' | 'parallel';
  readonly children: readonly Tree[];
  readonly history: 'none' | 'shallow' | 'deep';
  readonly hasFinal: boolean;
  readonly transitions: readonly {
    readonly event: string;
    /** Chosen among all states when they are known. */
    readonly target: number;
    readonly isInternal: boolean;
  }[];
}

const transition = fc.record({
  event: fc.constantFrom(...EVENTS, 'done', 'a b'),
  target: fc.nat(1000),
  isInternal: fc.boolean(),
});

const treeOf: fc.Memo<Tree> = fc.memo((depth) =>
  fc.record({
    kind: fc.constantFrom('state' as const, 'state' as const, 'parallel' as const),
    children: depth <= 1 ? fc.constant([]) : fc.array(treeOf(), { maxLength: 3 }),
    history: fc.constantFrom('none' as const, 'shallow' as const, 'deep' as const),
    hasFinal: fc.boolean(),
    transitions: fc.array(transition, { maxLength: 3 }),
  }),
);
/** States within states within states. */
const tree = treeOf(3);

/** A document with the trees as its states; all states have ids. */
function documentOf(trees: readonly Tree[]): string {
  const ids: string[] = [];
  const name = (path: string, { children, kind, history, hasFinal }: Tree): void => {
    ids.push(path);
    for (const [at, child] of children.entries()) name(`${path}_${at}`, child);
    if (children.length === 0) return;
    if (history !== 'none') ids.push(`${path}_h`);
    if (hasFinal && kind === 'state') ids.push(`${path}_f`);
  };
  for (const [at, one] of trees.entries()) name(`s${at}`, one);
  const idAt = (target: number): string => ids[target % ids.length] ?? '';

  const write = (path: string, one: Tree): string => {
    const isAtomic = one.children.length === 0;
    const kind = isAtomic ? 'state' : one.kind;
    const transitions = one.transitions.map(({ event, target, isInternal }) => {
      const name = event === 'done' ? `done.state.${path}` : event;
      const type = isInternal ? ' type="internal"' : '';
      return `<transition event="${name}" target="${idAt(target)}"${type}/>`;
    });
    const inner = one.children.map((child, at) => write(`${path}_${at}`, child)).join('');
    const history =
      isAtomic || one.history === 'none'
        ? ''
        : `<history id="${path}_h" type="${one.history}"><transition target="${path}_0"/></history>`;
    const final = !isAtomic && one.hasFinal && kind === 'state' ? `<final id="${path}_f"/>` : '';
    return `<${kind} id="${path}">${transitions.join('')}${inner}${final}${history}</${kind}>`;
  };
  const states = trees.map((one, at) => write(`s${at}`, one)).join('');
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">${states}</scxml>`;
}

const NO_ENGINE: ScriptEngine = {
  run: () => {},
  json: () => undefined,
  bool: () => true,
  set: () => {},
  setEvent: () => {},
  dispose: () => {},
};

/** Ours, as a function from an event to the ids of the innermost active states. */
function ourOwn(text: string): (event: string | null) => readonly string[] {
  const { chart, errors } = compile(single(text));
  if (chart === null) throw new Error(JSON.stringify(errors));
  const tracer = createTracer();
  const session = createSession(
    chart,
    {
      tracer,
      given: new Map(),
      stage: (raise, engine) => ({
        chart,
        engine,
        tracer,
        raise,
        send: () => {},
        cancel: () => {},
        act: () => {},
      }),
      invoke: () => null,
      step: () => {},
      wait: () => {},
      note: () => {},
    },
    NO_ENGINE,
  );
  return (event) => {
    if (event !== null) session.deliver({ name: event, type: 'external' });
    for (let steps = 0; session.step() === 'more'; steps += 1) fc.pre(steps < ENOUGH);
    const active = new Set(session.states());
    return chart.states
      .filter(
        ({ id, children }) =>
          active.has(id) && !children.some((child) => active.has(chart.states[child]?.id ?? '')),
      )
      .map(({ id }) => id)
      .sort();
  };
}

const leavesOf = (value: StateValue): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : Object.entries(value).flatMap(([key, inner]) =>
        inner === undefined || (typeof inner === 'object' && Object.keys(inner).length === 0)
          ? [key]
          : leavesOf(inner),
      );

function theirs(text: string): (event: string | null) => readonly string[] {
  const actor = createActor(createMachineFromSCXML(text));
  actor.start();
  return (event) => {
    if (event !== null) actor.send({ type: event });
    return leavesOf(actor.getSnapshot().value).toSorted();
  };
}

t.test('both are in the same states after the same events', (t) => {
  let steps = 0;
  fc.assert(
    fc.property(
      fc.array(tree, { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom(...EVENTS), { maxLength: 12 }),
      (trees, events) => {
        const text = documentOf(trees);
        const ours = ourOwn(text);
        const other = theirs(text);
        for (const event of [null, ...events]) {
          const [mine, expected] = [ours(event), other(event)];
          steps += 1;
          if (mine.join() !== expected.join())
            throw new Error(`after ${event}: ${mine} instead of ${expected} in ${text}`);
        }
      },
    ),
    { numRuns: 150, seed: 20261127 },
  );
  t.ok(steps > 500, `${steps} steps`);
  t.end();
});
