import type { Row } from './credentials.js';
import type { TestService } from './service.js';

/** A document that can be run, and decides nothing. */
const DOCUMENT =
  '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript"><final id="end"/></scxml>';

/** The same as a bundle. */
export const LOGIC = { main: 'logic.scxml', files: { 'logic.scxml': DOCUMENT } };

/** Pushes it as a document by itself. */
export const pushLogic = (call: TestService['call']): Promise<unknown> =>
  call('PUT', '/v1/admin/strategies/logic', {
    raw: DOCUMENT,
    headers: { 'content-type': 'application/scxml+xml' },
  });

const strategy = { name: () => 'logic' };
const missing = { name: () => 'nothing' };

/** Who reads, pushes and tries strategies; `logic` is there. */
export const ROWS_OF_STRATEGIES: Readonly<Record<string, Row>> = {
  listStrategies: { scope: 'admin:read', status: 200 },
  getStrategy: { scope: 'admin:read', status: 200, path: strategy },
  getStrategyHistory: { scope: 'admin:read', status: 200, path: strategy },
  putStrategy: {
    scope: 'strategies:write',
    status: 200,
    path: strategy,
    body: () => LOGIC,
  },
  rollBackStrategy: {
    scope: 'strategies:write',
    status: 200,
    path: strategy,
    body: () => ({ version: 1 }),
  },
  tryStrategy: { scope: 'admin:read', status: 200, path: strategy, body: () => ({}) },
  listStrategySessions: { scope: 'admin:read', status: 200, path: strategy },
  deleteStrategy: { scope: 'strategies:write', status: 404, path: missing },
};
