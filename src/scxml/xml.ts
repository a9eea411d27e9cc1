import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Fault } from '../domain/strategies/bundle.js';
import { BUNDLE_LIMITS } from '../domain/strategies/session-limits.js';

/** Where something stands in a bundle. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

export interface Element extends Place {
  readonly kind: 'element';
  /** Its namespace, without `http://` and without a slash at the end. */
  readonly space: string;
  /** Without the prefix. */
  readonly name: string;
  /** As written: with a prefix where there is one. */
  readonly tag: string;
  /** By the name as written; declarations of namespaces are among them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = Text | Element;

type Growing = Element & { readonly children: XmlNode[] };

export const fault = (place: Place, detail: string): Fault => ({
  file: place.file,
  line: place.line,
  column: place.column,
  detail,
});

/** The same namespace, however it is spelled. */
const spaceOf = (uri: string): string => uri.replace(/^https?:\/\//, '').replace(/\/$/, '');

/**
 * The root of a document, or null with what is wrong in `faults`. A document type is refused: it is
 * how entities are declared that name files, or that grow when they are used.
 */
export function readXml(text: string, file: string, faults: Fault[]): Element | null {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let begun: Place = { file, line: 1, column: 1 };
  let lineStart = 0;
  let line = 1;
  let failed = false;
  let depth = 0;

  /** Tags begin one after the other: each line is counted once. */
  const placeOf = (offset: number): Place => {
    for (;;) {
      const next = text.indexOf('\n', lineStart);
      if (next < 0 || next >= offset) break;
      lineStart = next + 1;
      line += 1;
    }
    return { file, line, column: offset - lineStart + 1 };
  };
  const fail = (detail: string, place?: Place): void => {
    failed = true;
    // It tells some things twice.
    const here = { file, line: parser.line, column: parser.columnIndex };
    const said = fault(place ?? here, detail);
    if (!faults.some((other) => other.line === said.line && other.detail === detail))
      faults.push(said);
  };
  const say = (piece: string): void => {
    const siblings = open.at(-1)?.children;
    if (siblings !== undefined) siblings.push({ kind: 'text', text: piece });
  };

  // The parser says where it is at the head of its message, too.
  parser.on('error', (error) => fail(error.message.replace(/^[^ ]*\d+:\d+: /, '')));
  parser.on('doctype', () => fail('a document type declaration is not taken'));
  parser.on('opentagstart', (tag) => {
    begun = placeOf(text.lastIndexOf(`<${tag.name}`, parser.position));
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    depth += 1;
    if (depth === BUNDLE_LIMITS.elementDepth + 1)
      fail(`elements are nested more than ${BUNDLE_LIMITS.elementDepth} deep`, begun);
    if (depth > BUNDLE_LIMITS.elementDepth) return;
    const attributes = Object.fromEntries(
      Object.values(tag.attributes).map(({ name, value }) => [name, value]),
    );
    const element: Growing = {
      kind: 'element',
      ...begun,
      space: spaceOf(tag.uri),
      name: tag.local,
      tag: tag.name,
      attributes,
      children: [],
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    if (depth <= BUNDLE_LIMITS.elementDepth) open.pop();
    depth -= 1;
  });
  parser.on('text', say);
  parser.on('cdata', say);
  parser.write(text).close();
  return failed ? null : root;
}

/** The texts of an element, without those of elements within it. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (child.kind === 'text' ? child.text : '')).join('');

export const elementsOf = (element: Element): readonly Element[] =>
  element.children.filter((child) => child.kind === 'element');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (it) => ESCAPES[it] ?? it);

/** The element as XML; `space` is the namespace that holds where it will stand. */
export function markupOf(node: XmlNode): string {
  if (node.kind === 'text') return escaped(node.text);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  const inner = node.children.map(markupOf).join('');
  return inner === ''
    ? `<${node.tag}${attributes}/>`
    : `<${node.tag}${attributes}>${inner}</${node.tag}>`;
}
