import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import { createFakeClock } from './clock.js';

/** The preset admin key of every service here. */
export const ADMIN_KEY = 'preset-admin-key-for-tests-on-loopback';

/** A composed service on a data directory of its own that can listen on any free port. */
export interface Loopback extends Service {
  readonly directory: string;
  /** Makes an interaction of its own visit; resolves with its id. */
  invite(visitId: string, body?: object): Promise<string>;
}

/** Starts a service whose time stands still; it ends, and leaves nothing, when the test does. */
export async function startLoopback(
  t: { teardown(run: () => unknown): void },
  env: Readonly<Record<string, string>> = {},
): Promise<Loopback> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  const config = readConfig({
    DATA_DIR: directory,
    ADMIN_KEY,
    PORT: '0',
    STRATEGY: 'none',
    ...env,
  });
  const service = await compose(config, createLog('silent'), createFakeClock().make);
  t.teardown(async () => {
    await service.close();
    rmSync(directory, { recursive: true });
  });
  return {
    ...service,
    directory,
    async invite(visitId, body = {}) {
      const response = await service.app.inject({
        method: 'POST',
        url: '/v1/interactions',
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
        payload: { visitId, ...body },
      });
      return response.json<{ id: string }>().id;
    },
  };
}
