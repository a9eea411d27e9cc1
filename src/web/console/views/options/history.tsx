import { Ago } from '../../kit/time.js';
import { type Option, ValueText, type Version } from './option.js';

/** The versions of an option, newest first: who, when, from what to what. */
export function History({
  option,
  versions,
  ask,
}: {
  readonly option: Option;
  readonly versions: readonly Version[];
  /** Offers the way back; nothing where the key may not go it. */
  readonly ask: ((version: Version) => void) | null;
}) {
  return (
    <ol class="timeline">
      {versions.map((version, at) => {
        const before = versions[at + 1];
        const isInForce = version.version === option.version;
        return (
          <li key={version.version} class={version.updatedAt === null ? 'note' : undefined}>
            <p>
              {before && (
                <span>
                  <ValueText value={before.value} /> <span aria-hidden="true">→</span>
                  <span class="unseen"> to </span>
                </span>
              )}
              <strong>
                <ValueText value={version.value} />
              </strong>
              {isInForce && <span class="word good">in force</span>}
            </p>
            <p class="quiet">
              <span>
                Version {version.version},{' '}
                {version.updatedAt === null ? (
                  'as shipped'
                ) : (
                  <>
                    <Ago at={version.updatedAt} /> ago by <bdi>{version.updatedBy}</bdi>
                  </>
                )}
              </span>
              {ask && version.value !== option.value && (
                <button type="button" class="plain small" onClick={() => ask(version)}>
                  Roll back to {version.value || 'not set'}
                </button>
              )}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
