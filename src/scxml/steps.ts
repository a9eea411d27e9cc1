import type { Act, At, Chart, Send, Step } from './chart.js';
import { type EngineEvent, inside, literal, type ScriptEngine, ScriptFault } from './engine.js';
import { placeOf, type Tracer } from './trace.js';
import { dataOfPayload, textOfValue, wireOf } from './values.js';

/** What executable content works on. */
export interface Stage {
  readonly chart: Chart;
  readonly engine: ScriptEngine;
  readonly tracer: Tracer;
  /** Puts an event in the internal queue. */
  raise(event: EngineEvent): void;
  send(send: Send): void;
  cancel(sendid: string): void;
  act(act: Act, at: At): void;
}

/** An error that `<send>` has told of itself already: the block ends all the same. */
export class Told extends Error {}

/** Levels of `<log>` as the dialect counts them. */
const LEVELS: Readonly<Record<string, string>> = {
  '1': 'alarm',
  '2': 'standard',
  '3': 'interaction',
  '4': 'trace',
};

/**
 * Performs one block of executable content. An error ends the block and is an event of its own; true
 * when there was none.
 */
export function perform(steps: readonly Step[], stage: Stage): boolean {
  let at: At | undefined;
  try {
    for (const step of steps) {
      at = step;
      performStep(step, stage);
    }
    return true;
  } catch (error) {
    if (error instanceof Told) return false;
    if (!(error instanceof ScriptFault)) throw error;
    fail(stage, error, at);
    return false;
  }
}

/** `error.execution`, in the trace with its place. */
export function fail(stage: Stage, fault: ScriptFault, at?: At, sendid?: string): void {
  const place = at === undefined ? '' : `${placeOf(at)} `;
  stage.tracer.log(`${place}error.execution: ${fault.message}`);
  const data = { message: fault.message, file: at?.file, line: at?.line };
  stage.raise({
    name: 'error.execution',
    type: 'platform',
    sendid,
    data: { json: JSON.stringify(data) },
  });
}

let arrays = 0;

function performStep(step: Step, stage: Stage): void {
  const { engine, tracer } = stage;
  switch (step.do) {
    case 'raise':
      stage.raise({
        name: textOfValue(engine, step.event),
        type: 'internal',
        data: dataOfPayload(engine, step.payload, [], rethrow),
      });
      return;
    case 'if': {
      const branch = step.branches.find(({ cond }) => cond === null || holds(cond, stage, step));
      for (const inner of branch?.steps ?? []) performStep(inner, stage);
      return;
    }
    case 'foreach': {
      // Kept in the engine: items may be what JSON has no word for.
      arrays += 1;
      const items = `__items${arrays}`;
      engine.run(`var ${items} = __scxml.items(${inside(step.array)});`);
      const length = Number(engine.json(`${items}.length`));
      for (let index = 0; index < length; index += 1) {
        engine.run(`${step.item} = ${items}[${index}];`);
        if (step.index !== null) engine.run(`${step.index} = ${index};`);
        for (const inner of step.steps) performStep(inner, stage);
      }
      engine.run(`${items} = undefined;`);
      return;
    }
    case 'log': {
      const said = step.expr === null ? '' : textOfValue(engine, { expr: step.expr });
      const label = step.label === null ? '' : `${textOfValue(engine, step.label)}: `;
      const level = step.level === null ? '' : textOfValue(engine, step.level);
      tracer.log(`${level === '' ? '' : `[${LEVELS[level] ?? level}] `}${label}${said}`);
      return;
    }
    case 'assign':
      if ('expr' in step.content) {
        const strict = stage.chart.mode === 'w3c' ? `'use strict';\n` : '';
        engine.run(`${strict}${step.location} = ${inside(step.content.expr)};`);
      } else engine.set(step.location, wireOf(engine, step.content));
      return;
    case 'script':
      engine.run(step.source);
      return;
    case 'send':
      stage.send(step.send);
      return;
    case 'cancel':
      stage.cancel(textOfValue(engine, step.sendid));
      return;
    case 'act':
      stage.act(step.act, step);
  }
}

function rethrow(fault: ScriptFault): never {
  throw fault;
}

/** A condition that cannot be evaluated does not hold. */
export function holds(cond: string, stage: Stage, at: At): boolean {
  try {
    return stage.engine.bool(cond);
  } catch (error) {
    if (!(error instanceof ScriptFault)) throw error;
    fail(stage, error, at);
    return false;
  }
}

/** Puts text in a location; for ids that are drawn. */
export function store(engine: ScriptEngine, location: string, text: string): void {
  engine.set(location, { json: literal(text) });
}
