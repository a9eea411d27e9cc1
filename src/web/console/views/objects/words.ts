import type { Kind } from '../../../../domain/objects/kinds.js';

/** An object as the service answers it. */
export interface Provisioned {
  readonly kind: Kind;
  readonly name: string;
  readonly version: number;
  readonly provisioned: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const KIND_TITLES: Readonly<Record<Kind, { readonly one: string; readonly many: string }>> =
  {
    'agent-groups': { one: 'agent group', many: 'Agent groups' },
    'business-attributes': { one: 'business attribute', many: 'Business attributes' },
    'interaction-queues': { one: 'queue', many: 'Queues' },
    'interaction-queue-views': { one: 'view', many: 'Views' },
    'enhanced-routing': { one: 'routing object', many: 'Enhanced Routing' },
    applications: { one: 'application', many: 'Applications' },
  };

/** The kinds, in the order in which one names another; not from where their schemas are, which are large. */
export const KINDS = Object.keys(KIND_TITLES) as readonly Kind[];

export const pathOf = (kind: Kind, name?: string): string =>
  `/v1/admin/objects/${kind}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;

const counted = (value: unknown, one: string, many: string): string => {
  const number = Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
  return `${number} ${number === 1 ? one : many}`;
};

/** What tells an object from others of its kind. */
export function inShort({ kind, properties }: Provisioned): string {
  switch (kind) {
    case 'agent-groups':
      return counted(properties.agents, 'agent', 'agents');
    case 'business-attributes':
      return counted(properties.values, 'value', 'values');
    case 'interaction-queues':
      return '';
    case 'interaction-queue-views':
      return `of ${properties.queue}${properties.enabled === false ? ', disabled' : ''}`;
    case 'enhanced-routing':
      return `of ${properties.queue}`;
    case 'applications':
      return `${properties.type}, ${counted(properties.options, 'section', 'sections')}`;
  }
}
