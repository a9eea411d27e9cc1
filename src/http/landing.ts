import { createHash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Playground } from '../playground.js';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0072B2"/><path d="M8 9h16v11H15l-4 4v-4H8z" fill="#fff"/></svg>`;

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --page: #fff; --accent: #0072b2 }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --quiet: #9198a1; --line: #30363d; --page: #0d1117; --accent: #58a6e0 } }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 640px; margin: 0 auto; padding: 64px 24px }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2 }
p { margin: 0 0 24px; color: var(--quiet) }
dl { margin: 0; border-top: 1px solid var(--line) }
dl div { display: flex; gap: 4px 16px; flex-wrap: wrap; padding: 12px 0; border-bottom: 1px solid var(--line) }
dt { flex: 0 0 160px } dd { margin: 0; color: var(--quiet) }
a { color: var(--accent); text-underline-offset: 3px } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`;

const ADDRESSES = [
  ['/docs', 'Guides: how to use, run and change it'],
  ['/docs/reference', 'Every operation, to read and to try'],
  ['/openapi.json', 'The same for programs: OpenAPI 3.1'],
  ['/readyz?verbose', 'Whether the service can do its work now'],
  ['/metrics', 'Metrics for Prometheus'],
] as const;

const PLAYGROUND = ['/playground', 'A small shop to try everything in'] as const;

export interface LandingOptions {
  readonly playground: Pick<Playground, 'isOn'>;
}

const renderLanding = (addresses: readonly (readonly [string, string])[]) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>webengagement</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>webengagement</h1>
<p>The web engagement server is running.</p>
<dl>
${addresses.map(([path, what]) => `<div><dt><a href="${path}">${path.split('?')[0]}</a></dt><dd>${what}</dd></div>`).join('\n')}
</dl>
</main>
</body>
</html>
`;

const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /`: where everything is. */
export const landing: FastifyPluginAsync<LandingOptions> = async (app, { playground }) => {
  const page = renderLanding(playground.isOn ? [PLAYGROUND, ...ADDRESSES] : ADDRESSES);
  app.get('/', { schema: { hide: true } as object }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', CSP).send(page),
  );
  for (const path of ['/favicon.svg', '/favicon.ico'])
    app.get(path, { schema: { hide: true } as object }, async (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(ICON),
    );
};
