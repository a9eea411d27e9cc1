import type { Change } from '#src/decisions/change.js';
import { apiKey, publishableKey, SESSION, signingKey, strategySecret } from './things.js';
import { ofSettings, type Trial } from './trial.js';

const KEY = signingKey('s1');

/** Each kind of change about what proves who somebody is, and where it is found again. */
export const CREDENTIAL_TRIALS = {
  api_key: {
    change: { kind: 'api_key', key: apiKey('k1') },
    back: ofSettings('apiKeys'),
    found: [apiKey('k1')],
    isSetting: true,
  },
  publishable_key: {
    change: { kind: 'publishable_key', key: publishableKey('p1') },
    back: ofSettings('publishableKeys'),
    found: [publishableKey('p1')],
    isSetting: true,
  },
  signing_key: {
    change: { kind: 'signing_key', key: KEY },
    back: ofSettings('signingKeys'),
    found: [KEY],
    isSetting: true,
  },
  signing_key_removal: {
    first: [
      { kind: 'signing_key', key: signingKey('s0', 2) },
      { kind: 'signing_key', key: KEY },
    ],
    change: { kind: 'signing_key_removal', id: 's0' },
    back: async (store) => (await store.settings()).signingKeys.length,
    found: 1,
    isSetting: true,
  },
  session: {
    change: { kind: 'session', session: SESSION },
    back: ofSettings('sessions'),
    found: [SESSION],
    isSetting: true,
  },
  session_removal: {
    first: [{ kind: 'session', session: SESSION }],
    change: { kind: 'session_removal', id: SESSION.id },
    back: async (store) => (await store.settings()).sessions.length,
    found: 0,
    isSetting: true,
  },
  strategy_secret: {
    change: { kind: 'strategy_secret', secret: strategySecret('t1') },
    back: ofSettings('strategySecrets'),
    found: [strategySecret('t1')],
    isSetting: true,
  },
} as const satisfies { readonly [K in Change['kind']]?: Trial<K> };
