import type { VisitEvent } from './interaction.js';
import { type Given, serverOf } from './settings.js';
import type { Visit } from './visit.js';
import { createWidget, type Offer, type Widget } from './widget.js';

let widget: Widget | undefined;

/** Where the service is when nobody says: set by the entry, which knows where it came from. */
let home = '';

/** Says which address the script came from. */
export function comesFrom(address: string): void {
  home = serverOf(address);
}

/** Starts the widget on this page, with a publishable key; one that runs already is replaced. */
export function start(given: Given): Promise<Visit | undefined> {
  stop();
  widget = createWidget({ server: home, ...given });
  return widget.visit;
}

/** Takes the widget out of this page. The visit goes on. */
export function stop(): void {
  widget?.stop();
  widget = undefined;
}

/** The visit; undefined before `start`, and where the page may not have one. */
export async function visit(): Promise<Visit | undefined> {
  return widget?.visit;
}

/** Asks the service to consider an invitation; null when this visit cannot be invited now. */
export async function invite(offer?: Offer): Promise<VisitEvent | null> {
  return widget ? widget.invite(offer) : null;
}
