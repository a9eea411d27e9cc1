import { existsSync } from 'node:fs';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../domain/problems.js';
import { WEB_FOLDER, webFile } from '../server/web-files.js';

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

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Console</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/console/assets/console.css">
<script src="/console/assets/console.js" type="module"></script>
</head>
<body>
<div id="console"><noscript><p>The console needs JavaScript.</p></noscript></div>
</body>
</html>
`;

const FOLDER = new URL('console/', WEB_FOLDER);
/** Names that a bundle can have, and no way out of its folder. */
const NAME = /^[\w-]+\.(?:js|css)$/;

/**
 * `/console` and every address below it: the page of operators. It holds nothing of anybody: what it
 * shows it asks for.
 */
export const consolePage: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } as object };
  const page = (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CSP)
      .header('cache-control', 'no-store')
      .send(PAGE);
  app.get('/console', hidden, page);
  app.get('/console/*', hidden, page);

  const files = new Map<string, ReturnType<typeof webFile>>();
  app.get<{ Params: { name: string } }>('/console/assets/:name', hidden, (request, reply) => {
    const { name } = request.params;
    if (!NAME.test(name) || !existsSync(new URL(name, FOLDER)))
      throw new Problem('not_found', 'There is no such file.');
    const known = files.get(name) ?? webFile(name, FOLDER);
    files.set(name, known);
    return known(request, reply);
  });
};
