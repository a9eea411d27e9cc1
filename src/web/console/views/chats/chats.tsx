import { BulkButton } from '../../kit/bulk-button.js';
import { ListView } from '../../kit/list-view.js';
import { Empty } from '../../kit/states.js';
import type { ChangedChat } from '../../live.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { CHAT_COLUMNS } from './columns.js';
import { ChatDetail } from './detail.js';
import { chatFilterOf, isChatPerhapsIn } from './filter.js';
import { ChatFilters } from './filters.js';
import type { Chat } from './words.js';

const BULK = '/v1/admin/chats/bulk';
const ACTIONS = {
  clean: 'Clean: end those that are stuck, as cleaned',
  stop: 'End: the conversation is over for both sides',
};

/** The chats there are, newest first, and one of them whole. */
export function View({ address, session }: ViewProps) {
  const filter = chatFilterOf(address.query);
  return (
    <ListView<Chat, ChangedChat>
      address={address}
      title="Chats"
      path={`/v1/admin/chats?${new URLSearchParams(filter)}`}
      isFiltered={Object.keys(filter).length > 0}
      columns={CHAT_COLUMNS}
      filters={<ChatFilters address={address} />}
      told={{
        of: ({ chats }) => chats,
        isIn: (brief, newest) => isChatPerhapsIn(filter, brief, newest),
        isSure: filter.createdAfter === undefined,
        apply: (row, { state, outcome, queue, agent, version }) =>
          row.version === version ? row : { ...row, state, outcome, queue, agent, version },
      }}
      actions={(again) =>
        may(session, 'admin:write') && (
          <BulkButton path={BULK} filter={filter} actions={ACTIONS} done={again} />
        )
      }
      empty={
        <Empty title="No chats yet">
          <p>
            One begins when a visitor accepts an invitation to a chat, or asks for one. Agents take
            them at the <a href="/desk">desk</a>; the <a href="/playground">playground</a> plays
            both sides.
          </p>
        </Empty>
      }
      drawer={(id, round, onClose, onChange) => (
        <ChatDetail id={id} session={session} round={round} onClose={onClose} onChange={onChange} />
      )}
    />
  );
}
