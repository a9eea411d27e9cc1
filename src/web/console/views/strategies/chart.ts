import type { Files } from './words.js';

/** A state of a chart with those within it. */
interface Node {
  readonly id: string;
  readonly isFinal: boolean;
  readonly isParallel: boolean;
  readonly children: Node[];
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly event: string | null;
}

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isFinal: boolean;
  readonly isParallel: boolean;
  /** Whether there are states within it. */
  readonly isWhole: boolean;
}

export interface Way {
  readonly from: string;
  readonly to: string;
  readonly event: string | null;
  readonly path: string;
}

/** A chart with places for everything; null for what cannot be drawn. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly ways: readonly Way[];
}

const PREFIX = '$$_MY_PREFIX_$$';
const STATES = new Set(['state', 'parallel', 'final']);
/** Includes within includes. */
const DEEP = 16;

function normal(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/'))
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  return steps.join('/').toLowerCase();
}

function find(files: Files, href: string, from: string): string | undefined {
  const beside = normal(`${from.split('/').slice(0, -1).join('/')}/${href}`);
  const paths = Object.keys(files);
  return (
    paths.find((path) => normal(path) === beside) ??
    paths.find((path) => normal(path) === normal(href))
  );
}

const parse = (text: string): Element | null => {
  const { documentElement } = new DOMParser().parseFromString(text, 'application/xml');
  return documentElement.getElementsByTagName('parsererror').length > 0 ||
    documentElement.localName === 'parsererror'
    ? null
    : documentElement;
};

/** The states and transitions of a document, with those of the sub-workflows that it includes. */
function read(files: Files, main: string): { root: Node; edges: Edge[] } | null {
  const edges: Edge[] = [];
  function childrenOf(element: Element, path: string, prefix: string, depth: number): Node[] {
    const name = (text: string): string => text.replaceAll(PREFIX, prefix);
    return [...element.children].flatMap((child): Node[] => {
      if (child.localName === 'include' && child.getAttribute('parse') !== 'text') {
        const found = find(files, child.getAttribute('href') ?? '', path);
        const root = found === undefined || depth > DEEP ? null : parse(files[found] ?? '');
        if (root === null || found === undefined) return [];
        const inner = name(child.getAttribute('resolveid') ?? prefix);
        const pointer = child.getAttribute('xpointer')?.replaceAll(PREFIX, inner);
        const all = childrenOf(root, found, inner, depth + 1);
        const wanted = pointer === undefined ? all : all.filter(({ id }) => pointer.includes(id));
        return wanted.length > 0 ? wanted : all;
      }
      if (!STATES.has(child.localName)) return [];
      const id = name(child.getAttribute('id') ?? '');
      for (const transition of child.children)
        if (transition.localName === 'transition')
          for (const to of name(transition.getAttribute('target') ?? '').split(/\s+/))
            if (to !== '') edges.push({ from: id, to, event: transition.getAttribute('event') });
      return [
        {
          id,
          isFinal: child.localName === 'final',
          isParallel: child.localName === 'parallel',
          children: childrenOf(child, path, prefix, depth),
        },
      ];
    });
  }
  const root = parse(files[main] ?? '');
  if (root === null) return null;
  const children = childrenOf(root, main, '', 0);
  return { root: { id: '', isFinal: false, isParallel: false, children }, edges };
}

const LETTER = 7.2;
const LEAF = 36;
const TITLE = 26;
const PAD = 16;
const BESIDE = 28;
const BELOW = 48;

interface Sized {
  readonly node: Node;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly (readonly Sized[])[];
}

const holds = (node: Node, id: string): boolean =>
  node.id === id || node.children.some((child) => holds(child, id));

