import { useMemo, useState } from 'preact/hooks';
import { AGENT_STATES } from '../../../../domain/agents/vocabulary.js';
import { hrefOf, withQuery } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { SecretDialog } from '../../kit/dialog.js';
import { SelectField, TextField } from '../../kit/field.js';
import { rowsOf } from '../../kit/rows.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Table } from '../../kit/table.js';
import { Ago } from '../../kit/time.js';
import { ViewHead } from '../../kit/view-head.js';
import { go } from '../../navigation.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { useRounds } from '../rounds.js';
import { AgentDetail } from './agent.js';
import { AgentForm } from './agent-form.js';
import { type Agent, PATH, STATE_TONES, STATE_WORDS, skillWords } from './words.js';

const COLUMNS: readonly Column<Agent>[] = [
  {
    name: 'name',
    title: 'Agent',
    width: 180,
    cell: ({ name, displayName }) => (
      <>
        <bdi>{displayName ?? name}</bdi>{' '}
        {displayName && displayName !== name && <bdi class="quiet">{name}</bdi>}
      </>
    ),
  },
  {
    name: 'state',
    title: 'State',
    width: 104,
    cell: ({ state }) => <span class={`word ${STATE_TONES[state]}`}>{STATE_WORDS[state]}</span>,
  },
  {
    name: 'held',
    title: 'Chats',
    width: 72,
    isNumber: true,
    cell: ({ held, capacity }) => `${held} of ${capacity}`,
  },
  { name: 'since', title: 'For', width: 104, cell: ({ since }) => <Ago at={since} /> },
  { name: 'reason', title: 'Why', width: 140, cell: ({ reason }) => <bdi>{reason}</bdi> },
  {
    name: 'groups',
    title: 'Groups',
    width: 180,
    cell: ({ groups }) => <bdi>{groups.join(', ')}</bdi>,
  },
  {
    name: 'skills',
    title: 'Skills',
    width: 160,
    cell: ({ skills }) => <bdi>{skillWords(skills)}</bdi>,
  },
  {
    name: 'seen',
    title: 'Last heard of',
    width: 100,
    cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} />,
  },
];

/** Who is there, what they hold and may hold; and one of them whole. */
export function View({ address: { id, query }, session }: ViewProps) {
  const asked = useRounds<{ readonly items: readonly Agent[] }>(PATH);
  const [isMaking, setMaking] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const items = asked.data?.items;
  const state = query.get('state') ?? '';
  const words = (query.get('q') ?? '').toLowerCase();
  const shown = useMemo(
    () =>
      (items ?? []).filter(
        (agent) =>
          (state === '' || agent.state === state) &&
          [agent.name, agent.displayName ?? '', ...agent.groups, skillWords(agent.skills)].some(
            (text) => text.toLowerCase().includes(words),
          ),
      ),
    [items, state, words],
  );
  const rows = useMemo(() => rowsOf(shown), [shown]);
  const canChange = may(session, 'admin:write');
  const filter = (name: string, value: string): void =>
    go(hrefOf('agents', id, withQuery(query, { [name]: value })), { replace: name === 'q' });
  const toRow = (next: string | null): void =>
    go(hrefOf('agents', next, query), { replace: id !== null && next !== null });
  const make = canChange && (
    <button type="button" class="main" onClick={() => setMaking(true)}>
      New agent
    </button>
  );
  const ready = items?.filter((agent) => agent.state === 'Ready').length ?? 0;
  return (
    <div class="list-view">
      <div class="list">
        <Stale since={asked.staleSince} />
        <ViewHead
          head="Agents"
          told={items && `${items.length} · ${ready} ready`}
          again={asked.again}
        >
          {items && items.length > 0 && make}
        </ViewHead>
        {items && items.length > 0 && (
          <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
            <TextField
              label="Find"
              type="search"
              placeholder="a name, a group, a skill"
              value={query.get('q') ?? ''}
              onValue={(value) => filter('q', value)}
            />
            <SelectField
              label="State"
              any="Any"
              value={state}
              choices={AGENT_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
              onValue={(value) => filter('state', value)}
            />
          </form>
        )}
        {!items && !asked.error && <Loading label="Agents" />}
        {asked.error && !items && <Failed error={asked.error} again={asked.again} />}
        {items?.length === 0 && (
          <Empty title="No agents yet">
            <p>
              With the first one, invitations to a chat that are accepted become chats here, which
              ring at the <a href="/desk">desk</a>.
            </p>
            {make}
          </Empty>
        )}
        {items && items.length > 0 && shown.length === 0 && (
          <Empty title="None is like that">
            <p>
              <a href={hrefOf('agents', id)}>Clear the filters</a> to see all.
            </p>
          </Empty>
        )}
        {rows.count > 0 && (
          <Table
            label="Agents"
            rows={rows}
            columns={COLUMNS}
            idOf={({ name }) => name}
            openId={id}
            onOpen={({ name }) => toRow(name)}
          />
        )}
      </div>
      {id !== null && items && (
        <AgentDetail
          key={id}
          agent={items.find(({ name }) => name === id)}
          session={session}
          onClose={() => toRow(null)}
          done={asked.again}
          onKey={setKey}
        />
      )}
      {isMaking && (
        <AgentForm
          done={(made) => {
            asked.again();
            setKey(made.key ?? null);
            toRow(made.name);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {key !== null && (
        <SecretDialog title="The key of this agent" secret={key} onClose={() => setKey(null)}>
          <p class="quiet">
            They sign in with it at {location.origin}
            /desk.
          </p>
        </SecretDialog>
      )}
    </div>
  );
}
