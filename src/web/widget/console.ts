import type { Topic } from './help.js';
import { fetchPart } from './parts.js';

const said = new Set<string>();

/** Tells the developer of the page, once for each text. */
export function warn(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  console.warn(`WebEngagement: ${text}`);
}

const help = (): Promise<typeof import('./help.js') | undefined> =>
  fetchPart<typeof import('./help.js')>('help').catch(() => undefined);

/** Tells what is wrong, and what would be valid. */
export async function advise(text: string, topic: Topic): Promise<void> {
  const valid = (await help())?.VALID[topic];
  warn(valid ? `${text}: ${valid}` : text);
}

/** Why an address cannot be asked, as far as that can be found out. */
export async function explain(url: string): Promise<Error & { readonly isFinal?: boolean }> {
  if (!navigator.onLine) return new Error('the browser is offline');
  return (await help())?.explain(url) ?? new Error(`${new URL(url).origin} cannot be reached`);
}
