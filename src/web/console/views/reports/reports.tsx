import { hrefOf } from '../../address.js';
import type { ViewProps } from '../../views.js';
import { Tabs } from '../tabs.js';
import { FunnelReport } from './funnel-report.js';
import { AgentsReport, QueuesReport } from './service-reports.js';

const TABS = [
  ['funnel', 'Funnel'],
  ['queues', 'Queues'],
  ['agents', 'Agents'],
] as const;

/** How it goes: how far invitations come over time, and queues and agents today. */
export function View({ address }: ViewProps) {
  const tab = address.id ?? 'funnel';
  const tabs = TABS.map(([name, title]) => ({ name, title, href: hrefOf('reports', name) }));
  const head = (
    <>
      <h1>Reports</h1>
      <Tabs label="Reports" current={tab} tabs={tabs} />
    </>
  );
  if (tab === 'queues') return <QueuesReport head={head} />;
  if (tab === 'agents') return <AgentsReport head={head} />;
  return <FunnelReport address={address} head={head} />;
}
