import type { FastifyPluginAsync } from 'fastify';
import type { Playground } from '../../settings/playground-key.js';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0072B2"/><path d="M8 9h16v11H15l-4 4v-4H8z" fill="#fff"/></svg>`;

const ADDRESSES = [
  ['/console', 'The page of operators: what is where, and why'],
  ['/desk', 'The page of agents: their conversations'],
  ['/docs', 'Guides: how to use, run and change it'],
  ['/docs/reference', 'Every operation, to read and to try'],
  ['/openapi.json', 'The same for programs: OpenAPI 3.1'],
  ['/readyz?verbose', 'Whether the service can do its work now'],
  ['/metrics', 'Metrics for Prometheus'],
] as const;

const PLAYGROUND = ['/playground', 'A small shop to try everything in'] as const;

export interface LandingOptions {
  readonly playground: Pick<Playground, 'isOn'>;
  /** Whether the console may be entered from here without a key. */
  readonly mayEnter: boolean;
}

/** Where a link leads that is shown as a path. */
const leadsTo = (path: string, mayEnter: boolean): string =>
  mayEnter && path === '/console' ? '/console/enter' : path;

const renderLanding = (
  addresses: readonly (readonly [string, string])[],
  mayEnter: boolean,
) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>webengagement</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/assets/docs.css">
</head>
<body>
<main class="front">
<h1 class="brand"><img src="/favicon.svg" alt="" width="32" height="32"> webengagement</h1>
<p class="lead">The web engagement server is running.</p>
<dl>
${addresses.map(([path, what]) => `<div><dt><a href="${leadsTo(path, mayEnter)}">${path.split('?')[0]}</a></dt><dd>${what}</dd></div>`).join('\n')}
</dl>
</main>
</body>
</html>
`;

const CSP = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /`: where everything is. */
export const landing: FastifyPluginAsync<LandingOptions> = async (
  app,
  { playground, mayEnter },
) => {
  const addresses = playground.isOn ? [PLAYGROUND, ...ADDRESSES] : ADDRESSES;
  const page = renderLanding(addresses, mayEnter);
  app.get('/', { schema: { hide: true } as object }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', CSP).send(page),
  );
  for (const path of ['/favicon.svg', '/favicon.ico'])
    app.get(path, { schema: { hide: true } as object }, async (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(ICON),
    );
};
