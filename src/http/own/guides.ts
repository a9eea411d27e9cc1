import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
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
  const answers = findAnswers();
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { '*': path = '' } = request.params as { readonly '*'?: string };
    const found = answers.get(path);
    return found ? found(request, reply) : reply.callNotFound();
  };
  for (const address of ['/docs', '/docs/*']) app.get(address, hidden, answer);
};

type Answer = ReturnType<typeof webFile>;

/** By what follows `/docs/` in their addresses; nothing follows that of the first page. */
function findAnswers(): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  const folder = new URL('docs/', WEB_FOLDER);
  const files = existsSync(folder)
    ? readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    : [];
  for (const file of files.map((path) => path.replaceAll('\\', '/'))) {
    const [, page] = /^(.*)\.html$/.exec(file) ?? [];
    const answer = webFile(`docs/${file}`);
    if (page !== undefined)
      answers.set(page === 'index' ? '' : page, (request, reply) =>
        answer(request, reply.header('content-security-policy', CSP)),
      );
    else if (/\.\w+$/.test(file)) answers.set(file, answer);
  }
  const swagger = dirname(fileURLToPath(import.meta.resolve('@fastify/swagger-ui')));
  const folderOfReference = pathToFileURL(join(swagger, 'static', '/'));
  for (const name of REFERENCE_FILES)
    answers.set(`assets/${name}`, webFile(name, folderOfReference));
  return answers;
}
