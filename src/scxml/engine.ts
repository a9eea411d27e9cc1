import type { LimitName } from '../domain/strategies/session-limits.js';

/** Data on its way into the engine or out of it. */
export type Wire =
  /** A JSON text. */
  | { readonly json: string }
  /** Nodes of XML as JSON: an object with `getElementsByTagName` and the like. */
  | { readonly xml: string };

/** How much of the thread's memory data take. */
export const charsOf = (data: Wire | undefined): number =>
  data === undefined ? 0 : ('json' in data ? data.json : data.xml).length;

/** `_event`. */
export interface EngineEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly sendid?: string | undefined;
  readonly origin?: string | undefined;
  readonly origintype?: string | undefined;
  readonly invokeid?: string | undefined;
  readonly data?: Wire | undefined;
}

/** Where the scripts and expressions of one session live. Each method throws a `ScriptFault`. */
export interface ScriptEngine {
  /** Runs a script as global code. */
  run(source: string): void;
  /** What an expression yields, as a JSON text; undefined for what JSON has no word for. */
  json(expression: string): string | undefined;
  bool(expression: string): boolean;
  /** Assigns to a location. */
  set(location: string, value: Wire | undefined): void;
  setEvent(event: EngineEvent): void;
  dispose(): void;
}

/** What a script did wrong: its own error, or a limit, after which the session is over. */
export class ScriptFault extends Error {
  constructor(
    message: string,
    /** Null for an error of the script: `error.execution`. */
    readonly limit: LimitName | null = null,
  ) {
    super(message);
  }
}

/** What the scripts of a session see of the world outside. */
export interface Hooks {
  /** Milliseconds since the epoch: `Date`. */
  now(): number;
  /** Called by the functions of the sandbox, with texts of a bounded length. */
  call(name: string, argument: string): string;
  /** Called at each interrupt; a limit ends the evaluation. */
  interrupt(): LimitName | null;
}

/** A machine for scripts: what a library has to bring. */
export interface Vm {
  /** Runs global code; throws a `ScriptFault`. */
  evaluate(source: string): string | boolean | undefined;
  dispose(): void;
}

/** Makes machines in which the sandbox is prepared. */
export type OpenVm = (hooks: Hooks) => Promise<Vm>;

/** Source that stands for a text. */
export const literal = (text: string): string => JSON.stringify(text);

/** An expression as source in parentheses; it may end in a comment, or, as a statement would, in `;`. */
export const inside = (expression: string): string => `(${expression.replace(/[;\s]+$/, '')}\n)`;

/** The engine on a machine: everything is source that the functions of the sandbox receive. */
export function createEngine(vm: Vm): ScriptEngine {
  return {
    run: (source) => {
      vm.evaluate(source);
    },
    json(expression) {
      const text = vm.evaluate(`__scxml.json${inside(inside(expression))}`);
      return typeof text === 'string' ? text : undefined;
    },
    bool: (expression) => vm.evaluate(`!!${inside(expression)}`) === true,
    set(location, value) {
      const source = value === undefined ? 'undefined' : `__scxml.wire(${textOfWire(value)})`;
      vm.evaluate(`'use strict';\n${location} = ${source};`);
    },
    setEvent: (event) => {
      vm.evaluate(`__scxml.event(${literal(JSON.stringify(event))})`);
    },
    dispose: () => vm.dispose(),
  };
}

const textOfWire = (value: Wire): string => literal(JSON.stringify(value));
