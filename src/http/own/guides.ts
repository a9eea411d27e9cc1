import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';
import { WEB_FOLDER, webFile } from '../server/web-files.js';

/** Pages without inline script or style; the reference draws its icons from `data:` addresses. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of the reference page's own package: the rest of it is a page that is not ours. */
const REFERENCE_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/**
 * `/docs`: the guides, made from the files of `docs/` when the program was built, and the reference.
 * A page for each file, so that links in problems and in the log lead somewhere where the service is.
 */
export const guides: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } as object };
  const folder = new URL('docs/', WEB_FOLDER);
  const files = existsSync(folder)
    ? readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    : [];

  for (const file of files.map((path) => path.replaceAll('\\', '/'))) {
    const [, page] = /^(.*)\.html$/.exec(file) ?? [];
    if (page === undefined && !/\.\w+$/.test(file)) continue;
    const answer = webFile(`docs/${file}`);
    if (page === undefined) app.get(`/docs/${file}`, hidden, answer);
    else
      for (const address of page === 'index' ? ['/docs', '/docs/'] : [`/docs/${page}`])
        app.get(address, hidden, (request, reply) =>
          answer(request, reply.header('content-security-policy', CSP)),
        );
  }
  const swagger = dirname(fileURLToPath(import.meta.resolve('@fastify/swagger-ui')));
  for (const name of REFERENCE_FILES)
    app.get(
      `/docs/assets/${name}`,
      hidden,
      webFile(name, pathToFileURL(join(swagger, 'static', '/'))),
    );
};
