import type { Chart, Data, Invoke, State, StateKind, Step, Transition } from './chart.js';
import { stepsOf } from './read-steps.js';
import {
  contentOf,
  either,
  isScxml,
  paramsOf,
  payloadOf,
  type Reading,
  required,
  sourceOf,
  wordsOf,
} from './reading.js';
import { type Element, elementsOf, fault, textOf } from './xml.js';

type Growing<T> = { -readonly [K in keyof T]: T[K] };
interface Open extends Growing<State> {
  readonly element: Element;
  readonly children: number[];
  readonly onentry: (readonly Step[])[];
  readonly onexit: (readonly Step[])[];
  readonly transitions: number[];
  readonly invokes: Invoke[];
  readonly data: Data[];
}
type OpenTransition = Growing<Transition> & {
  /** Ids, until all states are known. */
  readonly wanted: readonly string[];
  readonly element: Element;
};

const KINDS: Readonly<Record<string, StateKind>> = {
  state: 'state',
  parallel: 'parallel',
  final: 'final',
  history: 'history',
};

const INNER: readonly StateKind[] = ['state', 'parallel'];
const TAKERS: Readonly<Record<string, readonly StateKind[]>> = {
  onentry: [...INNER, 'final'],
  onexit: [...INNER, 'final'],
  transition: INNER,
  initial: ['state', 'root'],
  datamodel: [...INNER, 'root'],
  script: [...INNER, 'root'],
  invoke: INNER,
  donedata: ['final'],
};

const at = ({ file, line }: Element) => ({ file, line });

/** Charts that `<invoke>` needs are read by who reads documents. */
export interface Nested {
  readonly chartOf: (root: Element, reading: Reading) => Chart | null;
}

/** Reads `<scxml>` with everything in it; what is wrong is in the faults of `reading`. */
export function readStates(root: Element, reading: Reading, nested: Nested): Chart {
  const { faults } = reading;
  const states: Open[] = [];
  const transitions: OpenTransition[] = [];
  const scripts: Step[] = [];
  const ids = new Map<string, number>();

  function addState(element: Element, kind: StateKind, parent: number): Open {
    const index = states.length;
    const given = element.attributes.id;
    const id = kind === 'root' ? '' : (given ?? `state ${index}`);
    if (given !== undefined && kind !== 'root') {
      if (!/^[^\s]+$/.test(given)) faults.push(fault(element, 'an id without any white space'));
      if (ids.has(given)) faults.push(fault(element, `a second state with the id ${given}`));
      else ids.set(given, index);
    }
    const state: Open = {
      ...at(element),
      element,
      id,
      kind,
      parent,
      children: [],
      last: index,
      isDeep: element.attributes.type === 'deep',
      initial: null,
      onentry: [],
      onexit: [],
      transitions: [],
      invokes: [],
      data: [],
      done: null,
    };
    states.push(state);
    if (parent >= 0) states[parent]?.children.push(index);
    const initial = element.attributes.initial ?? element.attributes.initialstate;
    if (initial !== undefined && (kind === 'root' || kind === 'state'))
      state.initial = addTransition(element, index, wordsOf(initial), true);
    for (const child of elementsOf(element)) readChild(child, state, index);
    state.last = states.length - 1;
    return state;
  }

  function addTransition(
    element: Element,
    source: number,
    wanted: readonly string[],
    isBare = false,
  ): number {
    const none: Element['attributes'] = {};
    const { event, cond, target, type } = isBare ? none : element.attributes;
    const events = event === undefined ? null : wordsOf(event).map(descriptor);
    transitions.push({
      ...at(element),
      element,
      wanted,
      source,
      targets: target === undefined && !isBare ? null : [],
      events,
      cond: cond ?? null,
      isInternal: type === 'internal',
      steps: isBare ? [] : stepsOf(element, reading),
    });
    return transitions.length - 1;
  }

  function onlyTransition(element: Element, state: number): number | null {
    const [first, second] = elementsOf(element).filter(({ name }) => name === 'transition');
    if (first === undefined || second !== undefined || first.attributes.target === undefined) {
      faults.push(fault(element, `<${element.tag}> needs one <transition> with a target`));
      return null;
    }
    return addTransition(first, state, wordsOf(first.attributes.target));
  }

  /** What may stand where: outside of it, an element is named with its line. */
  function readChild(child: Element, state: Open, index: number): void {
    if (!isScxml(child)) {
      const detail = `<${child.tag}> is not known here, and does nothing`;
      reading.warnings.push(fault(child, detail));
      return;
    }
    const misplaced = (): void => {
      faults.push(fault(child, `<${child.tag}> has no place in <${state.element.tag}>`));
    };
    const kind = KINDS[child.name];
    if (kind !== undefined) {
      const isFitting = INNER.includes(state.kind) || (state.kind === 'root' && kind !== 'history');
      if (!isFitting || (state.kind === 'parallel' && kind === 'final')) misplaced();
      if (kind === 'history' && reading.mode === 'ors')
        faults.push(fault(child, '<history> is not taken in this dialect'));
      const added = addState(child, kind, index);
      if (kind === 'history') added.initial = onlyTransition(child, added.last);
      return;
    }
    // What may stand in which kind of state; a transition of a history is read with it.
    const takers = TAKERS[child.name];
    if (takers === undefined || !takers.includes(state.kind)) {
      if (child.name !== 'transition' || state.kind !== 'history') misplaced();
      return;
    }
    switch (child.name) {
      case 'onentry':
      case 'onexit':
        state[child.name].push(stepsOf(child, reading));
        return;
      case 'transition': {
        const { target, event, cond } = child.attributes;
        if (target === undefined && event === undefined && cond === undefined)
          faults.push(fault(child, '<transition> needs an event, a cond or a target'));
        state.transitions.push(addTransition(child, index, wordsOf(target)));
        return;
      }
      case 'initial':
        if (state.initial !== null)
          faults.push(fault(child, 'both the attribute initial and <initial>'));
        state.initial = onlyTransition(child, index);
        return;
      case 'datamodel':
        state.data.push(...dataOf(child, reading));
        return;
      case 'script':
        // The dialect has scripts of states, too: they are the document's.
        if (state.kind !== 'root' && reading.mode === 'w3c') misplaced();
        scripts.push({ ...at(child), do: 'script', source: sourceOf(child, reading) });
        return;
      case 'invoke':
        state.invokes.push(invokeOf(child, reading, nested));
        return;
      default:
        state.done = payloadOf(child, reading);
    }
  }

  const top = addState(root, 'root', -1);
  if (!top.children.some((child) => states[child]?.kind !== 'history'))
    faults.push(fault(root, '<scxml> has no state'));
  for (const transition of transitions) {
    if (transition.targets === null) continue;
    if (transition.wanted.length === 0)
      faults.push(fault(transition.element, 'a target that names no state'));
    transition.targets = transition.wanted.flatMap((id) => {
      const target = ids.get(id);
      if (target === undefined) faults.push(fault(transition.element, `no state ${id}`));
      return target ?? [];
    });
  }
  for (const { element, targets } of transitions)
    for (const [at, one] of (targets ?? []).entries())
      for (const other of (targets ?? []).slice(at + 1))
        if (!canBeTogether(states, one, other))
          faults.push(
            fault(element, `${states[one]?.id} and ${states[other]?.id} are never active together`),
          );
  for (const [index, state] of states.entries()) {
    const initial = state.initial === null ? undefined : transitions[state.initial];
    const source = state.kind === 'history' ? states[state.parent] : state;
    const from = state.kind === 'history' ? state.parent : index;
    for (const target of initial?.targets ?? [])
      if (target <= from || target > (source?.last ?? -1))
        faults.push(
          fault(
            initial?.element ?? root,
            `${states[target]?.id} is not within ${source?.id || 'it'}`,
          ),
        );
  }
  return {
    mode: reading.mode,
    name: root.attributes.name ?? '',
    file: root.file,
    isLate: root.attributes.binding === 'late',
    states: states.map(({ element: _, ...state }): State => state),
    transitions: transitions.map(({ element: _, wanted: __, ...one }): Transition => one),
    scripts,
  };
}

