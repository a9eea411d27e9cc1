import type { ComponentChildren } from 'preact';
import type { ViewProps } from '../../views.js';
import type { Asked } from '../../wire.js';
import type { Endpoint } from './words.js';

/** What each tab of the view is given. */
export interface PartProps extends ViewProps {
  readonly endpoints: Asked<{ readonly items: readonly Endpoint[] }>;
  /** The heading and the tabs. */
  readonly head: ComponentChildren;
}

/** How an endpoint is called where there is little room: by its description, or its address. */
export function nameOf(endpoints: PartProps['endpoints'], id: string): string {
  const endpoint = endpoints.data?.items.find((each) => each.id === id);
  if (!endpoint) return endpoints.data ? 'an endpoint that is gone' : '…';
  return endpoint.description || endpoint.url;
}

/** The endpoints as choices of a filter. */
export const choicesOf = (endpoints: PartProps['endpoints']) =>
  (endpoints.data?.items ?? []).map(({ id, url, description }) => ({
    value: id,
    label: description || url,
  }));
