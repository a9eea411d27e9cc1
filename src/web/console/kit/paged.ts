import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ask, type Page, RETRY_MS, Unreachable } from '../wire.js';
import { createPagedRows, type PagedRows } from './rows.js';

const SIZE = 100;
const HELD = 30;

/**
 * The rows of a list of the service; another path, or another round, begins anew. In another round
 * the old rows stay until the new ones are there. As long as nobody answers it is asked again.
 */
export function usePagedRows<T>(path: string, round = 0): PagedRows<T> {
  const [, setTick] = useState(0);
  const rows = useMemo(
    () =>
      createPagedRows<T>({
        size: SIZE,
        held: HELD,
        fetch(token) {
          const query = new URLSearchParams(path.split('?')[1] ?? '');
          query.set('pageSize', String(SIZE));
          if (token !== null) query.set('pageToken', token);
          return ask<Page<T>>('GET', `${path.split('?')[0]}?${query}`);
        },
        onChange: () => setTick((tick) => tick + 1),
      }),
    [path, round],
  );
  useEffect(() => {
    rows.need(0, 0);
    return rows.close;
  }, [rows]);
  const { error } = rows;
  const isAway = error instanceof Unreachable;
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(rows.again, RETRY_MS);
    return () => clearTimeout(timer);
  }, [rows, error]);
  const shown = useRef({ path, rows });
  const isThere = rows.isOpen && !(isAway && rows.count === 0);
  if (isThere || shown.current.path !== path) shown.current = { path, rows };
  return shown.current.rows;
}
