import type { Content, Param, Payload, Value } from './chart.js';
import { type ScriptEngine, ScriptFault, type Wire } from './engine.js';
import { type Element, markupOf, readXml, type XmlNode } from './xml.js';

/** What an attribute comes to. A value that is no text is written as JSON would. */
export function textOfValue(engine: ScriptEngine, value: Value): string {
  if ('text' in value) return value.text;
  const json = engine.json(value.expr);
  return json === undefined ? '' : plain(json);
}

/** A JSON text without the quotes of a string. */
export function plain(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** What stands in `<content>`, `<data>` or `<assign>`: JSON, XML, or words with single spaces. */
export function wireOf(engine: ScriptEngine, content: Content): Wire | undefined {
  if ('expr' in content) {
    const json = engine.json(content.expr);
    return json === undefined ? undefined : { json };
  }
  return 'xml' in content ? xmlWire(content.xml) : textWire(content.text);
}

function textWire(text: string): Wire {
  const trimmed = text.trim();
  if (isJson(trimmed)) return { json: trimmed };
  if (trimmed.startsWith('<')) {
    const root = readXml(trimmed, '', []);
    if (root !== null) return xmlWire([root]);
  }
  return { json: JSON.stringify(trimmed.replace(/\s+/g, ' ')) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isElement = (node: XmlNode): node is Element => node.kind === 'element';

function xmlWire(nodes: readonly XmlNode[]): Wire {
  const source = nodes.filter(isElement).map(markupOf).join('');
  return { xml: JSON.stringify({ nodes, source }) };
}

/** Pairs as one JSON object; of a name that comes twice, the last is kept. */
export function objectOf(pairs: readonly (readonly [string, string | undefined])[]): string {
  const members = pairs.flatMap(([name, json]) =>
    json === undefined ? [] : `${JSON.stringify(name)}:${json}`,
  );
  return `{${members.join(',')}}`;
}

/** Names and values; what cannot be evaluated is told to `fail`, and left out when that returns. */
export function pairsOf(
  engine: ScriptEngine,
  params: readonly Param[],
  fail: (fault: ScriptFault) => void,
): readonly (readonly [string, string | undefined])[] {
  return params.flatMap(({ name, expr }) => {
    try {
      return [[name, engine.json(expr)] as const];
    } catch (error) {
      if (!(error instanceof ScriptFault)) throw error;
      fail(error);
      return [];
    }
  });
}

/** The data of an event; undefined when it carries none. */
export function dataOfPayload(
  engine: ScriptEngine,
  payload: Payload,
  namelist: readonly string[],
  fail: (fault: ScriptFault) => void,
): Wire | undefined {
  const { content } = payload;
  if (content !== null) {
    try {
      return wireOf(engine, content);
    } catch (error) {
      if (!(error instanceof ScriptFault)) throw error;
      fail(error);
      return undefined;
    }
  }
  const named = namelist.map((name) => ({ name, expr: name }));
  const pairs = pairsOf(engine, [...named, ...payload.params], fail);
  return pairs.length === 0 ? undefined : { json: objectOf(pairs) };
}

/** Milliseconds of `1s`, `.5s`, `20ms`, `2m`; NaN for what is none. */
export function delayOf(text: string): number {
  const [, amount, unit] = /^\s*\+?(\d*\.?\d+)\s*(ms|s|m|min|h)?\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? 'ms'];
  const ms = Number(amount) * (factor ?? Number.NaN);
  return ms > MAX_DELAY_MS ? Number.NaN : ms;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};
/** The longest that a timer of Node waits. */
const MAX_DELAY_MS = 2 ** 31 - 1;
