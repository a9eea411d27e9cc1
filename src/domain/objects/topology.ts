import { quote } from '../quote.js';
import {
  type AnyObject,
  type ApplicationType,
  find,
  type ObjectOf,
  ofKind,
  optionOf,
} from './kinds.js';

export type Application = ObjectOf<'applications'>;

/** The section of a Chat Server in which the endpoints of a tenant are. */
export const endpointSection = (tenantId: number | string): string => `endpoints:${tenantId}`;

/** The application servers around one Web Engagement Server. */
export interface Topology {
  readonly server: Application;
  readonly cluster: Application;
  /** Those of the cluster, directly or through an Application Cluster. */
  readonly chatServers: readonly Application[];
  /** Those of the cluster. */
  readonly statServers: readonly Application[];
}

export interface TopologyProblem {
  readonly code: 'unknown_application' | 'prerequisite_missing';
  readonly detail: string;
}

/** The applications of a type to which `from` is connected, in the order of its connections. */
function connected(
  objects: readonly AnyObject[],
  from: Application,
  type: ApplicationType,
): readonly Application[] {
  return from.properties.connections
    .map((name) => find(objects, 'applications', name))
    .filter((application) => application?.properties.type === type)
    .filter((application) => application !== undefined);
}

/** The Chat Servers of a cluster: its own, then those behind Application Clusters; each once. */
function chatServersOf(
  objects: readonly AnyObject[],
  cluster: Application,
): readonly Application[] {
  const behind = connected(objects, cluster, 'Application Cluster');
  const all = [cluster, ...behind].flatMap((from) => connected(objects, from, 'Chat Server'));
  return [...new Set(all)];
}

/** The applications around the server of this name, or the first thing that is missing. */
export function topologyOf(
  objects: readonly AnyObject[],
  name: string,
): Topology | TopologyProblem {
  const missing = (detail: string): TopologyProblem => ({ code: 'prerequisite_missing', detail });
  const server = find(objects, 'applications', name);
  if (server === undefined) {
    const known = ofKind(objects, 'applications').map((application) => application.name);
    return {
      code: 'unknown_application',
      detail: `There is no application ${quote(name)}; there are: ${known.join(', ') || 'none'}.`,
    };
  }
  const { type } = server.properties;
  if (type !== 'Web Engagement Server')
    return missing(`The application ${name} is a ${type}; name a Web Engagement Server.`);
  for (const needed of ['Interaction Server', 'Stat Server'] as const)
    if (connected(objects, server, needed).length === 0)
      return missing(
        `The application ${name} is not connected to ${article(needed)} ${needed} application.`,
      );
  const clusters = connected(objects, server, 'Web Engagement Cluster');
  const [cluster, ...others] = clusters;
  if (cluster === undefined)
    return missing(`The application ${name} is not connected to a Web Engagement Cluster.`);
  if (others.length > 0)
    return missing(
      `The application ${name} is connected to several Web Engagement Clusters (${clusters.map((each) => each.name).join(', ')}); leave one.`,
    );
  const statServers = connected(objects, cluster, 'Stat Server');
  if (statServers.length === 0)
    return missing(
      `The cluster application ${cluster.name} is not connected to a Stat Server application.`,
    );
  return { server, cluster, chatServers: chatServersOf(objects, cluster), statServers };
}

const article = (noun: string): string => (/^[AEIOU]/.test(noun) ? 'an' : 'a');

/** What the process configuration says of the application that this process is. */
export interface Self {
  readonly application: string;
  readonly tenantId: number;
}

/** Everything that does not fit, as sentences: first this process, then its chats. */
export function checkInstallation(
  objects: readonly AnyObject[],
  { application, tenantId }: Self,
): readonly string[] {
  return [...checkSelf(objects, application, tenantId), ...checkChatEndpoints(objects)];
}

function checkSelf(
  objects: readonly AnyObject[],
  application: string,
  tenantId: number,
): readonly string[] {
  const self = find(objects, 'applications', application);
  if (self?.properties.type !== 'Web Engagement Server')
    return [
      `APPLICATION_NAME is ${application}, and there is no Web Engagement Server application of that name.`,
    ];
  const queueKey = optionOf(self.properties.options, 'chat', 'queueKey');
  const [, tenant = String(tenantId)] = /^([^:]+):/.exec(queueKey ?? '') ?? [];
  return tenant === String(tenantId)
    ? []
    : [
        `TENANT_ID is ${tenantId}, and the queueKey of ${application} is of tenant ${tenant}; run the Provisioning Tool.`,
      ];
}

/**
 * What does not fit between the queue keys of Web Engagement Servers and the endpoints of their
 * Chat Servers, as sentences: a chat that finds no endpoint, or no queue behind it, is lost.
 */
export function checkChatEndpoints(objects: readonly AnyObject[]): readonly string[] {
  return ofKind(objects, 'applications')
    .filter(({ properties }) => properties.type === 'Web Engagement Server')
    .flatMap((server) => {
      const chatServers = connected(objects, server, 'Web Engagement Cluster').flatMap((cluster) =>
        chatServersOf(objects, cluster),
      );
      return chatServers.flatMap((chatServer) => checkEndpoint(objects, server, chatServer));
    });
}

/** The queue to which chats of each Web Engagement Server come: its `queueKey`, then the endpoint. */
export function chatQueuesOf(objects: readonly AnyObject[]): ReadonlyMap<string, string> {
  const queues = new Map<string, string>();
  for (const server of ofKind(objects, 'applications')) {
    const queueKey = optionOf(server.properties.options, 'chat', 'queueKey');
    const [, tenant, endpoint] = /^([^:]+):([^:]+)$/.exec(queueKey ?? '') ?? [];
    if (tenant === undefined || endpoint === undefined) continue;
    const queue = connected(objects, server, 'Web Engagement Cluster')
      .flatMap((cluster) => chatServersOf(objects, cluster))
      .map(({ properties }) => optionOf(properties.options, endpointSection(tenant), endpoint))
      .find((name) => name !== undefined && find(objects, 'interaction-queues', name));
    if (queue !== undefined) queues.set(server.name, queue);
  }
  return queues;
}

function checkEndpoint(
  objects: readonly AnyObject[],
  server: Application,
  chatServer: Application,
): readonly string[] {
  const queueKey = optionOf(server.properties.options, 'chat', 'queueKey');
  if (queueKey === undefined)
    return [
      `${server.name} has no option queueKey in section chat, so its chats find no endpoint of ${chatServer.name}.`,
    ];
  const [, tenant, endpoint] = /^([^:]+):([^:]+)$/.exec(queueKey) ?? [];
  if (tenant === undefined || endpoint === undefined)
    return [`The queueKey ${quote(queueKey)} of ${server.name} is not <tenant>:<endpoint>.`];
  const section = endpointSection(tenant);
  const queue = optionOf(chatServer.properties.options, section, endpoint);
  if (queue === undefined)
    return [
      `The queueKey ${quote(queueKey)} of ${server.name} names the endpoint ${endpoint}, which is not in section ${section} of ${chatServer.name}.`,
    ];
  if (find(objects, 'interaction-queues', queue) === undefined)
    return [
      `The endpoint ${endpoint} in section ${section} of ${chatServer.name} leads to ${quote(queue)}, which is no interaction queue.`,
    ];
  return [];
}