/** The states within one, in rows: each as many transitions from the first as its row says. */
function rowsOf(node: Node, edges: readonly Edge[]): readonly (readonly Node[])[] {
  const { children } = node;
  if (node.isParallel || children.length < 2) return [children];
  const rank = new Map<Node, number>(children.slice(0, 1).map((first) => [first, 0]));
  const open = [...rank.keys()];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const from: Node = at;
    for (const { from: source, to } of edges) {
      const next = holds(from, source) ? children.find((child) => holds(child, to)) : undefined;
      if (next === undefined || rank.has(next)) continue;
      rank.set(next, (rank.get(from) ?? 0) + 1);
      open.push(next);
    }
  }
  const last = Math.max(...rank.values()) + 1;
  const rows = Array.from({ length: last + 1 }, (_, row) =>
    children.filter((child) => (rank.get(child) ?? last) === row),
  );
  return rows.filter((row) => row.length > 0);
}

function size(node: Node, edges: readonly Edge[]): Sized {
  const label = Math.ceil(node.id.length * LETTER) + 2 * PAD;
  if (node.children.length === 0)
    return { node, width: Math.max(label, 72), height: LEAF, rows: [] };
  const rows = rowsOf(node, edges).map((row) => row.map((child) => size(child, edges)));
  const wide = rows.map((row) => row.reduce((sum, { width }) => sum + width + BESIDE, -BESIDE));
  const high = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  return {
    node,
    width: Math.max(label, ...wide) + 2 * PAD,
    height: TITLE + high.reduce((sum, height) => sum + height + BELOW, -BELOW) + 2 * PAD,
    rows,
  };
}

function place({ node, width, height, rows }: Sized, x: number, y: number): readonly Box[] {
  const { id, isFinal, isParallel } = node;
  const boxes: Box[] =
    id === '' ? [] : [{ id, x, y, width, height, isFinal, isParallel, isWhole: rows.length > 0 }];
  let top = y + TITLE + PAD;
  for (const row of rows) {
    const wide = row.reduce((sum, each) => sum + each.width + BESIDE, -BESIDE);
    let left = x + (width - wide) / 2;
    for (const each of row) {
      boxes.push(...place(each, left, top));
      left += each.width + BESIDE;
    }
    top += Math.max(...row.map((each) => each.height)) + BELOW;
  }
  return boxes;
}

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** The line from one box to another; `turn` keeps those that go the same way apart. */
function pathOf(from: Box, to: Box, turn: number): string {
  const shift = (turn % 3) * 8 - 8;
  const fromX = from.x + from.width / 2 + shift;
  const toX = to.x + to.width / 2 + shift;
  const bottom = from.y + from.height;
  if (within(to, from)) return `M${from.x + PAD} ${from.y + TITLE} L${toX} ${to.y}`;
  if (to.y >= bottom) {
    const bend = Math.max((to.y - bottom) / 2, 18);
    return `M${fromX} ${bottom} C${fromX} ${bottom + bend} ${toX} ${to.y - bend} ${toX} ${to.y}`;
  }
  const isSame =
    to.y < bottom && to.y + to.height > from.y && !within(from, to) && from.id !== to.id;
  const fromY = from.y + from.height / 2 + shift / 2;
  const toY = to.y + to.height / 2 + shift / 2;
  if (isSame) {
    const isRight = to.x > from.x;
    const [start, end] = isRight ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
    return `M${start} ${fromY} C${(start + end) / 2} ${fromY} ${(start + end) / 2} ${toY} ${end} ${toY}`;
  }
  const right = Math.max(from.x + from.width, to.x + to.width) + 20 + (turn % 4) * 6;
  return `M${from.x + from.width} ${fromY} C${right} ${fromY} ${right} ${toY} ${to.x + to.width} ${toY}`;
}

/** Draws the chart of a bundle; null when its main document cannot be read. */
export function chartOf(files: Files, main: string): Chart | null {
  const found = read(files, main);
  if (found === null || found.root.children.length === 0) return null;
  const { root, edges } = found;
  const sized = size(root, edges);
  const boxes = place(sized, 0, -TITLE);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const ways = edges.flatMap((edge, turn): Way[] => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return from && to ? [{ ...edge, path: pathOf(from, to, turn) }] : [];
  });
  return { width: sized.width + 40, height: sized.height - TITLE, boxes, ways };
}
