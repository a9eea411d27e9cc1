import { existsSync } from 'node:fs';
import type { FastifyPluginAsync } from 'fastify';
import { Problem } from '../../domain/problems.js';
import { CONSOLE_FOLDER, consoleBuild, webFile } from '../server/web-files.js';
import { appPage } from './app-page.js';

/** Names that a bundle can have, and no way out of its folder. */
const NAME = /^[\w-]+\.(?:js|css)$/;

/** `/console` and every address below it: the page of operators. */
export const consolePage: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } as object };
  const page = appPage('Console', 'console', '/console/assets', consoleBuild);
  app.get('/console', hidden, page);
  app.get('/console/*', hidden, page);

  const files = new Map<string, ReturnType<typeof webFile>>();
  app.get<{ Params: { name: string } }>('/console/assets/:name', hidden, (request, reply) => {
    const { name } = request.params;
    if (!NAME.test(name) || !existsSync(new URL(name, CONSOLE_FOLDER)))
      throw new Problem('not_found', 'There is no such file.');
    const known = files.get(name) ?? webFile(name, CONSOLE_FOLDER);
    files.set(name, known);
    return known(request, reply);
  });
};
