import type { XmlNode } from './xml.js';

/** A line of the bundle. */
export interface At {
  readonly file: string;
  readonly line: number;
}

/** What an attribute says: a text, or an expression that is evaluated when it is needed. */
export type Value = { readonly text: string } | { readonly expr: string };

/** One name and what it stands for; `location` is an expression, too. */
export interface Param {
  readonly name: string;
  readonly expr: string;
}

/** What goes along with an event. */
export interface Payload {
  readonly params: readonly Param[];
  /** Instead of `params`. */
  readonly content: Content | null;
}

/** The inside of `<content>`, `<data>` or `<assign>`. */
export type Content =
  | { readonly expr: string }
  | { readonly text: string }
  | { readonly xml: readonly XmlNode[] };

/** Executable content, one element. */
export type Step = At &
  (
    | { readonly do: 'raise'; readonly event: Value; readonly payload: Payload }
    | { readonly do: 'if'; readonly branches: readonly Branch[] }
    | {
        readonly do: 'foreach';
        readonly array: string;
        readonly item: string;
        readonly index: string | null;
        readonly steps: readonly Step[];
      }
    | {
        readonly do: 'log';
        readonly label: Value | null;
        readonly expr: string | null;
        readonly level: Value | null;
      }
    | { readonly do: 'assign'; readonly location: string; readonly content: Content }
    | { readonly do: 'script'; readonly source: string }
    | { readonly do: 'send'; readonly send: Send }
    | { readonly do: 'cancel'; readonly sendid: Value }
    | { readonly do: 'act'; readonly act: Act }
  );

export interface Branch {
  /** Null for `<else>`. */
  readonly cond: string | null;
  readonly steps: readonly Step[];
}

export interface Send {
  readonly event: Value | null;
  readonly target: Value | null;
  readonly type: Value | null;
  readonly delay: Value | null;
  readonly id: string | null;
  /** Where the id is put that is drawn for it. */
  readonly idlocation: string | null;
  readonly namelist: readonly string[];
  readonly payload: Payload;
}

/** The elements of the dialect that ask something of the world. */
export const ACTS = [
  'fetch',
  'submit',
  'cancel',
  'redirect',
  'terminate',
  'attach',
  'detach',
] as const;
export type ActName = (typeof ACTS)[number];

export interface Act {
  readonly type: ActName;
  /** By the names of attributes; expressions, or literals where the author wrote a plain word. */
  readonly values: Readonly<Record<string, Value>>;
  /** Where the request's id is put. */
  readonly requestid: string | null;
  readonly payload: Payload;
  readonly targets: readonly TargetOf[];
}

export interface TargetOf {
  readonly kind: Value;
  readonly name: Value;
}

export interface Data extends At {
  readonly id: string;
  /** Null for a name without a value. */
  readonly content: Content | null;
}

export interface Invoke extends At {
  readonly type: Value | null;
  readonly src: Value | null;
  readonly id: string | null;
  readonly idlocation: string | null;
  readonly namelist: readonly string[];
  readonly params: readonly Param[];
  readonly content: { readonly chart: Chart } | { readonly expr: string } | null;
  readonly autoforward: boolean;
  readonly finalize: readonly Step[];
}

export type StateKind = 'root' | 'state' | 'parallel' | 'final' | 'history';

/** States are numbered in document order: of those within a state, `last` is the last. */
export interface State extends At {
  readonly id: string;
  readonly kind: StateKind;
  /** -1 for the root. */
  readonly parent: number;
  /** Those with a parent of this one, histories too. */
  readonly children: readonly number[];
  readonly last: number;
  readonly isDeep: boolean;
  /** The number of the transition to the default initial states; for a history, to those without one. */
  readonly initial: number | null;
  readonly onentry: readonly (readonly Step[])[];
  readonly onexit: readonly (readonly Step[])[];
  /** In document order. */
  readonly transitions: readonly number[];
  readonly invokes: readonly Invoke[];
  readonly data: readonly Data[];
  readonly done: Payload | null;
}

export interface Transition extends At {
  readonly source: number;
  /** Null for one that goes nowhere. */
  readonly targets: readonly number[] | null;
  /** Descriptors, split at dots; null for one without an event. An empty one matches everything. */
  readonly events: readonly (readonly string[])[] | null;
  readonly cond: string | null;
  readonly isInternal: boolean;
  readonly steps: readonly Step[];
}

/** A document that is ready to run: plain data. */
export interface Chart {
  /** `ors`: the dialect of 2009 that composers write. */
  readonly mode: 'w3c' | 'ors';
  readonly name: string;
  /** The document. */
  readonly file: string;
  readonly isLate: boolean;
  /** The first is the root. */
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
  /** Global scripts. */
  readonly scripts: readonly Step[];
}
