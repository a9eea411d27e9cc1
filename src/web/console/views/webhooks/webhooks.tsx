import { hrefOf } from '../../address.js';
import type { ViewProps } from '../../views.js';
import { useAsk } from '../../wire.js';
import { Tabs } from '../tabs.js';
import { Deliveries } from './deliveries.js';
import { Endpoints } from './endpoints.js';
import { Events } from './events.js';
import { type Endpoint, PATH } from './words.js';

const TABS = [
  ['', 'Endpoints'],
  ['deliveries', 'Deliveries'],
  ['events', 'Events'],
] as const;

/** Who is told what happens, what was sent to them, and what has not arrived. */
export function View({ address, session }: ViewProps) {
  const tab = address.query.get('tab') ?? '';
  const endpoints = useAsk<{ readonly items: readonly Endpoint[] }>(PATH);
  const tabs = TABS.map(([name, title]) => ({
    name,
    title,
    href: hrefOf('webhooks', null, name === '' ? {} : { tab: name }),
  }));
  const head = (
    <>
      <h1>Webhooks</h1>
      <Tabs label="Webhooks" current={tab} tabs={tabs} />
    </>
  );
  const props = { address, session, endpoints, head };
  if (tab === 'deliveries') return <Deliveries {...props} />;
  if (tab === 'events') return <Events {...props} />;
  return <Endpoints {...props} />;
}
