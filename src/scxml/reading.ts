import type { Fault } from '../domain/strategies/bundle.js';
import type { Content, Param, Payload, Value } from './chart.js';
import type { Files } from './include.js';
import { type Element, elementsOf, fault, textOf } from './xml.js';

export const SCXML = 'www.w3.org/2005/07/scxml';

/** What the readers of a document share. */
export interface Reading {
  readonly mode: 'w3c' | 'ors';
  readonly files: Files;
  readonly faults: Fault[];
  readonly warnings: Fault[];
}

/** Elements without a namespace are taken for those of SCXML. */
export const isScxml = (element: Element): boolean =>
  element.space === SCXML || element.space === '';

export const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/\s+/).filter((word) => word !== '');

/** An attribute that must be there. */
export function required(element: Element, name: string, faults: Fault[]): string {
  const value = element.attributes[name];
  if (value === undefined) faults.push(fault(element, `<${element.tag}> needs ${name}`));
  return value ?? '';
}

/** `name` as a text, or `nameexpr` as an expression; both is one too many. */
export function either(element: Element, name: string, faults: Fault[]): Value | null {
  const text = element.attributes[name];
  const expr = element.attributes[`${name}expr`];
  if (text !== undefined && expr !== undefined)
    faults.push(fault(element, `<${element.tag}> has both ${name} and ${name}expr`));
  if (text !== undefined) return { text };
  return expr === undefined ? null : { expr };
}

/** A text that is not there for its layout only. */
const isBlank = (text: string): boolean => text.trim() === '';

/** What stands within `<content>`, `<data>` or `<assign>`: null when there is nothing. */
function inlineOf(element: Element): Content | null {
  if (elementsOf(element).length > 0) return { xml: element.children };
  const text = textOf(element);
  return isBlank(text) ? null : { text };
}

/** `expr`, or what stands inside; both is one too many. */
export function contentOf(element: Element, faults: Fault[]): Content | null {
  const expr = element.attributes.expr ?? element.attributes._expr;
  const inline = inlineOf(element);
  if (expr === undefined) return inline;
  if (inline !== null) faults.push(fault(element, `<${element.tag}> has both expr and a content`));
  return { expr };
}

/** The names and expressions of `<param>`. */
export function paramsOf(element: Element, reading: Reading): readonly Param[] {
  return elementsOf(element)
    .filter((child) => child.name === 'param')
    .map((child) => {
      const { expr, location } = child.attributes;
      const name = required(child, 'name', reading.faults);
      if (expr !== undefined && location !== undefined)
        reading.faults.push(fault(child, '<param> has both expr and location'));
      // The draft of 2009 lets the name be the location.
      return { name, expr: expr ?? location ?? name };
    });
}

/** What `<param>` or `<content>` say goes along. */
export function payloadOf(element: Element, reading: Reading): Payload {
  const contents = elementsOf(element).filter((child) => child.name === 'content');
  const params = paramsOf(element, reading);
  const [first, second] = contents;
  if (second !== undefined) reading.faults.push(fault(second, 'a second <content>'));
  if (first !== undefined && params.length > 0)
    reading.faults.push(fault(first, '<content> beside <param>'));
  const content = first === undefined ? null : (contentOf(first, reading.faults) ?? { text: '' });
  return { params, content };
}

/** A source that a script names, and its own text. */
export function sourceOf(element: Element, reading: Reading): string {
  const { src } = element.attributes;
  const own = textOf(element);
  if (elementsOf(element).length > 0)
    reading.faults.push(fault(element, `<${element.tag}> has elements in it`));
  if (src === undefined) return own;
  const path = reading.files.find(src, element.file);
  if (path === null) {
    reading.faults.push(fault(element, `no file ${src} in the bundle`));
    return own;
  }
  return reading.files.textOf(path);
}
