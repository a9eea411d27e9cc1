import type { Column } from './columns.js';
import { Menu } from './menu.js';

/** Chooses which columns a table shows. */
export function ColumnMenu<T>({
  columns,
  chosen,
  choose,
}: {
  readonly columns: readonly Column<T>[];
  readonly chosen: ReadonlySet<string>;
  choose(names: readonly string[] | null): void;
}) {
  const names = columns.map(({ name }) => name);
  return (
    <Menu label="Columns">
      <fieldset class="checks">
        <legend class="unseen">Columns that are shown</legend>
        {columns.map(({ name, title }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.has(name)}
              disabled={chosen.size === 1 && chosen.has(name)}
              onChange={() => choose(names.filter((each) => (each === name) !== chosen.has(each)))}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <p class="quiet narrow-only">A narrow page shows those that fit, from the top.</p>
      <button type="button" class="plain small" onClick={() => choose(null)}>
        The usual ones
      </button>
    </Menu>
  );
}
