import type { Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import type { Tokens } from '../../settings/tokens.js';
import type { Shared } from '../../store/shared.js';
import type { Store } from '../../store/store.js';
import type { Leaving } from '../../streams/leaving.js';
import type { Typing } from '../../streams/typing.js';
import type { VisitStreams } from '../../streams/visit-streams.js';
import { readBrowserBodies } from '../server/bodies.js';
import { createLimiters } from '../server/limiter.js';
import { createRateLimit, createRenewalLimit } from '../server/rate-limit.js';
import type { Routes } from '../server/routes.js';
import { browser } from './browser.js';
import { chats } from './chats.js';
import { conversation } from './conversation.js';
import { interactions } from './interactions.js';
import { visitStream } from './visit-stream.js';
import { visits } from './visits.js';

export interface SiteDependencies {
  readonly engine: Engine;
  readonly chats: Chats;
  readonly typing: Typing;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly streams: VisitStreams;
  readonly leaving: Leaving;
  /** What processes share, where there are several. */
  readonly shared: Pick<Shared, 'count'> | undefined;
  /** Creations of one publishable key and address. */
  readonly createsPerMinute: number;
}

/** What pages and back ends of the site call. */
export function siteRoutes(dependencies: SiteDependencies): Routes {
  return async (app) => {
    const makeLimiter = createLimiters(dependencies.shared);
    const given = {
      ...dependencies,
      rateLimit: createRateLimit(dependencies.createsPerMinute, makeLimiter),
      renewalLimit: createRenewalLimit(makeLimiter),
    };
    await app.register(async (scope) => {
      readBrowserBodies(scope);
      await scope.register(visits, given);
      await scope.register(interactions, given);
      await scope.register(browser, given);
      await scope.register(chats, given);
      await scope.register(conversation, given);
    });
    await app.register(visitStream, given);
  };
}
