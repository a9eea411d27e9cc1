import { createServerClock } from '../widget/server-clock.js';
import { createPanel, type Panel } from './panel.js';
import { readInteraction, readVisit } from './service.js';

/** Which interaction the panel shows: it goes on doing so on the next page, and when it has ended. */
const SHOWN = 'webengagement:playground:interaction';
const TICK_MS = 200;

const clock = createServerClock();
const root = document.querySelector<HTMLElement>('#panel');
let panel: Panel | undefined;
let reading: Promise<void> = Promise.resolve();

/** Reads the interaction anew; one read after the other, so that none overtakes. */
function refresh(): void {
  reading = reading.then(read).catch(() => undefined);
}

async function read(): Promise<void> {
  const visit = await readVisit();
  const id = visit?.liveInteractionId ?? sessionStorage.getItem(SHOWN);
  if (!id) return panel?.show(null, []);
  // Of an earlier visit: what ended long ago is nobody's any more.
  const known = await readInteraction(id).catch(() => undefined);
  if (!known) return panel?.show(null, []);
  sessionStorage.setItem(SHOWN, id);
  clock.sync(known.interaction.serverTime);
  panel?.show(known.interaction, known.facts);
  panel?.tick(clock.now());
}

async function begin(): Promise<void> {
  const visit = await readVisit();
  if (!root) return;
  if (!visit) {
    root.append('This page may not have a visit; the console says why.');
    return;
  }
  const { category = '', keyInShell = '' } = document.body.dataset;
  panel = createPanel(root, { category, keyInShell, visitId: visit.visitId }, refresh);
  document.addEventListener('webengagement:update', refresh);
  setInterval(() => panel?.tick(clock.now()), TICK_MS);
  refresh();
}

// The widget comes after this script.
document.addEventListener('DOMContentLoaded', () => void begin());
