import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import { createAddressPolicy } from './address.js';
import { createNames } from './names.js';
import { createSender, type Sender } from './send.js';

/** What makes senders as the configuration says; each has connections and look-ups of its own. */
export function createCallers(config: Config, clock: Clock): () => Sender {
  const policy = createAddressPolicy(config.webhookAllowPrivate);
  const { webhookProxy, webhookNoProxy, nameServers } = config;
  const except = [...(webhookProxy?.except ?? []), ...webhookNoProxy];
  const proxy = webhookProxy && { ...webhookProxy, except };
  return () =>
    createSender({ clock, policy, proxy, names: createNames({ clock, servers: nameServers }) });
}
