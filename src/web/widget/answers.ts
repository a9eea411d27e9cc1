import { persist } from './http.js';
import type { Code } from './interaction.js';
import type { Storage } from './storage.js';
import { exclusively } from './tabs.js';

/** What was decided about an interaction, in whichever tab. */
interface Decided {
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
  post(id: string, url: string, token: string): void;
  /** The visitor closed the form. */
  close(id: string): void;
}

export function createAnswers(key: string, storage: Storage, isWanted: () => boolean): Answers {
  const posting = new Set<string>();
  const all = (): readonly Decided[] => storage.read<Decided[]>('answers') ?? [];
  const of = (id: string): Decided | undefined => all().find((each) => each.id === id);
  const put = (decided: Decided): void =>
    storage.write(
      'answers',
      [...all().filter(({ id }) => id !== decided.id), decided].slice(-KEPT),
    );

  return {
    of,
    decide: (id, code) =>
      exclusively(`webengagement:${key}:answer`, () => {
        const known = of(id);
        if (known) return known.code;
        put({ id, code });
        return code;
      }),
    async post(id, url, token) {
      const decided = of(id);
      if (!decided || decided.isSent || posting.has(id)) return;
      posting.add(id);
      const answer = await persist(url, { code: decided.code, token }, isWanted);
      posting.delete(id);
      // Refused: it ended otherwise, and the stream says how.
      if (answer) put({ ...decided, ...of(id), isSent: true });
    },
    close(id) {
      put({ id, code: 'acceptCall', ...of(id), isClosed: true });
    },
  };
}
