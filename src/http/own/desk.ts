import type { FastifyPluginAsync } from 'fastify';
import { webFile } from '../server/web-files.js';

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
<title>Desk</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/desk/desk.css">
<script src="/desk/desk.js" type="module"></script>
</head>
<body>
<div id="desk"><noscript><p>The desk needs JavaScript.</p></noscript></div>
</body>
</html>
`;

/** `/desk`: the page of agents. It holds nothing of anybody: what it shows it asks for. */
export const desk: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } as object };
  app.get('/desk', hidden, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CSP)
      .header('cache-control', 'no-store')
      .send(PAGE),
  );
  app.get('/desk/desk.js', hidden, webFile('desk.js'));
  app.get('/desk/desk.css', hidden, webFile('desk.css'));
};
