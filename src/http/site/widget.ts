import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import { originOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { webFile } from '../server/web-files.js';
import { moment } from '../shapes/schemas.js';

/** The script, the module, and the parts that they fetch when needed. */
const FILES = ['widget.js', 'widget.mjs', 'widget-view.mjs', 'widget-chat.mjs', 'widget-help.mjs'];

export interface WidgetOptions {
  readonly engine: Pick<Engine, 'now'>;
}

/** The widget, and what it asks before it begins a visit. */
export const widget: FastifyPluginAsyncTypebox<WidgetOptions> = async (app, { engine }) => {
  for (const name of FILES) {
    const answer = webFile(name);
    app.get(`/${name}`, { schema: { hide: true } as object }, (request, reply) =>
      // Modules are fetched with CORS, by pages of any origin; the key decides what they may do.
      answer(request, reply.header('access-control-allow-origin', '*')),
    );
  }

  app.get(
    '/v1/origin',
    {
      schema: {
        ...describe(
          'checkOrigin',
          'Browser',
          'Ask whether this page may use a publishable key',
          'Always answered with 200 and to every origin: a refusal would be an error in the console of the visitor.',
        ),
        querystring: Type.Object(
          { key: Type.Optional(Type.String({ description: 'The publishable key.' })) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            allowed: Type.Boolean(),
            detail: Type.String({ description: 'Why not, for the developer of the page.' }),
            serverTime: moment('Now, by the clock of the service.'),
          }),
        },
      },
    },
    async (request, reply) => {
      const key = request.settings.publishableKeyByText.get(request.query.key ?? '');
      const origin = originOf(request);
      const allowed = key !== undefined && origin !== undefined && key.origins.includes(origin);
      // So say frames that are sandboxed without allow-same-origin, and pages that are files.
      const stranger =
        origin === 'null' ? 'a page that has no origin' : (origin ?? 'an unknown origin');
      const detail = allowed
        ? 'The page may use the key.'
        : key
          ? `The key is for pages of ${key.origins.join(', ')}, not of ${stranger}.`
          : 'The publishable key is not known, or was revoked.';
      return reply.header('access-control-allow-origin', '*').send({
        allowed,
        detail,
        serverTime: new Date(engine.now()).toISOString(),
      });
    },
  );
};
