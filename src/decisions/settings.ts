import type { Agent } from '../domain/agents/agent.js';
import { type EarliestStarts, forgetSettled } from '../domain/clocks.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import { type AnyObject, applyChanges, ofKind } from '../domain/objects/kinds.js';
import { type KnownObjects, knownOf } from '../domain/objects/known.js';
import { type OptionKey, optionKey, parseOptions } from '../domain/options/catalogue.js';
import { extend, type Timeline } from '../domain/options/timeline.js';
import { canonicalOrigin } from '../domain/origin.js';
import type { KnownStrategies } from '../domain/strategies/reference.js';
import type { Change, CountedSeries, OptionChange } from './change.js';
import type { ApiKey, PublishableKey, Session, SigningKey, StrategySecret } from './credentials.js';
import type { WebhookEndpoint, WebhookEndpointChange } from './endpoint.js';
import type { RulesInForce } from './rules.js';
import { type Statistics, statisticsOf } from './statistics.js';

/** Everything that operators set, as it is stored. */
export interface StoredSettings extends RulesInForce {
  /** The option values in force and the earlier ones that still matter to a running clock. */
  readonly timeline: Timeline;
  /** The last change of every option that was ever changed, by its full name. */
  readonly lastChanges: ReadonlyMap<string, OptionChange>;
  /** Every provisioned object, in the order in which they were made. */
  readonly objects: readonly AnyObject[];
  /** SCXML strategies by their names, those that were deleted included. */
  readonly strategies: KnownStrategies;
  /** Who takes chats, in the order of their making. */
  readonly agents: readonly Agent[];
  /** Where messages go, the disabled ones included, oldest first. */
  readonly endpoints: readonly WebhookEndpoint[];
  /** By the names of statistics that were ever changed; of no name since when the others are. */
  readonly countedSeries: ReadonlyMap<string, CountedSeries>;
  /** Newest first, as are the next three; revoked ones included. */
  readonly apiKeys: readonly ApiKey[];
  readonly publishableKeys: readonly PublishableKey[];
  readonly signingKeys: readonly SigningKey[];
  readonly strategySecrets: readonly StrategySecret[];
  /** Operators signed in to a page, newest first; those that are over may be among them. */
  readonly sessions: readonly Session[];
}

/** The same as one immutable value, with what is derived of it once for each change. */
export interface Settings extends StoredSettings {
  /** Rises with each change; the same revision is the same value. */
  readonly revision: number;
  /** Since when anybody serves: clients could not be heard before. */
  readonly servingSince: Moment;
  readonly agentByName: ReadonlyMap<string, Agent>;
  /** Of each agent, the names of the groups that have them. */
  readonly groupsOfAgent: ReadonlyMap<string, ReadonlySet<string>>;
  readonly statistics: Statistics;
  /** The names among the objects that decisions look up. */
  readonly known: KnownObjects;
  /** Good ones, by their hash. */
  readonly apiKeyByHash: ReadonlyMap<string, ApiKey>;
  /** By the hash of their secret, those that are over too. */
  readonly sessionByHash: ReadonlyMap<string, Session>;
  /** Good ones, by their text. */
  readonly publishableKeyByText: ReadonlyMap<string, PublishableKey>;
  /** Every origin to which a good publishable key is bound. */
  readonly origins: ReadonlySet<string>;
}

/** Whether a credential is neither revoked nor gone. */
export function isGood({ revokedAt }: { readonly revokedAt: number | null }): boolean {
  return revokedAt === null;
}

/** The settings as they were stored, with what follows from them. */
export function settingsOf(stored: StoredSettings, servingSince: Moment, revision = 1): Settings {
  const publishableKeys = stored.publishableKeys.map(inOneSpelling);
  const goodPublishable = publishableKeys.filter(isGood);
  return {
    ...stored,
    publishableKeys,
    revision,
    servingSince,
    agentByName: new Map(stored.agents.map((agent) => [agent.name, agent])),
    groupsOfAgent: groupsOfAgents(stored.objects),
    statistics: statisticsOf(stored),
    known: knownOf(stored.objects),
    apiKeyByHash: new Map(stored.apiKeys.filter(isGood).map((key) => [key.hash, key])),
    sessionByHash: new Map(stored.sessions.map((session) => [session.hash, session])),
    publishableKeyByText: new Map(goodPublishable.map((key) => [key.key, key])),
    origins: new Set(goodPublishable.flatMap(({ origins }) => origins)),
  };
}

function groupsOfAgents(objects: readonly AnyObject[]): Settings['groupsOfAgent'] {
  const groups = new Map<string, Set<string>>();
  for (const { name, properties } of ofKind(objects, 'agent-groups'))
    for (const agent of properties.agents)
      groups.set(agent, (groups.get(agent) ?? new Set()).add(name));
  return groups;
}

