import type { FastifyPluginAsync } from 'fastify';
import { buildOf, webFile } from '../server/web-files.js';
import { appPage } from './app-page.js';

/** `/desk`: the page of agents. */
export const desk: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } as object };
  app.get(
    '/desk',
    hidden,
    appPage('Desk', 'desk', '/desk', () => buildOf('desk')),
  );
  app.get('/desk/desk.js', hidden, webFile('desk.js'));
  app.get('/desk/desk.css', hidden, webFile('desk.css'));
};
