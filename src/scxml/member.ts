import type { EngineEvent, Wire } from './engine.js';
import type { Session } from './session.js';

/** One session of a family: the first, or one that was invoked. */
export interface Member {
  readonly id: string;
  readonly parent: Member | null;
  /** What the parent knows it by. */
  readonly invokeid: string | null;
  /** Null while its engine is made, and after its end. */
  session: Session | null;
  isOver: boolean;
  deliver(event: EngineEvent): void;
}

/** The target, and the origin, of a session's events. */
export const locationOf = (id: string): string => `#_scxml_${id}`;

export const PROCESSOR = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';

/** What an invoked session ended with, for its parent. */
export const doneInvoke = (invokeid: string, data: Wire | undefined): EngineEvent => ({
  name: `done.invoke.${invokeid}`,
  type: 'external',
  invokeid,
  data,
});
