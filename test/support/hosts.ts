import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';

const require = createRequire(import.meta.url);
/** What pages of others load, by its path. */
const LIBRARIES: Readonly<Record<string, string>> = {
  '/turbo.js': require.resolve('@hotwired/turbo/dist/turbo.es2017-umd.js'),
  '/tabbable.js': require.resolve('tabbable/dist/index.umd.min.js'),
  '/focus-trap.js': require.resolve('focus-trap/dist/focus-trap.umd.min.js'),
};

/** A page that makes life hard for a guest. */
export interface Host {
  /** In its head, before the widget's tag. */
  readonly head?: string;
  readonly body?: string;
  readonly policy?: string;
  /** Besides the tag. */
  readonly second?: (service: string, key: string) => string;
  /** What the page does before there is an invitation, and while it is open. */
  readonly before?: string;
  readonly during?: string;
  /** The widget is in a frame with these attributes. */
  readonly frame?: string;
}

export const HOSTS: Readonly<Record<string, Host>> = {
  turbo: {
    head: '<script src="/turbo.js"></script>',
    during: `new Promise((done) => {
      document.addEventListener('turbo:load', done, { once: true });
      Turbo.visit(location.pathname + '?' + Math.random());
    })`,
  },
  'a focus trap': {
    head: '<script src="/tabbable.js"></script><script src="/focus-trap.js"></script>',
    body: '<div id="trap"><button>In the trap</button></div>',
    before: `(globalThis.trap ??= focusTrap.createFocusTrap('#trap').activate(), 0)`,
  },
  'a modal dialog': {
    body: '<dialog aria-label="A modal"><button>In it</button></dialog>',
    before: `document.querySelector('dialog').showModal()`,
  },
  'a transformed page': {
    head: `<style>html { transform: rotate(3deg) scale(.5); filter: grayscale(1); font-size: 50% }
      body { transform: translate(-2000px); opacity: .1 } * { all: unset !important }
      ::backdrop { background: red !important }</style>`,
  },
  'a cover': {
    body: '<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">Cookies?</div>',
  },
  'shortcuts and a strict policy': {
    policy: `default-src 'none'; script-src 'self' SERVICE; connect-src SERVICE; require-trusted-types-for 'script'; trusted-types 'none'`,
    head: '<script src="/shortcuts.js"></script>',
  },
  'three copies of the widget': {
    second: (service, key) =>
      `<script src="${service}/widget.js" data-key="${key}"></script><script type="module">import { start } from '${service}/widget.mjs'; start({ key: '${key}' });</script>`,
  },
  'a frame': { frame: '' },
  'a frame that forbids': { frame: 'sandbox="allow-scripts allow-same-origin" allow=""' },
};

/** Keeps the page's shortcuts: what reaches it is counted, and swallowed. */
const SHORTCUTS = `globalThis.heard = [];
for (const target of [document, document.documentElement])
  for (const kind of ['keydown', 'keypress', 'keyup', 'input', 'beforeinput', 'paste', 'copy', 'click', 'focusin', 'mousedown', 'compositionstart', 'compositionend'])
    target.addEventListener(kind, (event) => {
      if (event.target.localName !== 'webengagement-widget') return;
      heard.push(event.type);
      event.preventDefault();
    }, true);
addEventListener('keydown', (event) => event.preventDefault(), true);`;

/** Serves each host at the path of its place in the list; `key` is asked for each page. */
export async function startHosts(service: string, key: () => string) {
  const paths = Object.keys(HOSTS);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const library = LIBRARIES[url.pathname];
    if (library || url.pathname === '/shortcuts.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(library ? readFileSync(library) : SHORTCUTS);
      return;
    }
    const host = HOSTS[paths[Number(url.pathname.slice(1))] ?? ''] ?? {};
    const brief = url.searchParams.has('brief') ? ' data-display-seconds="0.3"' : '';
    const inner = url.searchParams.has('inner');
    const tag = `<script src="${service}/widget.js" data-key="${key()}"${brief}></script>`;
    const framed = host.frame !== undefined && !inner;
    const query = brief ? '?inner&brief' : '?inner';
    response.writeHead(200, {
      'content-type': 'text/html',
      ...(host.policy && {
        'content-security-policy': host.policy.replaceAll('SERVICE', service),
      }),
    });
    response.end(
      `<!doctype html><html lang="en"><head><title>A host</title>${host.head ?? ''}${framed ? '' : tag}${brief ? '' : (host.second?.(service, key()) ?? '')}</head><body><main><h1>A host</h1><button>Buy</button> ${host.body ?? ''}${
        framed
          ? `<iframe title="A frame" width="600" height="500" ${host.frame} src="http://localhost:${(server.address() as AddressInfo).port}${url.pathname}${query}"></iframe>`
          : ''
      }</main></body></html>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    urlOf: (name: string, query = '') => `http://127.0.0.1:${port}/${paths.indexOf(name)}${query}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Where the widget is: the page, or the frame in it. */
export function placeOf(page: Page, { frame }: Host): Page | FrameLocator {
  return frame === undefined ? page : page.frameLocator('iframe');
}
