import type { Column } from '../../kit/columns.js';
import { Ago, Countdown, Moment } from '../../kit/time.js';
import type { Credential } from './words.js';

type Columns = readonly Column<Credential>[];

const NAME: Column<Credential> = {
  name: 'name',
  title: 'Name',
  width: 200,
  cell: ({ name }) => <bdi>{name}</bdi>,
};
const MADE: Column<Credential> = {
  name: 'made',
  title: 'Age',
  width: 112,
  cell: ({ createdAt }) => <Ago at={createdAt} />,
};
const STATE: Column<Credential> = {
  name: 'state',
  title: 'State',
  width: 96,
  cell: ({ revokedAt }) =>
    revokedAt ? <span class="word">revoked</span> : <span class="word succeeded">good</span>,
};

/** What the list of each tab shows. */
export const COLUMNS: Readonly<Record<string, Columns>> = {
  '': [
    STATE,
    NAME,
    {
      name: 'prefix',
      title: 'Begins with',
      width: 120,
      cell: ({ prefix }) => <code>{prefix}</code>,
    },
    {
      name: 'scopes',
      title: 'May',
      width: 420,
      cell: ({ scopes }) =>
        scopes?.length === 0 ? (
          <span class="quiet">the desk of an agent</span>
        ) : (
          <code>{scopes?.join(', ')}</code>
        ),
    },
    MADE,
  ],
  publishable: [
    STATE,
    NAME,
    { name: 'key', title: 'Key', width: 280, cell: ({ key }) => <code>{key}</code> },
    {
      name: 'origins',
      title: 'Origins',
      width: 280,
      cell: ({ origins }) => <bdi>{origins?.join(', ')}</bdi>,
    },
    MADE,
  ],
  signing: [
    {
      name: 'state',
      title: 'State',
      width: 96,
      cell: ({ signs }) =>
        signs ? <span class="word succeeded">signs</span> : <span class="word">verifies</span>,
    },
    { name: 'id', title: 'Id', width: 280, cell: ({ id }) => <code>{id}</code> },
    {
      name: 'until',
      title: 'Verifies until',
      width: 220,
      cell: ({ verifiesUntil }) => <Moment at={verifiesUntil ?? null} />,
    },
    MADE,
  ],
  strategy: [STATE, NAME, MADE],
  sessions: [
    { ...NAME, title: 'Key', cell: ({ keyName }) => <bdi>{keyName}</bdi> },
    { ...MADE, title: 'Signed in for', width: 110 },
    {
      name: 'left',
      title: 'Ends in',
      width: 110,
      cell: ({ expiresAt }) => <Countdown until={expiresAt ?? null} />,
    },
    { name: 'id', title: 'Id', width: 280, cell: ({ id }) => <code>{id}</code> },
  ],
};
