import type { ComponentType } from 'preact';
import type { Scope } from '../../domain/scopes.js';
import type { Address } from './address.js';
import type { Session } from './session.js';

/** What every view is given. */
export interface ViewProps {
  readonly address: Address;
  readonly session: Session;
}

/** A view of the console: where it is, how it is called, and what it needs. */
export interface ViewEntry {
  /** The first step of its address below /console; empty for the first page. */
  readonly name: string;
  readonly title: string;
  /** Its heading in the navigation. */
  readonly part: 'Work' | 'Reports' | 'Set-up' | 'Access';
  /** `g` and then this key lead there. */
  readonly key: string;
  /** What a key must be allowed to see any of it. */
  readonly scope: Scope;
  /** Fetched when somebody goes there. */
  load(): Promise<{ readonly View: ComponentType<ViewProps> }>;
}

/** All views, in the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  {
    name: '',
    title: 'Overview',
    part: 'Work',
    key: 'o',
    scope: 'admin:read',
    load: () => import('./views/overview/overview.js'),
  },
  {
    name: 'interactions',
    title: 'Interactions',
    part: 'Work',
    key: 'i',
    scope: 'admin:read',
    load: () => import('./views/interactions/interactions.js'),
  },
  {
    name: 'chats',
    title: 'Chats',
    part: 'Work',
    key: 'c',
    scope: 'admin:read',
    load: () => import('./views/chats/chats.js'),
  },
  {
    name: 'reports',
    title: 'Reports',
    part: 'Reports',
    key: 'r',
    scope: 'admin:read',
    load: () => import('./views/reports/reports.js'),
  },
  {
    name: 'nodes',
    title: 'Processes',
    part: 'Reports',
    key: 'n',
    scope: 'admin:read',
    load: () => import('./views/nodes/nodes.js'),
  },
  {
    name: 'options',
    title: 'Options',
    part: 'Set-up',
    key: 'p',
    scope: 'admin:read',
    load: () => import('./views/options/options.js'),
  },
  {
    name: 'rules',
    title: 'Rules',
    part: 'Set-up',
    key: 'u',
    scope: 'admin:read',
    load: () => import('./views/rules/rules.js'),
  },
  {
    name: 'strategies',
    title: 'Strategies',
    part: 'Set-up',
    key: 's',
    scope: 'admin:read',
    load: () => import('./views/strategies/strategies.js'),
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    part: 'Set-up',
    key: 'w',
    scope: 'admin:read',
    load: () => import('./views/webhooks/webhooks.js'),
  },
  {
    name: 'objects',
    title: 'Objects',
    part: 'Set-up',
    key: 'b',
    scope: 'admin:read',
    load: () => import('./views/objects/objects.js'),
  },
  {
    name: 'agents',
    title: 'Agents',
    part: 'Access',
    key: 'a',
    scope: 'admin:read',
    load: () => import('./views/agents/agents.js'),
  },
  {
    name: 'keys',
    title: 'Keys',
    part: 'Access',
    key: 'k',
    scope: 'admin:read',
    load: () => import('./views/keys/keys.js'),
  },
  {
    name: 'audit',
    title: 'Audit',
    part: 'Access',
    key: 'd',
    scope: 'admin:read',
    load: () => import('./views/audit/audit.js'),
  },
];

export const viewOf = (name: string): ViewEntry | undefined =>
  VIEWS.find((view) => view.name === name);
