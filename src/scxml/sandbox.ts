/**
 * What every session's scripts find, run once in a fresh machine and kept as its snapshot. Written for
 * the engine inside: nothing of it runs in Node. Functions hold on to the built-ins as they were, so
 * that scripts which replace those only deceive themselves. `__host` is the one way out; texts that go
 * through it are bounded here, before they are copied.
 */
export const SANDBOX = `(() => {
'use strict';
const host = globalThis.__host;
delete globalThis.__host;
const { parse, stringify } = JSON;
const { defineProperty, freeze, assign } = Object;
const { isArray } = Array;
const of = Function.prototype.bind.bind(Function.prototype.call);
const cut = of(String.prototype.slice), has = of(Object.prototype.hasOwnProperty);
const lower = of(String.prototype.toLowerCase), before = of(String.prototype.split);
const text = (value, most) => cut(String(value), 0, most);
const fixed = (target, name, value) => defineProperty(target, name, { value, enumerable: false });
const bounded = (value) => {
  const json = stringify(value);
  if (json === undefined) return 'null';
  if (json.length > 65536) throw new RangeError('more than 65536 characters leave the session');
  return json;
};
const log = (message, level) => host('log', stringify({ text: text(message, 500), level: level === undefined ? null : text(level, 20) }));

/*
 * Built-ins count no interrupts however long what they work on is: here they count it, and tell. Arrays
 * that are long without holding anything are refused.
 */
const { apply } = Reflect;
const longest = 1 << 20, worth = 1 << 20;
let work = 0;
const short = (value) => {
  if (value !== null && typeof value === 'object' && value.length > longest) throw new RangeError('an array is too long');
};
const spend = (much) => {
  work += much;
  if (work < worth) return;
  work = 0;
  if (host('work', '') !== '') throw new RangeError('too much work');
};
const lengthOf = (value) => typeof value === 'string' || isArray(value) ? value.length : 1;
function guard(proto, name) {
  const run = proto[name];
  if (typeof run !== 'function' || name === 'constructor') return;
  const guarded = { [name](...rest) {
    short(this);
    let much = lengthOf(this);
    for (let at = 0; at < rest.length; at++) { const one = rest[at]; if (isArray(one)) short(one); much *= proto === String.prototype && typeof one === 'string' ? one.length || 1 : 1; much += lengthOf(one); }
    spend(much);
    const made = apply(run, this, rest);
    if (typeof made === 'string') spend(made.length);
    return made;
  } }[name];
  defineProperty(guarded, 'length', { value: run.length });
  defineProperty(proto, name, { value: guarded, writable: true, configurable: true });
}
for (const name of Object.getOwnPropertyNames(Array.prototype)) if (!['values', 'keys', 'entries'].includes(name)) guard(Array.prototype, name);
for (const name of Object.getOwnPropertyNames(String.prototype)) if (!['charAt', 'charCodeAt', 'codePointAt', 'at', 'valueOf', 'toString'].includes(name)) guard(String.prototype, name);

/* XML as the data of an event or of a variable. */
const markup = Symbol('markup');
class Node_ {
  constructor(node, parent) {
    this.parentNode = parent;
    if (node.kind === 'text') { this.nodeType = 3; this.nodeName = '#text'; this.nodeValue = node.text; this.childNodes = []; }
    else {
      this.nodeType = 1; this.nodeName = this.tagName = node.tag; this.localName = node.name;
      this.attributes = node.attributes;
      this.childNodes = node.children.map((child) => new Node_(child, this));
    }
    fixed(this, 'parentNode', parent);
  }
  getAttribute(name) { return has(this.attributes, name) ? this.attributes[name] : null; }
  hasAttribute(name) { return has(this.attributes, name); }
  get children() { return this.childNodes.filter((node) => node.nodeType === 1); }
  get firstChild() { return this.childNodes[0] ?? null; }
  get lastChild() { return this.childNodes[this.childNodes.length - 1] ?? null; }
  get textContent() { return this.nodeType === 3 ? this.nodeValue : this.childNodes.map((node) => node.textContent).join(''); }
  getElementsByTagName(name) {
    return this.childNodes.flatMap((node) => node.nodeType !== 1 ? [] : [...(name === '*' || node.tagName === name || node.localName === name ? [node] : []), ...node.getElementsByTagName(name)]);
  }
}
class Document_ extends Node_ {
  constructor(nodes, source) {
    super({ kind: 'element', tag: '#document', name: '#document', attributes: {}, children: nodes }, null);
    fixed(this, markup, source);
  }
  get documentElement() { return this.children[0] ?? null; }
  toString() { return this[markup]; }
  toJSON() { return this[markup]; }
}
const wire = (it) => {
  if (it === undefined || it === null) return undefined;
  if (it.xml === undefined) return parse(it.json);
  const { nodes, source } = parse(it.xml);
  return new Document_(nodes, source);
};

let current;
defineProperty(globalThis, '_event', { get: () => current, set: undefined, enumerable: true, configurable: false });
fixed(Object.prototype, 'toSource', function toSource() { return '(' + stringify(this) + ')'; });
fixed(globalThis, 'In', (id) => host('in', text(id, 500)) === '1');
fixed(globalThis, '__GetCurrentStates', () => parse(host('states', '')));
fixed(globalThis, '__Log', (message, level) => { log(message, level); });
fixed(globalThis, '__Raise', (name, data) => { host('raise', bounded({ name: text(name, 500), data })); });

const idOf = (interactions, id) => (id === undefined || id === null ? (interactions[0] ? interactions[0].interactionid : null) : text(id, 500));
function genesys(at) {
  const interactions = {};
  const udataOf = (id) => { const one = interactions[id === undefined || id === null ? 0 : id]; return one ? one.udata : {}; };
  const zoned = (zone) => parse(host('zone', text(zone, 100)));
  const statistic = (object, name) => {
    const plain = before(String(object), '@')[0];
    for (const key of [String(object), plain]) if (has(at.statistics, key) && has(at.statistics[key], name)) return at.statistics[key][name];
    for (const key in at.statistics) if (lower(key) === lower(plain)) for (const one in at.statistics[key]) if (lower(one) === lower(String(name))) return at.statistics[key][one];
    log('no statistic ' + text(name, 100) + ' of ' + text(object, 100));
    return 0;
  };
  const idle = (prefix) => new Proxy({}, { get: (_, name) => typeof name === 'symbol' ? undefined : (() => { log(prefix + name + ' does nothing here'); }) });
  const day = freeze({ Sunday: 0, Monday: 1, Tuesday: 2, Wednesday: 3, Thursday: 4, Friday: 5, Saturday: 6 });
  const value = {
    ixn: {
      interactions,
      setuData(data, id) { host('act', bounded({ type: 'setuData', interactionId: idOf(interactions, id), data: { ...data } })); },
      getuData(key, id) { const all = udataOf(id); return key === undefined || key === null ? all : all[key]; },
      deleteuData(key, id) { host('act', bounded({ type: 'deleteuData', interactionId: idOf(interactions, id), key: key === undefined || key === null ? null : text(key, 500) })); },
    },
    session: {
      ...at.session, day,
      timeInZone: (zone) => zoned(zone).time, dateInZone: (zone) => zoned(zone).date, dayInZone: (zone) => zoned(zone).day,
      isSpecialDay() { log('isSpecialDay: there are no statistical days here'); return 0; },
      getConfigOption(section, name) {
        const key = name === undefined ? String(section) : section + '/' + name;
        return has(at.options, key) ? at.options[key] : name !== undefined && has(at.options, name) ? at.options[name] : undefined;
      },
    },
    queue: idle('_genesys.queue.'),
    statistic: { sData: statistic },
  };
  const change = (one) => {
    const known = has(interactions, one.id) ? interactions[one.id] : undefined;
    if (one.gone) { delete interactions[one.id]; if (interactions[0] === known) delete interactions[0]; return; }
    const next = assign(known ?? { interactionid: one.id, voice: {} }, one.values);
    interactions[one.id] = next;
    if (interactions[0] === undefined) defineProperty(interactions, '0', { value: next, enumerable: false, configurable: true, writable: true });
  };
  return { value, change };
}

let change = () => {};
fixed(globalThis, '__scxml', freeze({
  json: (value) => stringify(value),
  wire: (source) => wire(parse(source)),
  event(source) { const it = parse(source); current = freeze({ name: it.name, type: it.type, sendid: it.sendid, origin: it.origin, origintype: it.origintype, invokeid: it.invokeid, data: wire(it.data) }); },
  interaction(source) { change(parse(source)); },
  items(value) { if (value === null || typeof value !== 'object' || !(isArray(value) || typeof value.length === 'number')) throw new TypeError('not an array'); short(value); const copy = []; for (let at = 0; at < value.length; at++) copy[at] = value[at]; return copy; },
  open(source) {
    const at = parse(source);
    let seed = at.seed >>> 0;
    defineProperty(Math, 'random', { value: function random() { seed = (seed + 0x6d2b79f5) | 0; let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed); mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed; return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296; }, writable: true, configurable: true });
    const show = (name, value) => defineProperty(globalThis, name, { value, enumerable: true });
    show('_sessionid', at.sessionId); show('_name', at.name); show('_x', freeze({}));
    const processor = freeze({ location: '#_scxml_' + at.sessionId });
    show('_ioprocessors', freeze({ scxml: processor, 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor': processor }));
    fixed(globalThis, '__GetDocumentURL', () => at.file);
    if (at.isOrs) globalThis._data = {};
    const made = genesys(at);
    change = made.change;
    show('_genesys', made.value);
  },
}));
})();`;