/** Keys from before spellings were unified may have a default port in their origins. */
function inOneSpelling(key: PublishableKey): PublishableKey {
  return { ...key, origins: key.origins.map((origin) => canonicalOrigin(origin) ?? origin) };
}

/** The values of the options, as texts, by their keys. */
export function textsOf(
  last: ReadonlyMap<string, OptionChange>,
): Partial<Record<OptionKey, string>> {
  const texts: Partial<Record<OptionKey, string>> = {};
  for (const { name, value } of last.values()) {
    const key = optionKey(name);
    if (key) texts[key] = value;
  }
  return texts;
}

/** Replaces the one of the same id, or puts it first; of revoked ones the oldest are forgotten. */
function withCredential<T extends { readonly id: string; readonly revokedAt: number | null }>(
  all: readonly T[],
  one: T,
): readonly T[] {
  const isKnown = all.some(({ id }) => id === one.id);
  const next = isKnown ? all.map((each) => (each.id === one.id ? one : each)) : [one, ...all];
  let revoked = 0;
  return next.filter((each) => isGood(each) || ++revoked <= LIMITS.revokedKeys.most);
}

function withEndpoint(
  endpoints: readonly WebhookEndpoint[],
  { before, after }: WebhookEndpointChange,
): readonly WebhookEndpoint[] {
  if (after === undefined) return endpoints.filter(({ id }) => id !== before?.id);
  if (before === undefined) return [...endpoints, after];
  return endpoints.map((endpoint) => (endpoint.id === after.id ? after : endpoint));
}

function withoutStrategy(strategies: KnownStrategies, name: string): KnownStrategies {
  const known = strategies.get(name);
  return known ? new Map(strategies).set(name, { ...known, sha256: null }) : strategies;
}

function withAgent(
  agents: readonly Agent[],
  { before, after }: Extract<Change, { kind: 'agent' }>,
): readonly Agent[] {
  if (after === undefined) return agents.filter(({ name }) => name !== before?.name);
  if (before === undefined) return [...agents, after];
  return agents.map((agent) => (agent.name === after.name ? after : agent));
}

/** What a change makes of the settings it concerns; undefined when it concerns none. */
function difference(
  settings: StoredSettings,
  change: Change,
  earliest: () => EarliestStarts,
): Partial<StoredSettings> | undefined {
  switch (change.kind) {
    case 'option': {
      const { option } = change;
      const lastChanges = new Map(settings.lastChanges).set(option.name, option);
      const timeline = extend(settings.timeline, option.at, parseOptions(textsOf(lastChanges)));
      return { lastChanges, timeline: forgetSettled(timeline, earliest()) };
    }
    case 'object':
      return { objects: applyChanges(settings.objects, [change]) };
    case 'rules':
      return { [change.of]: change.version };
    case 'strategy': {
      const { name, version, sha256 } = change.version;
      return { strategies: new Map(settings.strategies).set(name, { version, sha256 }) };
    }
    case 'strategy_removal':
      return { strategies: withoutStrategy(settings.strategies, change.name) };
    case 'agent':
      return { agents: withAgent(settings.agents, change) };
    case 'counted_series': {
      const { counted } = change;
      return {
        countedSeries: new Map(settings.countedSeries).set(counted.statistic, counted),
      };
    }
    case 'webhook_endpoint':
      return { endpoints: withEndpoint(settings.endpoints, change) };
    case 'api_key':
      return { apiKeys: withCredential(settings.apiKeys, change.key) };
    case 'publishable_key':
      return { publishableKeys: withCredential(settings.publishableKeys, change.key) };
    case 'strategy_secret':
      return { strategySecrets: withCredential(settings.strategySecrets, change.secret) };
    case 'signing_key':
      return { signingKeys: [change.key, ...settings.signingKeys] };
    case 'signing_key_removal':
      return { signingKeys: settings.signingKeys.filter(({ id }) => id !== change.id) };
    case 'session':
      return { sessions: [change.session, ...settings.sessions] };
    case 'session_removal':
      return { sessions: settings.sessions.filter(({ id }) => id !== change.id) };
    default:
      return undefined;
  }
}

/**
 * The settings after these changes, the same when they concern none. `earliest` says when the
 * earliest open clocks started: what was in force before decides nothing any more.
 */
export function withChanges(
  settings: Settings,
  changes: readonly Change[],
  earliest: () => EarliestStarts,
): Settings {
  let next: StoredSettings | undefined;
  for (const change of changes) {
    const differs = difference(next ?? settings, change, earliest);
    if (differs) next = { ...(next ?? settings), ...differs };
  }
  return next ? settingsOf(next, settings.servingSince, settings.revision + 1) : settings;
}
