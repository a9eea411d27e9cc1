import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import { BUNDLE_LIMITS } from '../domain/strategies/session-limits.js';
import { type Element, elementsOf, fault, type Place, readXml, type XmlNode } from './xml.js';

const XINCLUDE = 'www.w3.org/2001/XInclude';
/** Composers write it before the ids of a sub-workflow, so that it can be included twice. */
const PREFIX = '$$_MY_PREFIX_$$';

/** Finds documents of a bundle, without regard to case. */
export interface Files {
  /** The path of what `href`, as `from` says it, names; null when there is none. */
  find(href: string, from: string): string | null;
  textOf(path: string): string;
}

/** A relative path without `.`, `..`, and what a browser would put before or after it. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/').toLowerCase();
}

/** The documents of a bundle, to be found by what others say of them. */
export function filesOf(bundle: Bundle): Files {
  const paths = new Map<string, string>();
  for (const path of Object.keys(bundle.files)) paths.set(normal(path.replaceAll('\\', '/')), path);
  return {
    find(href, from) {
      const plain = href
        .replace(/^file:(\/\/)?/i, '')
        .replaceAll('\\', '/')
        .replace(/[?#].*$/, '');
      const folder = from.replaceAll('\\', '/').split('/').slice(0, -1).join('/');
      return paths.get(normal(`${folder}/${plain}`)) ?? paths.get(normal(plain)) ?? null;
    },
    textOf: (path) => (bundle.files[path] ?? '').replace(/^\uFEFF/, ''),
  };
}

/** Where an include stands: in which files, and with which prefix. */
interface Within {
  readonly files: readonly string[];
  readonly prefix: string;
}

/** Reads documents of a bundle with everything that they include. */
export interface Reader {
  /** The root of a document; null, with faults, when it cannot be read. */
  read(path: string): Element | null;
}

/**
 * Includes resolved when a bundle is brought, so that nothing is looked up later: `parse="text"` as
 * a text, `parse="xml"` with `xpointer` (an id, or `element(/1/2)`) and with `resolveid`, which
 * takes the place of the prefix in what is included.
 */
export function createReader(files: Files, faults: Fault[]): Reader {
  const roots = new Map<string, Element | null>();
  let elements = 0;
  let chars = 0;
  const isTooMuch = (): boolean => elements > BUNDLE_LIMITS.elements || chars > BUNDLE_LIMITS.chars;

  function rootOf(path: string): Element | null {
    const known = roots.get(path);
    if (known !== undefined) return known;
    const root = readXml(files.textOf(path), path, faults);
    roots.set(path, root);
    return root;
  }

  function expand(element: Element, within: Within): Element {
    elements += 1;
    const replace = (text: string): string => {
      const replaced = withPrefix(text, within.prefix);
      chars += replaced.length;
      return replaced;
    };
    const attributes = Object.fromEntries(
      Object.entries(element.attributes).map(([name, value]) => [name, replace(value)]),
    );
    const children: XmlNode[] = [];
    for (const child of element.children) {
      if (isTooMuch()) break;
      if (child.kind === 'text') children.push({ kind: 'text', text: replace(child.text) });
      else if (child.space === XINCLUDE) children.push(...included(child, within));
      else children.push(expand(child, within));
    }
    return { ...element, attributes, children };
  }

  /** What stands in the place of an include. */
  function included(element: Element, within: Within): readonly XmlNode[] {
    const refuse = (detail: string): readonly XmlNode[] => {
      faults.push(fault(element, detail));
      return [];
    };
    if (element.name !== 'include') return refuse(`<${element.tag}> stands by itself`);
    const href = withPrefix(element.attributes.href ?? '', within.prefix);
    const path = href === '' ? null : files.find(href, element.file);
    if (path === null) {
      const fallback = elementsOf(element).find(({ name }) => name === 'fallback');
      if (fallback !== undefined) return expand(fallback, within).children;
      return refuse(href === '' ? 'an include without href' : `no file ${href} in the bundle`);
    }
    if (element.attributes.parse === 'text') {
      const text = withPrefix(files.textOf(path), within.prefix);
      chars += text.length;
      return [{ kind: 'text', text }];
    }
    if (within.files.includes(path))
      return refuse(`includes itself: ${[...within.files, path].join(' → ')}`);
    if (within.files.length > BUNDLE_LIMITS.includeDepth)
      return refuse(`includes are nested more than ${BUNDLE_LIMITS.includeDepth} deep`);
    const root = rootOf(path);
    if (root === null) return [];
    const resolved = element.attributes.resolveid;
    const prefix = resolved === undefined ? within.prefix : withPrefix(resolved, within.prefix);
    if (prefix.length > BUNDLE_LIMITS.prefixChars) return refuse('resolveid is too long');
    const inner = { files: [...within.files, path], prefix };
    const pointer = element.attributes.xpointer ?? element.attributes.fragid;
    const wanted =
      pointer === undefined ? root : pointed(root, withPrefix(pointer, prefix), prefix);
    if (wanted === null) return refuse(`${path} has nothing at ${pointer}`);
    const whole = expand(wanted, inner);
    // The document element of a document within another: what is in it.
    return whole.name === 'scxml' ? whole.children : [whole];
  }

  return {
    read(path) {
      const root = rootOf(path);
      if (root === null) return null;
      const whole = expand(root, { files: [path], prefix: '' });
      if (!isTooMuch()) return whole;
      const most = `${BUNDLE_LIMITS.elements} elements or ${BUNDLE_LIMITS.chars} characters`;
      faults.push(fault(start(path), `more than ${most}, with what is included`));
      return null;
    },
  };
}

export const start = (file: string): Place => ({ file, line: 1, column: 1 });

const withPrefix = (text: string, prefix: string): string =>
  text.includes(PREFIX)
    ? text.replaceAll(`${PREFIX}.`, prefix === '' ? '' : `${prefix}.`).replaceAll(PREFIX, prefix)
    : text;

/** The element that an XPointer names: `id`, `xpointer(id('x'))`, `element(/1/2)`, `element(id/1)`. */
function pointed(root: Element, pointer: string, prefix: string): Element | null {
  const plain = pointer.trim();
  const sequence = /^element\(([^)]*)\)$/.exec(plain)?.[1];
  if (sequence !== undefined) {
    const [first = '', ...steps] = sequence.split('/');
    // The first step of a path from the document is its root.
    if (first === '' && steps.shift() !== '1') return null;
    let at: Element | null = first === '' ? root : withId(root, first, prefix);
    for (const step of steps) at = at === null ? null : (elementsOf(at)[Number(step) - 1] ?? null);
    return at;
  }
  const quoted = /^xpointer\(.*['"]([^'"]+)['"].*\)$/.exec(plain)?.[1];
  return withId(root, quoted ?? plain, prefix);
}

function withId(element: Element, id: string, prefix: string): Element | null {
  if (withPrefix(element.attributes.id ?? '', prefix) === id) return element;
  for (const child of elementsOf(element)) {
    const found = withId(child, id, prefix);
    if (found !== null) return found;
  }
  return null;
}
