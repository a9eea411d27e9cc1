import type { Change } from '#src/decisions/change.js';
import type { Settings } from '#src/decisions/settings.js';
import type { Store } from '#src/store/store.js';
import type { StoreUnderTest } from './under-test.js';

/** How one kind of change is tried. */
export interface Trial<K extends Change['kind']> {
  /** What has to be there before. */
  readonly first?: readonly Change[] | ((made: StoreUnderTest) => readonly Change[]);
  readonly change:
    | Extract<Change, { kind: K }>
    | ((made: StoreUnderTest) => Extract<Change, { kind: K }>);
  /** What is read back, and what that has to match. */
  readonly back: (store: Store) => unknown;
  readonly found: unknown;
  /** Whether operators set it. */
  readonly isSetting: boolean;
}

/** What is read back of the settings. */
export const ofSettings =
  <K extends keyof Settings>(name: K) =>
  async (store: Store): Promise<Settings[K]> =>
    (await store.settings())[name];
