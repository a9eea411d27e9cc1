import type { Handover } from '../widget/handover.js';
import type { Interaction, VisitEvent } from '../widget/interaction.js';
import { createServerClock } from '../widget/server-clock.js';
import { createPanel, type Panel, type Remembered } from './panel.js';
import { readInteraction, readVisit } from './service.js';

declare global {
  interface DocumentEventMap {
    'webengagement:dismissed': CustomEvent<Interaction>;
    'webengagement:handover': CustomEvent<Handover>;
    'webengagement:update': CustomEvent<VisitEvent>;
  }
}

/** Which interaction the panel shows: it goes on doing so on the next page, and when it has ended. */
const SHOWN = 'webengagement:playground:interaction';
/** Of which interaction the form was closed here, and what was handed over here. */
const CLOSED = 'webengagement:playground:closed';
const HANDED_OVER = 'webengagement:playground:handover';
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
  if (!id) return panel?.show(null, [], remembered(''));
  // Of an earlier visit: what ended long ago is nobody's any more.
  const known = await readInteraction(id).catch(() => undefined);
  if (!known) return panel?.show(null, [], remembered(''));
  sessionStorage.setItem(SHOWN, id);
  clock.sync(known.interaction.serverTime);
  panel?.show(known.interaction, known.facts, remembered(id));
  panel?.tick(clock.now());
}

function remembered(id: string): Remembered {
  const [of = '', handover] = sessionStorage.getItem(HANDED_OVER)?.split(/ (.*)/s) ?? [];
  return {
    isClosed: sessionStorage.getItem(CLOSED) === id,
    handover: of === id ? handover : undefined,
  };
}

function remember(): void {
  document.addEventListener('webengagement:dismissed', ({ detail }) => {
    sessionStorage.setItem(CLOSED, detail.id);
    refresh();
  });
  document.addEventListener('webengagement:handover', ({ detail }) => {
    const text = JSON.stringify(detail, null, 2);
    sessionStorage.setItem(HANDED_OVER, `${detail.interactionId} ${text}`);
    refresh();
  });
}

async function begin(): Promise<void> {
  const visit = await readVisit();
  if (!root) return;
  if (!visit) {
    root.append('This page may not have a visit; the console says why.');
    return;
  }
  const { category = '', keyInShell = '' } = document.body.dataset;
  const tag = document.querySelector<HTMLElement>('[data-display-seconds]');
  const displayMs = Number(tag?.dataset.displaySeconds) * 1000;
  const place = { category, keyInShell, visitId: visit.visitId, displayMs };
  panel = createPanel(root, place, refresh);
  remember();
  document.addEventListener('webengagement:update', refresh);
  setInterval(() => panel?.tick(clock.now()), TICK_MS);
  refresh();
}

// The widget comes after this script.
document.addEventListener('DOMContentLoaded', () => void begin());
