import type { FastifyInstance } from 'fastify';
import type { Settings } from '../../decisions/settings.js';
import type { Store } from '../../store/store.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether it judges nobody and tells how the process does: answered also while the settings cannot be read. */
    standsAlone?: true;
  }
  interface FastifyRequest {
    /** What the request is judged by: not older than its arrival, and the same all through it. */
    settings: Settings;
  }
}

/** Gives each request its settings, before anybody judges it. */
export function readSettings(
  app: FastifyInstance,
  store: Pick<Store, 'settings' | 'lastSettings'>,
): void {
  app.decorateRequest('settings', null as never);
  app.addHook('onRequest', (request, _reply, done) => {
    const { standsAlone } = request.routeOptions.config;
    const settings = standsAlone ? store.lastSettings() : store.settings();
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
