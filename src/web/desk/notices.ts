import type { Store } from './store.js';

/** Sentences that are shown for a while. */
export interface Notices {
  tell(text: string): void;
  dismiss(noticeId: number): void;
}

const SHOWN_MS = 10_000;
const MOST = 4;

export function createNotices(store: Store): Notices {
  let last = 0;
  function dismiss(noticeId: number): void {
    store.update((state) => ({
      ...state,
      notices: state.notices.filter(({ id }) => id !== noticeId),
    }));
  }
  return {
    tell(text) {
      last += 1;
      const id = last;
      store.update((state) => ({
        ...state,
        notices: [...state.notices.slice(1 - MOST), { id, text }],
      }));
      setTimeout(() => dismiss(id), SHOWN_MS);
    },
    dismiss,
  };
}
