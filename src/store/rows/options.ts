import type { OptionChange } from '../../decisions/change.js';
import { type StoredSettings, textsOf } from '../../decisions/settings.js';
import { CLOCKS, type EarliestStarts, forgetSettled } from '../../domain/clocks.js';
import { parseOptions } from '../../domain/options/catalogue.js';
import type { Snapshot, Timeline } from '../../domain/options/timeline.js';

/** How the changes of options are read, in their order. */
export const SELECT_OPTION_CHANGES =
  'select name, version, value, at, actor as "by" from option_changes order by n';

/** The options as they changed, as far as that still matters to a clock that runs. */
export function optionsOf(
  changes: Iterable<OptionChange>,
  earliest: EarliestStarts,
): Pick<StoredSettings, 'timeline' | 'lastChanges'> {
  const oldest = Math.min(...CLOCKS.map((name) => earliest[name] ?? Number.POSITIVE_INFINITY));
  const lastChanges = new Map<string, OptionChange>();
  const timeline: Snapshot[] = [];
  let since = 0;
  const take = (): unknown => timeline.push({ since, values: parseOptions(textsOf(lastChanges)) });
  for (const change of changes) {
    // Of what was changed before the oldest open clock started, only the outcome counts.
    if (timeline.length === 0 && change.at >= oldest) take();
    lastChanges.set(change.name, change);
    since = change.at;
    if (timeline.length > 0) take();
  }
  if (timeline.length === 0) take();
  return { lastChanges, timeline: forgetSettled(timeline as unknown as Timeline, earliest) };
}
