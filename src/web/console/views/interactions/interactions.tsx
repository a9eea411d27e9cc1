import { useState } from 'preact/hooks';
import { ListView } from '../../kit/list-view.js';
import type { ChangedInteraction } from '../../live.js';
import { may } from '../../session.js';
import type { ViewProps } from '../../views.js';
import { BulkDialog } from './bulk.js';
import { COLUMNS } from './columns.js';
import { Detail } from './detail.js';
import { filterOf, isPerhapsIn, queryOf } from './filter.js';
import { Filters } from './filters.js';
import { FirstInteraction } from './first.js';
import type { Shown } from './words.js';

/** The interactions there are, newest first, and one of them whole. */
export function View({ address, session }: ViewProps) {
  const filter = filterOf(address.query);
  const [isBulk, setBulk] = useState(false);
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
        isIn: (brief) => isPerhapsIn(filter, brief),
        apply: (row, { state, queue, status }) =>
          row.state === state && row.queue === queue && row.status === status
            ? row
            : { ...row, state, queue, status },
      }}
      actions={(again) =>
        may(session, 'admin:write') && (
          <>
            <button type="button" onClick={() => setBulk(true)}>
              Act on all …
            </button>
            {isBulk && <BulkDialog filter={filter} done={again} onClose={() => setBulk(false)} />}
          </>
        )
      }
      empty={<FirstInteraction />}
      drawer={(id, round, onClose, onChange) => (
        <Detail id={id} session={session} round={round} onClose={onClose} onChange={onChange} />
      )}
    />
  );
}
