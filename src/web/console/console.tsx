import { render } from 'preact';
import { hrefOf, withQuery } from './address.js';
import { App } from './app.js';
import { startKeys } from './keys.js';
import { startLive } from './live.js';
import { address, go, startNavigation } from './navigation.js';
import { open, startSession } from './session.js';
import { startTheme } from './theme.js';

const root = document.querySelector('#console');
if (root) {
  startTheme();
  startNavigation();
  startSession();
  startKeys();
  startLive();
  const { view, id, query } = address.get();
  const code = query.get('code');
  // Never in the history, and not in a bookmark.
  if (code !== null) go(hrefOf(view, id, withQuery(query, { code: null })), { replace: true });
  render(<App />, root);
  void open(code);
}
