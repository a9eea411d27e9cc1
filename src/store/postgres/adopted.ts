import type { Settings } from '../../decisions/settings.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { StoreUnusable } from '../failures.js';
import { BEGIN_READING, type Link } from './link.js';
import { loadSettings, readRevision } from './settings.js';

/** What operators set, as far as this node knows it. */
export interface Adopted {
  /** The newest known here; throws before any is. */
  last(): Settings;
  /** Takes over settings that are newer. */
  adopt(settings: Settings): void;
  /** Not older than this call: whoever asks while a question is under way shares the next one. */
  fresh(): Promise<Settings>;
  /** Loads those of a revision, unless they are known. */
  upTo(revision: number): Promise<void>;
  /** Throws `StoreUnusable` once a newer program was found to have changed the schema beyond this one. */
  check(): void;
}

export function createAdopted(link: Link, servingSince: () => Moment): Adopted {
  let known: Settings | undefined;
  let asking: Promise<Settings> | undefined;
  let next: Promise<Settings> | undefined;
  let unusable: StoreUnusable | undefined;

  function last(): Settings {
    if (known === undefined) throw new Error('the store is not open yet');
    return known;
  }

  function adopt(settings: Settings): void {
    if (known === undefined || settings.revision > known.revision) known = settings;
  }

  async function load(): Promise<void> {
    const loaded = await link
      .transaction(BEGIN_READING, (sql) => loadSettings(sql, servingSince()))
      .catch((error: unknown) => {
        if (error instanceof StoreUnusable) unusable = error;
        throw error;
      });
    adopt(loaded);
  }

  async function upTo(revision: number): Promise<void> {
    if (known === undefined || known.revision < revision) await load();
  }

  async function ask(): Promise<Settings> {
    await upTo(await readRevision(link.sql));
    return last();
  }

  function begin(): Promise<Settings> {
    const asked = ask().finally(() => {
      if (asking === asked) asking = undefined;
    });
    asking = asked;
    return asked;
  }

  return {
    last,
    adopt,
    upTo,
    check() {
      if (unusable) throw unusable;
    },
    fresh() {
      if (asking === undefined) return begin();
      next ??= asking
        .catch(() => {})
        .then(() => {
          next = undefined;
          return begin();
        });
      return next;
    },
  };
}
