import { render } from 'preact';
import { App } from './app.js';
import { listenToKeys } from './keys.js';
import { keepDrafts } from './remembered.js';
import { hint } from './signals.js';
import { createStore } from './store.js';
import { createWork } from './work.js';

const root = document.querySelector('#desk');
/** From here on all panes are there at once. */
const wide = matchMedia('(min-width: 720px)');

if (root) {
  const store = createStore((state) => {
    render(<App state={state} work={work} />, root);
    hint(state);
    markRead();
    if (state.phase !== 'opening') keepDrafts(state.conversations);
  });
  const work = createWork(store);
  const markRead = (): void =>
    work.markRead(
      document.visibilityState === 'visible' && (wide.matches || store.get().pane !== 'list'),
    );
  document.addEventListener('visibilitychange', markRead);
  wide.addEventListener('change', markRead);
  listenToKeys(store, work);

  const code = new URLSearchParams(location.search).get('code');
  // Never in the history, and not in a bookmark.
  if (location.search) history.replaceState(null, '', location.pathname);
  void work.open(code);
}
