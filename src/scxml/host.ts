import type { LimitName } from '../domain/strategies/session-limits.js';

/** A JSON value as a plain object. */
export type Data = Readonly<Record<string, unknown>>;

/** What every action says of itself. */
interface Asked {
  /** How many actions of the session came before, from 0: the same in every run with the same answers. */
  readonly ordinal: number;
  /** The element that asked, or that contains the script that did. */
  readonly file: string;
  readonly line: number;
}

/** `session:fetch`: one request by HTTP. Answered by `session.fetch.done {requestid, content, hints}`. */
export interface FetchAction extends Asked {
  readonly type: 'fetch';
  /** How many fetches of the session came before, from 0. */
  readonly fetch: number;
  readonly requestId: string;
  readonly url: string;
  /** In capitals; `GET` when the document names none. */
  readonly method: string;
  readonly enctype: string | null;
  readonly timeoutMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Data;
  /** Instead of `params`: a body as it is. */
  readonly content: string | null;
}

/** Whom a `queue:submit` names. */
export interface Target {
  readonly kind: 'agent' | 'agentgroup' | 'skill';
  readonly name: string;
  /** The condition of a skill (`English > 3`) as it was written; null when the name is all. */
  readonly expression: string | null;
}

/** `queue:submit`: an agent is looked for. Answered by `queue.submit.done {requestid, interactionid, resource, targetselected}`. */
export interface SubmitAction extends Asked {
  readonly type: 'submit';
  readonly requestId: string;
  readonly interactionId: string | null;
  readonly priority: number | null;
  readonly timeoutMs: number | null;
  readonly clearOnTimeout: boolean;
  /** In the order in which they are tried. */
  readonly targets: readonly Target[];
}

/** `queue:cancel`. Answered by `queue.cancel.done {requestid}`. */
export interface CancelAction extends Asked {
  readonly type: 'cancel';
  /** Of the `queue:submit` that is called off; null for all of the interaction. */
  readonly requestId: string | null;
  readonly interactionId: string | null;
}

/** `ixn:redirect`. Answered by `interaction.redirect.done {requestid, interactionid}`. */
export interface RedirectAction extends Asked {
  readonly type: 'redirect';
  readonly requestId: string;
  readonly interactionId: string | null;
  readonly from: string | null;
  /** The resource, as `queue.submit.done` named it or as the document says. */
  readonly to: string;
}

/** `ixn:terminate`. Answered by `interaction.terminate.done {requestid, interactionid}`. */
export interface TerminateAction extends Asked {
  readonly type: 'terminate';
  readonly requestId: string;
  readonly interactionId: string | null;
  readonly reason: string | null;
}

/** `ixn:attach`, `ixn:detach`. Answered by `interaction.attach.done` or `.detach.done`. */
export interface AttachAction extends Asked {
  readonly type: 'attach' | 'detach';
  readonly requestId: string;
  readonly interactionId: string | null;
}

/** `_genesys.ixn.setuData`. What was stored comes back as `interaction.udata.changed {interactionid, udata}`. */
export interface SetUdataAction extends Asked {
  readonly type: 'setuData';
  readonly interactionId: string | null;
  readonly data: Data;
}

/** `_genesys.ixn.deleteuData`; `key` null for all of it. */
export interface DeleteUdataAction extends Asked {
  readonly type: 'deleteuData';
  readonly interactionId: string | null;
  readonly key: string | null;
}

/** What a session asks of the world: plain data over the thread's border. */
export type Action =
  | FetchAction
  | SubmitAction
  | CancelAction
  | RedirectAction
  | TerminateAction
  | AttachAction
  | SetUdataAction
  | DeleteUdataAction;

/** An event from outside. */
export interface SessionEvent {
  readonly name: string;
  /** Anything that JSON can say. */
  readonly data?: unknown;
  readonly sendid?: string;
}

/** An interaction as `_genesys.ixn.interactions[id]` shows it. */
export interface OpeningInteraction {
  readonly id: string;
  readonly g_uid: string;
  readonly udata: Data;
  readonly category: string | null;
  readonly location: string | Data | null;
  readonly parentid: string | null;
  readonly tenantid: string | null;
  /** Composers read members of it, such as `queue`. */
  readonly msgbased: boolean | Data;
}

/**
 * What a session begins with. Of each interaction it is told by `interaction.added {interactionid,
 * ixnProfile}` and `interaction.present`, both by the interpreter.
 */
export interface Opening {
  /** `_sessionid`. */
  readonly sessionId: string;
  readonly interactions: readonly OpeningInteraction[];
  readonly session: {
    readonly tenant: string;
    readonly tenantid: string;
    /** Milliseconds since the epoch: where the session's clock begins. */
    readonly now: number;
    /** What `getConfigOption` answers, by name, or by `section/name`. */
    readonly options: Readonly<Record<string, string>>;
  };
  /** What `_genesys.statistic.sData(object, statistic)` answers, as of the beginning: object → statistic → figure. */
  readonly statistics: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** `virtual`: delays pass as soon as nothing else is to be done and no action waits for its answer. */
  readonly clock: 'real' | 'virtual';
}

/** Who answers a session. */
export interface Host {
  /**
   * Does what is asked; the event it resolves to is the answer, null says nothing. What it throws is
   * answered as `error.session.fetch` and so on.
   */
  act(action: Action): Promise<SessionEvent | null>;
  /**
   * Called once, when the session begins: `send` tells the session what happens outside
   * (`interaction.deleted`, `interaction.udata.changed`) and does nothing after its end. Without it a
   * session that waits for nothing else ends as `stopped`.
   */
  listen?(send: (event: SessionEvent) => void): void;
}

/** One microstep. */
export interface TraceLine {
  /** From 1. */
  readonly step: number;
  /** Null for a transition without an event, and for the beginning. */
  readonly event: string | null;
  /** Ids of states. */
  readonly exited: readonly string[];
  readonly entered: readonly string[];
  readonly transitions: readonly { readonly file: string; readonly line: number }[];
  /** What `<log>` and `__Log` said, and errors of scripts. */
  readonly log: readonly string[];
}

/** How a session ended. */
export interface Ended {
  /**
   * `final`: in a final state; `stopped`: from outside, or nothing it could wait for; `killed`: by a limit; `failed`: its
   * worker was lost twice, or the bundle has errors.
   */
  readonly how: 'final' | 'stopped' | 'killed' | 'failed';
  /** Which limit; null unless `killed`. */
  readonly limit: LimitName | null;
  readonly detail: string | null;
  /** The first `TRACE_LINES` lines. */
  readonly trace: readonly TraceLine[];
  /** The states it was in last. */
  readonly states: readonly string[];
}
