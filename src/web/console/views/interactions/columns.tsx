import { hrefOf } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { StateBadge } from '../../kit/state-badge.js';
import { Ago, Countdown, Moment } from '../../kit/time.js';
import { becauseOf, type Shown, shortId } from './words.js';

/** The same in every row: no room for it. */
const SCHEME = /^https?:\/\//;

const text = (value: string | null | undefined) => <bdi>{value ?? ''}</bdi>;

/** The columns of interactions; those that fit are shown on a phone, from the left. */
export const COLUMNS: readonly Column<Shown>[] = [
  {
    name: 'state',
    title: 'State',
    width: 112,
    cell: ({ state }) => <StateBadge state={state} />,
  },
  { name: 'age', title: 'Age', width: 96, cell: ({ createdAt }) => <Ago at={createdAt} /> },
  { name: 'visit', title: 'Visit', width: 140, cell: ({ visitId }) => text(visitId) },
  {
    name: 'deadline',
    title: 'Time left',
    width: 80,
    isNumber: true,
    cell: ({ deadlineAt }) => <Countdown until={deadlineAt} />,
  },
  { name: 'because', title: 'Why', width: 150, cell: (row) => becauseOf(row) },
  { name: 'category', title: 'Category', width: 160, cell: ({ category }) => text(category) },
  {
    name: 'page',
    title: 'Page',
    width: 180,
    cell: ({ pageUrl, pageId }) => (
      <span title={pageUrl ?? undefined}>{text(pageUrl?.replace(SCHEME, '') ?? pageId)}</span>
    ),
  },
  {
    name: 'id',
    title: 'Id',
    width: 92,
    cell: ({ id }) => (
      <a class="id" tabIndex={-1} href={hrefOf('interactions', id)} title={id}>
        {shortId(id)}
      </a>
    ),
  },
  { name: 'status', title: 'Status', width: 80, isExtra: true, cell: ({ status }) => status },
  { name: 'queue', title: 'Queue', width: 190, isExtra: true, cell: ({ queue }) => text(queue) },
  {
    name: 'visitor',
    title: 'Visitor',
    width: 130,
    isExtra: true,
    cell: ({ visitorId }) => text(visitorId),
  },
  { name: 'channel', title: 'Channel', width: 130, isExtra: true, cell: ({ channel }) => channel },
  {
    name: 'rule',
    title: 'Rule',
    width: 140,
    isExtra: true,
    cell: ({ engagementRule }) => text(engagementRule),
  },
  {
    name: 'created',
    title: 'Created',
    width: 200,
    isExtra: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    name: 'disposed',
    title: 'Ended',
    width: 200,
    isExtra: true,
    cell: ({ disposedAt }) => <Moment at={disposedAt} />,
  },
  {
    name: 'version',
    title: 'Version',
    width: 72,
    isNumber: true,
    isExtra: true,
    cell: ({ version }) => version,
  },
];
