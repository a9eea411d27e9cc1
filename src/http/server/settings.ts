import type { FastifyInstance } from 'fastify';
import type { Settings } from '../../decisions/settings.js';
import type { Store } from '../../store/store.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request is judged by: not older than its arrival, and the same all through it. */
    settings: Settings;
  }
}

/** Gives each request its settings, before anybody judges it. */
export function readSettings(app: FastifyInstance, store: Pick<Store, 'settings'>): void {
  app.decorateRequest('settings', null as never);
  app.addHook('onRequest', (request, _reply, done) => {
    const settings = store.settings();
    if (settings instanceof Promise)
      settings.then((current) => {
        request.settings = current;
        done();
      }, done);
    else {
      request.settings = settings;
      done();
    }
  });
}
