import type { FastifyReply, FastifyRequest } from 'fastify';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What answers with a page that its script draws: it holds nothing of anybody, what it shows it asks
 * for. `name` is that of its element, and of its script and style in the folder `assets`; `build` says
 * what they are made of, so that no browser runs those of another version that it has kept.
 */
export function appPage(title: string, name: string, assets: string, build: () => string) {
  const pageOf = (made: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}/${name}.css?v=${made}">
<script src="${assets}/${name}.js?v=${made}" type="module"></script>
</head>
<body>
<div id="${name}" data-build="${made}"><noscript><p>The ${name} needs JavaScript.</p></noscript></div>
</body>
</html>
`;
  let page: string | undefined;
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    page ??= pageOf(build());
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CSP)
      .header('cache-control', 'no-store')
      .send(page);
  };
}
