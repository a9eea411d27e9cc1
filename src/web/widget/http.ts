import { explain, warn } from './console.js';
import { backoff, wait } from './waiting.js';

/** An answer of the service; `body` is what the status promises. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A refusal, as the service words it. */
interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** What a refusal says, with what would be valid. */
function wordsOf({ detail = '', errors = [] }: Problem): string {
  const misfits = errors.map((error) => `${error.pointer} ${error.detail}`).join('; ');
  return detail + (misfits && ` (${misfits})`);
}

/**
 * One request; rejects, saying why, when there is no answer. JSON travels as text, which needs
 * no preflight. A refusal is told to the developer of the page.
 */
export async function send<T>(url: string, body?: object): Promise<Answer<T>> {
  const response = await fetch(url, {
    credentials: 'omit',
    cache: 'no-store',
    // An answer must outlive the page on which it was given.
    ...(body && { method: 'POST', body: JSON.stringify(body), keepalive: true }),
  }).catch(async () => {
    throw await explain(url);
  });
  const answer = { status: response.status, body: await response.json().catch(() => ({})) };
  if (answer.status >= 400 && answer.status < 500)
    warn(`${new URL(url).pathname} answered ${answer.status}: ${wordsOf(answer.body)}`);
  return answer;
}

/**
 * Asks until there is an answer that another attempt would not change; undefined when it is not
 * wanted any more, or cannot be. `onWait` is called when an attempt came to nothing.
 */
export async function persist<T = unknown>(
  url: string,
  body: object | undefined,
  isWanted: () => boolean,
  onWait: (why: string) => void = () => undefined,
): Promise<Answer<T> | undefined> {
  for (let attempt = 0; isWanted(); attempt += 1) {
    const answer = await send<T>(url, body).catch(
      (error: Awaited<ReturnType<typeof explain>>) => error,
    );
    if (!(answer instanceof Error)) {
      if (answer.status < 500 && answer.status !== 429) return answer;
      onWait(`the service is busy (${answer.status})`);
    } else {
      onWait(answer.message);
      if (answer.isFinal) return undefined;
    }
    await wait(backoff(attempt));
  }
  return undefined;
}
