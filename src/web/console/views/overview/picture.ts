import { branchesOf, TABLE, TERMINAL_STATES } from '../../../../domain/interactions/table.js';
import { STATES, type State } from '../../../../domain/interactions/vocabulary.js';
import type { FlowNow, QueueNow } from '../../overview.js';

export interface Box {
  readonly state: State;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A way from one state to others, or from outside into the first. */
export interface Way {
  readonly from: State | null;
  readonly to: readonly State[];
  readonly path: string;
  /** Where its number stands. */
  readonly label: Point;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly ways: readonly Way[];
}

type Point = readonly [x: number, y: number];

const ENDS = STATES.filter((state) => TERMINAL_STATES.has(state));
/** From the answer that is hoped for to those that nobody gave; what both states lead to is lowest. */
const ORDER: readonly State[] = ['Accepted', 'Rejected', 'Timeout', 'Missed', 'Failed'];
const ENDS_IN_ORDER = [...ENDS].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));

/** The states that the rules lead to from one. */
export const leadsTo = (from: State): ReadonlySet<State> =>
  new Set(
    Object.values(TABLE[from])
      .flatMap(branchesOf)
      .flatMap((branch) => ('to' in branch ? [branch.to] : [])),
  );

const cubic = (a: Point, b: Point, c: Point, d: Point): string => `M${a} C${b} ${c} ${d}`;

/** A point of such a curve, at a share of its way. */
function pointAt(share: number, [a, b, c, d]: readonly [Point, Point, Point, Point]): Point {
  const rest = 1 - share;
  const at = (i: 0 | 1): number =>
    rest ** 3 * a[i] +
    3 * rest ** 2 * share * b[i] +
    3 * rest * share ** 2 * c[i] +
    share ** 3 * d[i];
  return [Math.round(at(0)), Math.round(at(1))];
}

/** The narrowest and the widest that the picture is drawn in; it grows beyond the latter as a whole. */
export const LEAST_WIDE = 680;
const MOST_WIDE = 960;

/** From left to right, for whoever has the room: words keep their size, the ways become shorter. */
export function widePicture(room = MOST_WIDE): Picture {
  const width = Math.round(Math.max(LEAST_WIDE, Math.min(room, MOST_WIDE)));
  const cut = MOST_WIDE - width;
  const qualified: Box = {
    state: 'Qualified',
    x: Math.round(132 - cut * 0.3),
    y: 124,
    width: 176,
    height: 76,
  };
  const engaged: Box = { ...qualified, state: 'Engaged', x: Math.round(424 - cut * 0.62) };
  const ends = ENDS_IN_ORDER.map((state, row) => ({
    state,
    x: width - 196,
    y: 8 + row * 64,
    width: 188,
    height: 52,
  }));
  const middle = (box: Box): number => box.y + box.height / 2;
  const right = (box: Box): number => box.x + box.width;
  const ways: Way[] = [
    {
      from: null,
      to: ['Qualified'],
      path: `M8,162 L${qualified.x - 8},162`,
      label: [Math.round(qualified.x / 2), 152],
    },
    {
      from: 'Qualified',
      to: ['Engaged'],
      path: `M${right(qualified)},162 L${engaged.x - 8},162`,
      label: [Math.round((right(qualified) + engaged.x) / 2) - 4, 152],
    },
  ];
  const add = (from: State, to: State, curve: readonly [Point, Point, Point, Point], at: number) =>
    ways.push({ from, to: [to], path: cubic(...curve), label: pointAt(at, curve) });
  for (const box of ends) {
    const into: Point = [box.x - 8, middle(box)];
    if (leadsTo('Engaged').has(box.state)) {
      const out: Point = [right(engaged), middle(engaged)];
      const bend = (into[0] - out[0]) * 0.6;
      const curve = [out, [out[0] + bend, out[1]], [into[0] - bend, into[1]], into] as const;
      add('Engaged', box.state, curve, 0.8);
    }
    if (leadsTo('Qualified').has(box.state)) {
      const y = into[1] + (box.state === 'Failed' ? 12 : 0);
      const out: Point = [qualified.x + qualified.width / 2, qualified.y + qualified.height];
      const curve = [out, [out[0], y], [out[0] + 60, y], [into[0], y]] as const;
      add('Qualified', box.state, curve, 0.55);
    }
  }
  return { width, height: 330, boxes: [qualified, engaged, ...ends], ways };
}

/** From above, for a phone: the ends are one group. */
export function narrowPicture(): Picture {
  const qualified: Box = { state: 'Qualified', x: 72, y: 40, width: 176, height: 72 };
  const engaged: Box = { state: 'Engaged', x: 72, y: 160, width: 176, height: 72 };
  const ends = ENDS_IN_ORDER.map((state, index) => ({
    state,
    // The last, which both lead to, stands below the one that both lead to, too.
    x: (index === ENDS_IN_ORDER.length - 1 ? 1 : index % 2) * 164,
    y: 280 + Math.floor(index / 2) * 60,
    width: 156,
    height: 52,
  }));
  const group = ENDS_IN_ORDER;
  return {
    width: 344,
    height: 456,
    boxes: [qualified, engaged, ...ends],
    ways: [
      { from: null, to: ['Qualified'], path: 'M160,4 L160,32', label: [184, 22] },
      { from: 'Qualified', to: ['Engaged'], path: 'M160,112 L160,152', label: [184, 136] },
      { from: 'Engaged', to: group, path: 'M160,232 L160,272', label: [184, 256] },
      {
        from: 'Qualified',
        to: group.filter((state) => leadsTo('Qualified').has(state)),
        path: 'M248,76 C320,76 338,100 338,180 L338,410 Q338,426 328,426',
        label: [322, 182],
      },
    ],
  };
}

/** How often a way was gone in the minutes that are asked for. */
export function passedOn({ from, to }: Pick<Way, 'from' | 'to'>, flow: FlowNow, column: number) {
  return flow.moves
    .filter((move) => move.from === from && to.includes(move.to))
    .reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0);
}

/** How often a state was come into. */
export const cameInto = (state: State, flow: FlowNow, column: number): number =>
  flow.moves
    .filter(({ to }) => to === state)
    .reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0);

/** The queue that a state is placed in, and whether it has it for itself. */
export function queueOf(state: State, queues: readonly QueueNow[]) {
  const queue = queues.find(({ states }) => states.includes(state));
  return { queue, isAlone: queue?.states.length === 1 };
}
