import { BulkButton } from '../../kit/bulk-button.js';
import { ListView } from '../../kit/list-view.js';
import type { ChangedInteraction } from '../../live.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { COLUMNS } from './columns.js';
import { Detail } from './detail.js';
import { filterOf, isPerhapsIn, isSureOf, queryOf } from './filter.js';
import { Filters } from './filters.js';
import { FirstInteraction } from './first.js';
import type { Shown } from './words.js';

const BULK = '/v1/admin/interactions/bulk';
const ACTIONS = {
  clean: 'Clean: out of its queue; from Qualified and Engaged to Failed, reason cleaned',
  stop: 'Stop: end the processing of those that have ended',
};

/** The interactions there are, newest first, and one of them whole. */
export function View({ address, session }: ViewProps) {
  const filter = filterOf(address.query);
  return (
    <ListView<Shown, ChangedInteraction>
      address={address}
      title="Interactions"
      path={`/v1/admin/interactions?${queryOf(filter)}`}
      isFiltered={Object.keys(filter).length > 0}
      columns={COLUMNS}
      filters={<Filters address={address} />}
      told={{
        of: ({ interactions }) => interactions,
        isIn: (brief, newest) => isPerhapsIn(filter, brief, newest),
        isSure: isSureOf(filter),
        apply: (row, { state, queue, status }) =>
          row.state === state && row.queue === queue && row.status === status
            ? row
            : { ...row, state, queue, status },
      }}
      actions={(again) =>
        may(session, 'admin:write') && (
          <BulkButton path={BULK} filter={filter} actions={ACTIONS} done={again} />
        )
      }
      empty={<FirstInteraction />}
      drawer={(id, round, onClose, onChange) => (
        <Detail id={id} session={session} round={round} onClose={onClose} onChange={onChange} />
      )}
    />
  );
}
