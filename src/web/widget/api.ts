import type { Chat } from './chat/wire.js';
import { warn } from './console.js';
import type { VisitEvent } from './interaction.js';
import type { ChatRequest, Offer } from './offer.js';
import { cameFrom } from './parts.js';
import { asText, type Given } from './settings.js';
import { endAll } from './sharing.js';
import { forget } from './storage.js';
import type { Visit } from './visit.js';
import { createWidget, type Widget } from './widget.js';

let widget: Widget | undefined;
/** What the widget was started with, as a text, and its key. */
let startedWith = '';
let startedFor: unknown;

/** This copy of the script. Pages have several, also of several versions: what is here stays. */
const own = {
  isStarted: (): boolean => widget !== undefined,
  start(settings: { readonly key?: unknown }): Promise<Visit | undefined> {
    const text = JSON.stringify(settings, (_name, value) => asText(value));
    if (!widget || text !== startedWith) {
      if (widget && startedFor !== settings.key)
        warn(`the page has two keys, ${startedFor} and ${settings.key}: the last one is used`);
      own.stop();
      startedWith = text;
      startedFor = settings.key;
      widget = createWidget(settings);
    }
    return widget.visit;
  },
  stop(): void {
    widget?.stop();
    widget = undefined;
  },
  logout(): void {
    widget?.leave();
    widget?.endChat();
    own.stop();
    forget();
    endAll();
  },
  visit: (): Promise<Visit | undefined> | undefined => widget?.visit,
  invite: (offer: Offer): Promise<VisitEvent | null> | undefined => widget?.invite(offer),
  openChat: (request: ChatRequest): Promise<Chat | null> | undefined => widget?.openChat(request),
};

const PLACE = Symbol.for('webengagement');

/** The copy of the script that was used first on this page: it has the one widget, for all copies. */
function inCharge(): typeof own {
  const page: Document & { [PLACE]?: typeof own } = document;
  page[PLACE] ??= own;
  return page[PLACE];
}

/** Whether the page has a widget. */
export function isStarted(): boolean {
  return inCharge().isStarted();
}

/**
 * Starts the widget on this page, with a publishable key. One that runs already with the same
 * settings goes on as it is; one with others is replaced.
 */
export function start(given: Given): Promise<Visit | undefined> {
  if (typeof given === 'object' && given !== null)
    return inCharge().start({ server: cameFrom(), ...given });
  warn('start takes an object, { key: "pk_…" }');
  return Promise.resolve(undefined);
}

/** Takes the widget out of this page. The visit goes on. */
export function stop(): void {
  inCharge().stop();
}

/**
 * Ends the visit in every tab: what is shown goes away, nothing of it stays in the browser. The next
 * page, or `start`, begins another one.
 */
export function logout(): void {
  inCharge().logout();
}

/** The visit; undefined before `start`, and where the page may not have one. */
export async function visit(): Promise<Visit | undefined> {
  return inCharge().visit();
}

/**
 * Asks the service to consider an invitation; null when this visit cannot be invited now, or the
 * offer was refused, which the console and the event `webengagement:refused` explain. Rejects, saying
 * why, when the service cannot be reached.
 */
export async function invite(offer: Offer = {}): Promise<VisitEvent | null> {
  if (typeof offer !== 'object' || offer === null)
    warn('invite takes an object, like { category: "PlayGround-Cart" }');
  else if (isStarted()) return (await inCharge().invite(offer)) ?? null;
  else warn('invite needs start first');
  return null;
}

/**
 * Begins a chat, or shows the one that goes on; null when there can be none now, which the visitor is
 * told, and which the console and the event `webengagement:refused` explain. Rejects, saying why, when
 * the service cannot be reached.
 */
export async function openChat(request: ChatRequest = {}): Promise<Chat | null> {
  if (typeof request !== 'object' || request === null)
    warn('openChat takes an object, like { userData: { Topic: "Lamps" } }');
  else if (isStarted()) return (await inCharge().openChat(request)) ?? null;
  else warn('openChat needs start first');
  return null;
}
