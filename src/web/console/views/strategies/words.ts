import type { Misfit } from '../../wire.js';

/** Where strategies are. */
export const STRATEGIES = '/v1/admin/strategies';

export const pathOf = (name: string, rest = ''): string =>
  `${STRATEGIES}/${encodeURIComponent(name)}${rest}`;

/** Documents by their paths. */
export type Files = Readonly<Record<string, string>>;

export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** A strategy as lists have it. */
export interface Summary {
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  readonly main: string;
  readonly documents: number;
  readonly bytes: number;
  readonly warnings: readonly Fault[];
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** With its documents. */
export interface Strategy extends Summary {
  readonly files: Files;
}

export interface TraceLine {
  readonly step: number;
  readonly event: string | null;
  readonly exited: readonly string[];
  readonly entered: readonly string[];
  readonly transitions: readonly { readonly file: string; readonly line: number }[];
  readonly log: readonly string[];
}

/** What a dry run came to. */
export interface Tried {
  readonly decision: string | null;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly route: object | null;
  readonly how: string;
  readonly limit: string | null;
  readonly detail: string | null;
  readonly states: readonly string[];
  readonly actions: readonly {
    readonly type: string;
    readonly file: string;
    readonly line: number;
    readonly asked: string;
    readonly answer: string | null;
  }[];
  readonly trace: readonly TraceLine[];
}

/** What a refusal says of places in documents. */
export const faultsIn = (misfits: readonly Misfit[]): readonly Fault[] =>
  misfits.flatMap(({ file, line, column = 1, detail }) =>
    file !== undefined && line !== undefined ? [{ file, line, column, detail }] : [],
  );

/** The document of a project that a session begins with: what a composer made, `main.scxml`, or the first. */
export function mainOf(files: Files): string | undefined {
  const documents = Object.keys(files).filter((path) => /\.scxml$/i.test(path));
  const called = (pattern: RegExp) => documents.find((path) => pattern.test(path));
  return called(/(^|\/)IPD_[^/]*\.scxml$/i) ?? called(/(^|\/)main\.scxml$/i) ?? documents[0];
}

/** What somebody begins with who has nothing yet. */
export const STARTER = `<?xml version="1.0" encoding="UTF-8"?>
<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" profile="ecmascript"
       initial="waiting" xmlns:session="http://www.genesyslab.com/modules/session">
  <state id="waiting">
    <transition event="interaction.added" target="engage"/>
  </state>
  <state id="engage">
    <onentry>
      <session:fetch requestid="_data.request" method="'post'"
                     srcexpr="'http://localhost/server/data/gateway/engage'">
        <content _expr="JSON.stringify({ ixnProfile: { channel: 'proactiveChat' } })"/>
      </session:fetch>
    </onentry>
    <transition event="session.fetch.done" target="done"/>
    <transition event="error.session.fetch" target="done"/>
  </state>
  <final id="done"/>
</scxml>
`;
