import type { Answer } from './http.js';
import type { Code } from './interaction.js';
import type { Storage } from './storage.js';
import { exclusively } from './tabs.js';

/** What was decided about an interaction, in whichever tab. */
export interface Decided {
  readonly id: string;
  readonly code: Code;
  /** Whether the service has it. */
  readonly isSent?: boolean;
  /** Whether the form was closed by the visitor. */
  readonly isClosed?: boolean;
}

/** A visit has one live attempt, or a few when the service is told so. */
const KEPT = 5;

/** The visitor's answers: one for each interaction, whatever the tabs do. */
export interface Answers {
  of(id: string): Decided | undefined;
  /** Decides, unless that was done; resolves with what holds. */
  decide(id: string, code: Code): Promise<Code>;
  /** Posts what was decided until the service has it; more calls for one id are one. */
  post(id: string): void;
  /** The visitor closed the form. */
  close(id: string): void;
}

/** `send` posts an answer until there is an answer to it. */
export function createAnswers(
  name: string,
  storage: Storage,
  send: (id: string, code: Code) => Promise<Answer<unknown> | undefined>,
): Answers {
  const posting = new Set<string>();
  /** Those of this page: others may remove or replace what is kept. */
  const own = new Map<string, Decided>();
  function all(): readonly Decided[] {
    const kept = storage.read<Decided[]>('answers');
    return Array.isArray(kept) ? kept.filter((each) => each?.id) : [];
  }
  const of = (id: string): Decided | undefined =>
    all().find((each) => each.id === id) ?? own.get(id);
  function put(decided: Decided): void {
    own.set(decided.id, decided);
    storage.write(
      'answers',
      [...all().filter(({ id }) => id !== decided.id), decided].slice(-KEPT),
    );
  }

  return {
    of,
    decide: (id, code) =>
      exclusively(`${name}:answer`, () => {
        const known = of(id);
        if (known) return known.code;
        put({ id, code });
        return code;
      }),
    async post(id) {
      const decided = of(id);
      if (!decided || decided.isSent || posting.has(id)) return;
      posting.add(id);
      const answer = await send(id, decided.code);
      posting.delete(id);
      // Refused: it ended otherwise, and the stream says how.
      if (answer) put({ ...decided, ...of(id), isSent: true });
    },
    close(id) {
      put({ id, code: 'acceptCall', ...of(id), isClosed: true });
    },
  };
}
