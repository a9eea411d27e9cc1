import type { Clock } from '../clock.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Store } from '../store/store.js';
import type { QuestionsRequest } from '../store/work.js';

/** What was claimed is believed to be this process's for so long, in milliseconds. */
const BELIEVED_MS = 5_000;
/** What is still asked about is claimed anew after this, in milliseconds: a third of what a claim lasts. */
const RENEWED_MS = 40_000;

/**
 * Which interactions, or chats, this process asks a strategy about: of all that serve, one does. It is
 * another one's once this one has been silent for a few seconds, or has not renewed its claim.
 */
export interface Questions {
  /** Claims something, or keeps it; false when another process asks. All of one turn share a claim. */
  isMine(id: string): Promise<boolean>;
  /** Whether it was this process's when that was last found out. */
  wasMine(id: string): boolean;
  /** Keeps what is asked about still; those that have become another process's. */
  keep(ids: readonly string[]): Promise<readonly string[]>;
}

export interface QuestionsDependencies {
  readonly store: Pick<Store, 'claim'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly noun: QuestionsRequest['noun'];
}

export function createQuestions({ store, clock, noun }: QuestionsDependencies): Questions {
  /** When each was claimed, the longest ago first. */
  const claimed = new Map<string, Moment>();
  let asked = new Set<string>();
  let asking: Promise<ReadonlySet<string>> | undefined;

  async function claim(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const at = clock.now();
    const claim = await store.claim('questions', { noun, ids });
    const mine = new Set('held' in claim ? claim.held.ids : []);
    for (const id of ids) claimed.delete(id);
    for (const id of mine) claimed.set(id, at);
    for (const [id, since] of claimed) {
      if (at - since < 2 * RENEWED_MS) break;
      claimed.delete(id);
    }
    return mine;
  }

  return {
    async isMine(id) {
      const since = claimed.get(id);
      if (since !== undefined && clock.now() - since < BELIEVED_MS) return true;
      asked.add(id);
      asking ??= Promise.resolve().then(() => {
        const ids = [...asked];
        asked = new Set();
        asking = undefined;
        return claim(ids);
      });
      return (await asking).has(id);
    },
    wasMine: (id) => claimed.has(id),
    async keep(ids) {
      const now = clock.now();
      const old = ids.filter((id) => now - (claimed.get(id) ?? now) >= RENEWED_MS);
      if (old.length === 0) return [];
      const mine = await claim(old);
      return old.filter((id) => !mine.has(id));
    },
  };
}
