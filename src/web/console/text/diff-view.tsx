import { type DiffLine, diffOf, diffOfValues, type Gap } from './diff.js';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;
const WORDS = { gone: 'taken out: ', new: 'put in: ' } as const;

function Lines({
  of,
  label,
}: {
  readonly of: readonly (DiffLine | Gap)[];
  readonly label: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class="diff" aria-label={label} tabIndex={0}>
      {of.map((line, at) =>
        line.kind === 'gap' ? (
          <p key={at} class="gap">
            {line.lines === 1 ? '1 line as before' : `${line.lines} lines as before`}
          </p>
        ) : (
          <p key={at} class={line.kind}>
            <span aria-hidden="true">{SIGNS[line.kind]}</span>
            {line.kind !== 'same' && <span class="unseen">{WORDS[line.kind]}</span>}
            <bdi>{line.text}</bdi>
          </p>
        ),
      )}
    </section>
  );
}

/** What changed from one text to another. */
export function DiffOfTexts({
  before,
  after,
  label,
}: {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}) {
  return <Lines of={diffOf(before, after)} label={label} />;
}

/** What changed from one value to another; one that was not there, or is not any more, is nothing. */
export function DiffOfValues({
  before,
  after,
  label,
}: {
  readonly before: unknown;
  readonly after: unknown;
  readonly label: string;
}) {
  return <Lines of={diffOfValues(before, after)} label={label} />;
}
