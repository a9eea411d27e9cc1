/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** Asks the service as an operator; fails when it refuses. */
export type Ask = <T = Interaction>(method: string, path: string, body?: object) => Promise<T>;

/** What the tests look at. */
export interface Interaction {
  readonly id: string;
  readonly state: string;
  readonly displayedAt: string | null;
  readonly dispositionCode: string | null;
  readonly registrationForm: { readonly status: string } | null;
  readonly identity: { readonly value: string } | null;
  readonly chatId: string | null;
}

/** An operator's hands on a service. */
export function createAsk(address: string, key: string): Ask {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    assert.ok(response.ok, `${method} ${path} ${JSON.stringify(answer)}`);
    return answer as T;
  };
}

/** A site on an origin of its own whose pages carry the widget, under a strict policy. */
export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/** `script` makes the tag of the widget: asked for each page, because keys come later. */
export async function startSite(service: string, script: (path: string) => string): Promise<Site> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const connect = path.includes('mute') ? "'none'" : service;
    const policy = `default-src 'none'; script-src ${service}; connect-src ${connect}; base-uri 'none'`;
    const dir = path.includes('rtl') ? 'rtl' : 'ltr';
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
      .end(
        `<!doctype html><html lang="en" dir="${dir}"><head><title>A site</title></head><body><main><h1>A site</h1><button>Buy</button> <a href="/next">Next</a> <input aria-label="Search"></main>${script(path)}</body></html>`,
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A page that tells what its console said and which requests failed. */
export interface Watched {
  readonly page: Page;
  /** The invitation, the form or the thanks. */
  readonly dialog: Locator;
  readonly said: readonly string[];
  button(name: string): Locator;
}

/** Opens an address in a new tab. */
export async function open(context: BrowserContext, url: string): Promise<Watched> {
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return {
    page,
    dialog: page.getByRole('dialog'),
    said,
    button: (name) => page.getByRole('button', { name, exact: true }),
  };
}

/** The tab is covered by another, or comes to the front; headless browsers show all of them. */
export function setVisible({ page }: Watched, isVisible: boolean): Promise<void> {
  return page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isVisible ? 'visible' : 'hidden',
  );
}

/** Asks for an invitation as a page does; resolves with the interaction's id. */
export async function invite({ page }: Watched): Promise<string> {
  const made = await page.evaluate(() =>
    (
      globalThis as unknown as { WebEngagement: { invite(): Promise<{ id: string } | null> } }
    ).WebEngagement.invite(),
  );
  assert.ok(made, 'the visit can be invited');
  return made.id;
}

/** Follows the interaction's visit on its stream, as an API key may, until it is as it should be. */
export async function until(
  address: string,
  key: string,
  id: string,
  isSo: (interaction: Interaction) => boolean,
): Promise<Interaction> {
  const headers = { authorization: `Bearer ${key}` };
  const path = `${address}/v1/interactions/${id}`;
  const { visitId } = (await (await fetch(path, { headers })).json()) as { visitId: string };
  const listening = new AbortController();
  const stream = await fetch(`${address}/v1/visits/${visitId}/stream`, {
    headers: { ...headers, 'last-event-id': `${id}:1` },
    signal: listening.signal,
  });
  assert.ok(stream.body);
  try {
    const decoder = new TextDecoder();
    let text = '';
    // The types of browsers do not know yet that a body can be iterated.
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, data] = /^data: (.+)$/m.exec(block) ?? [];
        const interaction = data && (JSON.parse(data) as Interaction);
        if (interaction && interaction.id === id && isSo(interaction)) return interaction;
      }
    }
  } finally {
    listening.abort();
  }
  throw new Error('the stream has ended');
}
