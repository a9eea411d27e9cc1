import type { Branch, Send, Step, Value } from './chart.js';
import { ACT_SPACES, readAct } from './read-acts.js';
import {
  contentOf,
  either,
  isScxml,
  payloadOf,
  type Reading,
  required,
  sourceOf,
  wordsOf,
} from './reading.js';
import { type Element, elementsOf, fault } from './xml.js';

/** In the dialect, attributes of `<send>` are expressions under their plain names. */
function sendValue(element: Element, name: string, reading: Reading): Value | null {
  const text = element.attributes[name];
  if (reading.mode === 'w3c' || text === undefined) return either(element, name, reading.faults);
  if (name === 'event' && /^[A-Za-z_][\w-]*(\.[\w-]+)+$/.test(text) && !/^_|^system\./.test(text))
    reading.warnings.push(
      fault(element, `the event of <send> is an expression here: '${text}' in quotes is meant?`),
    );
  return { expr: text };
}

/** Executable content. */
export function stepsOf(parent: Element, reading: Reading): readonly Step[] {
  return elementsOf(parent).flatMap((element) => stepOf(element, reading) ?? []);
}

type Doing = {
  readonly [D in Step['do']]: Omit<Extract<Step, { do: D }>, 'file' | 'line'>;
}[Step['do']];

function stepOf(element: Element, reading: Reading): Step | null {
  const doing = isScxml(element) ? ownStep(element, reading) : foreignStep(element, reading);
  return doing === null ? null : ({ ...doing, file: element.file, line: element.line } as Step);
}

function foreignStep(element: Element, reading: Reading): Doing | null {
  const known = ACT_SPACES[element.space];
  if (known === undefined) {
    reading.faults.push(fault(element, `<${element.tag}> is not taken`));
    return null;
  }
  const act = readAct(element, known, reading);
  return act === null ? null : { do: 'act', act };
}

function ownStep(element: Element, reading: Reading): Doing | null {
  const { faults } = reading;
  const at = element.attributes;
  switch (element.name) {
    case 'raise': {
      const text = required(element, 'event', faults);
      // No name of an event begins with a quote.
      const event = reading.mode === 'ors' && /^['"]/.test(text) ? { expr: text } : { text };
      return { do: 'raise', event, payload: payloadOf(element, reading) };
    }
    case 'if':
      return { do: 'if', branches: branchesOf(element, reading) };
    case 'foreach':
      return {
        do: 'foreach',
        array: required(element, 'array', faults),
        item: required(element, 'item', faults),
        index: at.index ?? null,
        steps: stepsOf(element, reading),
      };
    case 'log': {
      const isOrs = reading.mode === 'ors';
      const label = at.label === undefined ? null : logText(at.label, isOrs);
      const level = at.level === undefined ? null : logText(at.level, isOrs);
      return { do: 'log', label, expr: at.expr ?? null, level };
    }
    case 'assign': {
      const location = at.location ?? at.dataid ?? required(element, 'location', faults);
      return { do: 'assign', location, content: contentOf(element, faults) ?? { text: '' } };
    }
    case 'script':
      return { do: 'script', source: sourceOf(element, reading) };
    case 'send':
      return { do: 'send', send: sendOf(element, reading) };
    case 'cancel': {
      const sendid = sendValue(element, 'sendid', reading);
      if (sendid === null) required(element, 'sendid', faults);
      return { do: 'cancel', sendid: sendid ?? { text: '' } };
    }
    default:
      faults.push(fault(element, `<${element.tag}> is nothing that can be executed`));
      return null;
  }
}

/** Labels and levels are texts that some composers put in quotes. */
const logText = (text: string, isOrs: boolean): Value =>
  isOrs && /^['"]/.test(text) ? { expr: text } : { text };

function branchesOf(element: Element, reading: Reading): readonly Branch[] {
  const branches: { cond: string | null; steps: Step[] }[] = [
    { cond: required(element, 'cond', reading.faults), steps: [] },
  ];
  for (const child of elementsOf(element)) {
    const isElse = isScxml(child) && child.name === 'else';
    if (isElse || (isScxml(child) && child.name === 'elseif')) {
      if (branches.at(-1)?.cond === null)
        reading.faults.push(fault(child, `<${child.tag}> after <else>`));
      const cond = isElse ? null : required(child, 'cond', reading.faults);
      branches.push({ cond, steps: [] });
      continue;
    }
    const step = stepOf(child, reading);
    if (step !== null) branches.at(-1)?.steps.push(step);
  }
  return branches;
}

function sendOf(element: Element, reading: Reading): Send {
  const at = element.attributes;
  const isOrs = reading.mode === 'ors';
  const payload = payloadOf(element, reading);
  const event = sendValue(element, 'event', reading);
  if (event === null && payload.content === null)
    reading.faults.push(fault(element, '<send> needs an event or a <content>'));
  if (at.id !== undefined && at.idlocation !== undefined)
    reading.faults.push(fault(element, '<send> has both id and idlocation'));
  return {
    event,
    target: sendValue(element, 'target', reading),
    type: sendValue(element, 'type', reading),
    delay: sendValue(element, 'delay', reading),
    id: at.id ?? null,
    // In the draft of 2009 `sendid` is where the id is put.
    idlocation: at.idlocation ?? (isOrs ? (at.sendid ?? null) : null),
    namelist: wordsOf(at.namelist),
    payload,
  };
}