/** Whether some configuration has both: one within the other, or in different regions of a parallel. */
function canBeTogether(states: readonly State[], one: number, other: number): boolean {
  const [first, second] = one < other ? [one, other] : [other, one];
  if (second <= (states[first]?.last ?? -1)) return true;
  let above = states[first]?.parent ?? -1;
  while (above > 0 && second > (states[above]?.last ?? -1)) above = states[above]?.parent ?? -1;
  return states[above]?.kind === 'parallel';
}

/** `a.b.*` and `a.b.` are `a.b`; `*` matches everything. */
const descriptor = (text: string): readonly string[] => {
  const plain = text.replace(/\.?\*$/, '').replace(/\.$/, '');
  return plain === '' ? [] : plain.split('.');
};

function dataOf(element: Element, reading: Reading): readonly Data[] {
  return elementsOf(element).flatMap((child) => {
    if (!isScxml(child) || child.name !== 'data') {
      reading.faults.push(fault(child, `<${child.tag}> has no place in <${element.tag}>`));
      return [];
    }
    const id = child.attributes.id ?? child.attributes.ID ?? required(child, 'id', reading.faults);
    const { src } = child.attributes;
    const value = contentOf(child, reading.faults);
    if (src === undefined) return { ...at(child), id, content: value };
    if (value !== null) reading.faults.push(fault(child, '<data> has both src and a value'));
    return { ...at(child), id, content: { text: sourceOf({ ...child, children: [] }, reading) } };
  });
}

function invokeOf(element: Element, reading: Reading, nested: Nested): Invoke {
  const { id, idlocation, namelist, autoforward } = element.attributes;
  const contents = elementsOf(element).filter((child) => child.name === 'content');
  const [content] = contents;
  const src = either(element, 'src', reading.faults);
  if (content !== undefined && src !== null)
    reading.faults.push(fault(element, '<invoke> has both src and <content>'));
  if (id !== undefined && idlocation !== undefined)
    reading.faults.push(fault(element, '<invoke> has both id and idlocation'));
  const finalize = elementsOf(element).filter((child) => child.name === 'finalize');
  return {
    ...at(element),
    type: either(element, 'type', reading.faults),
    src,
    id: id ?? null,
    idlocation: idlocation ?? null,
    namelist: wordsOf(namelist),
    params: paramsOf(element, reading),
    content: content === undefined ? null : invokedOf(content, reading, nested),
    autoforward: autoforward === 'true',
    finalize: finalize.flatMap((child) => stepsOf(child, reading)),
  };
}

function invokedOf(content: Element, reading: Reading, nested: Nested): Invoke['content'] {
  const { expr } = content.attributes;
  if (expr !== undefined) return { expr };
  const [root] = elementsOf(content);
  if (root === undefined) return { expr: JSON.stringify(textOf(content)) };
  const chart = nested.chartOf(root, reading);
  return chart === null ? null : { chart };
}
