import { type DeskState, NOTHING } from './state.js';

/** The one state of the page; whoever shows it is called once a frame at most. */
export interface Store {
  get(): DeskState;
  update(change: (state: DeskState) => DeskState): void;
  /** The same for members that do not depend on what was. */
  set(members: Partial<DeskState>): void;
}

export function createStore(show: (state: DeskState) => void): Store {
  let state = NOTHING;
  let isAsked = false;
  function update(change: (state: DeskState) => DeskState): void {
    const next = change(state);
    if (next === state) return;
    state = next;
    if (isAsked) return;
    isAsked = true;
    // Not by frames: a page in the background gets none, and its title counts all the same.
    queueMicrotask(() => {
      isAsked = false;
      show(state);
    });
  }
  return { get: () => state, update, set: (members) => update((s) => ({ ...s, ...members })) };
}
