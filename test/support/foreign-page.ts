/// <reference lib="dom" />
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import type { Cleanup } from './world.js';

/** A request that a page of somebody else has a browser send. */
export interface Forged {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string;
}

/** A page on another port of the same machine: another origin, and for cookies the same site. */
export async function openForeignPage(t: Cleanup, context: BrowserContext): Promise<Page> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html lang="en"><title>A page of somebody else</title></html>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return page;
}

/**
 * Tries everything that the page can: fetches that may be read and fetches that may not, with the
 * cookies of the service, and a form of every kind. Resolves with how many answers could be read.
 */
export function forge(page: Page, service: string, requests: readonly Forged[]): Promise<number> {
  return page.evaluate(
    async ([service, requests]) => {
      let readable = 0;
      const send = async (url: string, init: RequestInit): Promise<void> => {
        const answer = await fetch(url, { credentials: 'include', ...init }).catch(() => null);
        if (answer !== null && answer.type !== 'opaque') readable += 1;
      };
      const post = (url: string, body: string, enctype: string): Promise<void> =>
        new Promise((done) => {
          const frame = document.createElement('iframe');
          frame.name = `frame-${document.querySelectorAll('iframe').length}`;
          const form = document.createElement('form');
          Object.assign(form, { action: url, method: 'post', target: frame.name, enctype });
          // As text, name and value with what the browser puts between them are JSON.
          const field = document.createElement('input');
          field.name = `${body.slice(0, -1)}${body === '{}' ? '' : ','}"ignored":"`;
          field.value = '"}';
          form.append(field);
          document.body.append(frame, form);
          frame.addEventListener('load', () => {
            if (frame.isConnected && form.isConnected) done();
          });
          form.submit();
        });
      for (const { method, path, body } of requests) {
        const url = service + path;
        const init = { method, ...(body !== undefined && { body }) };
        await send(url, { ...init, headers: { 'content-type': 'application/json' } });
        await send(url, { ...init, headers: { 'content-type': 'text/plain' } });
        if (method !== 'POST') continue;
        await send(url, { ...init, mode: 'no-cors', headers: { 'content-type': 'text/plain' } });
        for (const type of [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
        ])
          await post(url, body ?? '{}', type);
      }
      return readable;
    },
    [service, requests] as const,
  );
}
