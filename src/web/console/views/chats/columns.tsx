import { hrefOf } from '../../address.js';
import type { Column } from '../../kit/columns.js';
import { ChatStateBadge } from '../../kit/state-badge.js';
import { Ago, Moment } from '../../kit/time.js';
import { shortId } from '../interactions/words.js';
import { type Chat, nameOf, OUTCOME_WORDS } from './words.js';

const text = (value: string | null) => <bdi>{value ?? ''}</bdi>;

/** The columns of chats; those that fit are shown on a phone, from the left. */
export const CHAT_COLUMNS: readonly Column<Chat>[] = [
  {
    name: 'state',
    title: 'State',
    width: 104,
    cell: ({ state }) => <ChatStateBadge state={state} />,
  },
  { name: 'age', title: 'Age', width: 96, cell: ({ queuedAt }) => <Ago at={queuedAt} /> },
  { name: 'visitor', title: 'Visitor', width: 150, cell: (chat) => text(nameOf(chat)) },
  { name: 'agent', title: 'Agent', width: 110, cell: ({ agent }) => text(agent) },
  {
    name: 'outcome',
    title: 'Outcome',
    width: 140,
    cell: ({ outcome }) => outcome && OUTCOME_WORDS[outcome],
  },
  {
    name: 'waits',
    title: 'Waits for',
    width: 80,
    isNumber: true,
    cell: ({ state, waitingSince }) =>
      state === 'Queued' || state === 'Offered' ? <Ago at={waitingSince} /> : '',
  },
  {
    name: 'messages',
    title: 'Messages',
    width: 80,
    isNumber: true,
    cell: ({ messages }) => messages,
  },
  { name: 'group', title: 'Group', width: 150, cell: ({ group }) => text(group) },
  {
    name: 'id',
    title: 'Id',
    width: 92,
    cell: ({ id }) => (
      <a class="id" tabIndex={-1} href={hrefOf('chats', id)} title={id}>
        {shortId(id)}
      </a>
    ),
  },
  {
    name: 'queue',
    title: 'Queue',
    width: 170,
    isExtra: true,
    cell: ({ queue }) => text(queue),
  },
  {
    name: 'visit',
    title: 'Visit',
    width: 140,
    isExtra: true,
    cell: ({ visitId }) => text(visitId),
  },
  {
    name: 'priority',
    title: 'Priority',
    width: 72,
    isNumber: true,
    isExtra: true,
    cell: ({ priority }) => priority,
  },
  { name: 'rule', title: 'Rule', width: 140, isExtra: true, cell: ({ rule }) => text(rule) },
  {
    name: 'queued',
    title: 'Asked for',
    width: 200,
    isExtra: true,
    cell: ({ queuedAt }) => <Moment at={queuedAt} />,
  },
  {
    name: 'ended',
    title: 'Ended',
    width: 200,
    isExtra: true,
    cell: ({ endedAt }) => <Moment at={endedAt} />,
  },
];
