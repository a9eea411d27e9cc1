import type { Act, ActName, TargetOf, Value } from './chart.js';
import { payloadOf, type Reading, required } from './reading.js';
import { type Element, elementsOf, fault } from './xml.js';

const MODULES = 'www.genesyslab.com/modules';

/** The modules of the dialect: the elements that are taken, by name. */
export const ACT_SPACES: Readonly<Record<string, Readonly<Record<string, ActName>>>> = {
  [`${MODULES}/session`]: { fetch: 'fetch' },
  [`${MODULES}/queue`]: { submit: 'submit', cancel: 'cancel' },
  [`${MODULES}/interaction`]: {
    redirect: 'redirect',
    terminate: 'terminate',
    attach: 'attach',
    detach: 'detach',
  },
  // `dialog` talks to phones, `classification` to a server that is not here: refused with their lines.
};

/** Attributes that are read; others are for the composer that wrote them. */
const ATTRIBUTES: Readonly<Record<ActName, readonly string[]>> = {
  fetch: ['srcexpr', 'src', 'method', 'enctype', 'type', 'timeout', 'headers'],
  submit: ['interactionid', 'priority', 'timeout', 'clearontimeout'],
  cancel: ['interactionid'],
  redirect: ['interactionid', 'from', 'to'],
  terminate: ['interactionid', 'reason', 'resultcode'],
  attach: ['interactionid'],
  detach: ['interactionid'],
};

/** Words that authors write without quotes although an expression is expected. */
const PLAIN = /^(get|post|put|delete|patch|head|application\/[\w.+-]+|text\/[\w.+-]+)$/i;

const expression = (text: string): Value => (PLAIN.test(text) ? { text } : { expr: text });

/** An element of the modules; null, with a fault, when it is none that is taken. */
export function readAct(
  element: Element,
  known: Readonly<Record<string, ActName>>,
  reading: Reading,
): Act | null {
  const type = Object.hasOwn(known, element.name) ? known[element.name] : undefined;
  if (type === undefined) {
    reading.faults.push(fault(element, `<${element.tag}> is not taken`));
    return null;
  }
  const values: Record<string, Value> = {};
  for (const name of ATTRIBUTES[type]) {
    const text = element.attributes[name];
    if (text !== undefined) values[name] = name === 'src' ? { text } : expression(text);
  }
  if (type === 'fetch' && values.src === undefined) required(element, 'srcexpr', reading.faults);
  if (type === 'redirect') required(element, 'to', reading.faults);
  return {
    type,
    values,
    requestid: element.attributes.requestid ?? null,
    payload: payloadOf(element, reading),
    targets: type === 'submit' ? targetsOf(element, reading) : [],
  };
}

/** `<queue:targets type><queue:target type name/></queue:targets>`. */
function targetsOf(element: Element, reading: Reading): readonly TargetOf[] {
  const found = elementsOf(element)
    .filter(({ name }) => name === 'targets')
    .flatMap((targets) =>
      elementsOf(targets).map((target) => {
        const kind = target.attributes.type ?? targets.attributes.type;
        const name = target.attributes.name ?? required(target, 'name', reading.faults);
        if (kind === undefined) required(target, 'type', reading.faults);
        return { kind: word(kind ?? ''), name: expression(name) };
      }),
    );
  if (found.length === 0) reading.faults.push(fault(element, `<${element.tag}> names no target`));
  return found;
}

const word = (text: string): Value =>
  /^(agent|agentgroup|skill)$/i.test(text) ? { text } : { expr: text };
