import type { FunnelStep } from '../../../../domain/funnel/words.js';
import { hrefOf } from '../../address.js';
import {
  duration,
  type FunnelItem,
  LOSS_TITLES,
  lossQuery,
  percent,
  type Stage,
  stagesOf,
} from './funnel.js';

interface Range {
  readonly createdAfter: string;
  readonly createdBefore: string;
}

const OF_INTERACTIONS: ReadonlySet<FunnelStep> = new Set(['engaged', 'displayed', 'accepted']);

/** Reasons that are named; the rest stands together. */
const MOST_REASONS = 4;

function Losses({ of, range }: { readonly of: Stage; readonly range: Range | null }) {
  const [only, ...others] = of.reasons;
  const isOne = only !== undefined && others.length === 0;
  // Of chats it is another list.
  const isFiltered = range !== null && OF_INTERACTIONS.has(of.step);
  return (
    <p class="losses">
      <span class="quiet">{of.lost.toLocaleString('en')} lost:</span>
      {of.reasons.slice(0, MOST_REASONS).map(({ loss, number }) => {
        const query = isFiltered ? lossQuery(loss) : null;
        const words = isOne
          ? LOSS_TITLES[loss]
          : `${number.toLocaleString('en')} ${LOSS_TITLES[loss]}`;
        return query ? (
          <a key={loss} href={hrefOf('interactions', null, { ...query, ...range })}>
            {words}
          </a>
        ) : (
          <span key={loss}>{words}</span>
        );
      })}
      {of.reasons.length > MOST_REASONS && (
        <span class="quiet">and {of.reasons.length - MOST_REASONS} more reasons</span>
      )}
    </p>
  );
}

function took({ medianSeconds, p90Seconds }: Stage): string {
  if (medianSeconds === null) return '';
  if (p90Seconds === 0) return 'at once';
  return `median ${duration(medianSeconds)} · 90 % within ${duration(p90Seconds)}`;
}

/** The funnel as one picture: how many came how far, how long it took, and why the others did not. */
export function Picture({
  items,
  range,
}: {
  readonly items: readonly FunnelItem[];
  /** The interactions that it is of; null where no filter of the list says which. */
  readonly range: Range | null;
}) {
  return (
    <ol class="funnel">
      {stagesOf(items).map((stage, at) => (
        <li key={stage.step} data-step={stage.step}>
          {stage.lost > 0 && <Losses of={stage} range={range} />}
          <span class="name">{stage.title}</span>
          <span class="bar" aria-hidden="true">
            <span style={{ width: `${stage.width * 100}%` }} />
          </span>
          <strong class="number">{stage.number.toLocaleString('en')}</strong>
          <span class="share">
            {at > 0 && (
              <>
                {percent(stage.rateToBefore)} <span class="quiet">of the step before</span>
              </>
            )}
          </span>
          <span class="quiet took">{took(stage)}</span>
        </li>
      ))}
    </ol>
  );
}
