import type { Clock } from '../clock.js';
import { createAddressPolicy } from './address.js';
import { createNames } from './names.js';
import type { ProxySettings } from './proxy.js';
import { createSender, type Sender } from './send.js';

/** How calls go out of the house. */
export interface CallSettings {
  /** Private ranges that may be called. */
  readonly webhookAllowPrivate: readonly string[];
  readonly webhookProxy?: ProxySettings | undefined;
  /** What is called without the proxy. */
  readonly webhookNoProxy: ProxySettings['except'];
  readonly nameServers: readonly string[];
}

/** What makes senders as the configuration says; each has connections and look-ups of its own. */
export function createCallers(config: CallSettings, clock: Clock): () => Sender {
  const policy = createAddressPolicy(config.webhookAllowPrivate);
  const { webhookProxy, webhookNoProxy, nameServers } = config;
  const except = [...(webhookProxy?.except ?? []), ...webhookNoProxy];
  const proxy = webhookProxy && { ...webhookProxy, except };
  return () =>
    createSender({ clock, policy, proxy, names: createNames({ clock, servers: nameServers }) });
}
