import { hrefOf } from '../../address.js';
import { Empty, Failed, Loading, Stale } from '../../kit/states.js';
import { Ago } from '../../kit/time.js';
import type { ViewProps } from '../../views.js';
import { type Page, useAsk } from '../../wire.js';
import { Tabs } from '../tabs.js';
import { type Current, countWords, pathOf, SORTS, type SortName, type Version } from './words.js';
import { Workshop } from './workshop.js';

const isSort = (name: string): name is SortName => Object.hasOwn(SORTS, name);

function Rules({ sort, session }: { readonly sort: SortName } & Pick<ViewProps, 'session'>) {
  const asked = useAsk<Current>(pathOf(sort));
  const history = useAsk<Page<Version>>(pathOf(sort, '/history?pageSize=50'));
  const { data } = asked;
  const { title, does } = SORTS[sort];
  const again = (): void => {
    asked.again();
    history.again();
  };
  return (
    <>
      <Stale since={asked.staleSince} />
      <header class="lead">
        <p>{does}</p>
        {data && (
          <p class="quiet" role="status">
            Version {data.version}, {countWords(data.rules)},{' '}
            {data.updatedAt === null ? (
              'as shipped'
            ) : (
              <>
                <Ago at={data.updatedAt} /> ago by <bdi>{data.updatedBy}</bdi>
              </>
            )}
          </p>
        )}
      </header>
      {!data && !asked.error && <Loading label={title} />}
      {asked.error && !data && <Failed error={asked.error} again={asked.again} />}
      {data && (
        <Workshop
          sort={sort}
          current={data}
          versions={history.data?.items ?? []}
          session={session}
          again={again}
        />
      )}
    </>
  );
}

/** The rules of both built-in strategies: written, tried, applied, and rolled back. */
export function View({ address: { id }, session }: ViewProps) {
  const sort = id ?? 'engagement-logic';
  const tabs = Object.entries(SORTS).map(([name, { title }]) => ({
    name,
    title,
    href: hrefOf('rules', name),
  }));
  return (
    <div class="sheet-view">
      <header class="view-head">
        <h1>Rules</h1>
        <Tabs label="Rules" current={sort} tabs={tabs} />
      </header>
      {isSort(sort) ? (
        <Rules key={sort} sort={sort} session={session} />
      ) : (
        <Empty title="There are no such rules">
          <p>Those of Engagement Logic and of Chat Routing are above.</p>
        </Empty>
      )}
    </div>
  );
}
