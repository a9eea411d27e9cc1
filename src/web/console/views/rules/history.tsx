import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../../kit/dialog.js';
import { Section } from '../../kit/drawer.js';
import { Ago } from '../../kit/time.js';
import { DiffOfTexts } from '../../text/diff-view.js';
import { written } from '../../text/places.js';
import { type Current, countWords, pathOf, SORTS, type SortName, type Version } from './words.js';

/** The versions of rules, newest first, each compared with the one before; and the way back. */
export function History({
  sort,
  current,
  versions,
  canChange,
  done,
}: {
  readonly sort: SortName;
  readonly current: Current;
  readonly versions: readonly Version[];
  readonly canChange: boolean;
  done(): void;
}) {
  const [back, setBack] = useState<Version | null>(null);
  return (
    <Section isOfView title="History">
      <ol class="timeline">
        {versions.map((version, at) => {
          const before = versions[at + 1];
          const isInForce = version.version === current.version;
          return (
            <li key={version.version} class={version.updatedAt === null ? 'note' : undefined}>
              <p>
                <strong>Version {version.version}</strong>
                <span class="quiet">{countWords(version.rules)}</span>
                {isInForce && <span class="word good">in force</span>}
              </p>
              <p class="quiet">
                {version.updatedAt === null ? (
                  'as shipped'
                ) : (
                  <span>
                    <Ago at={version.updatedAt} /> ago by <bdi>{version.updatedBy}</bdi>
                  </span>
                )}
                {canChange && !isInForce && (
                  <button type="button" class="plain small" onClick={() => setBack(version)}>
                    Roll back to {version.version}
                  </button>
                )}
              </p>
              {before && (
                <details>
                  <summary class="quiet">What changed</summary>
                  <DiffOfTexts
                    before={written(before.rules)}
                    after={written(version.rules)}
                    label={`From version ${before.version} to ${version.version}`}
                  />
                </details>
              )}
            </li>
          );
        })}
      </ol>
      {back && (
        <ConfirmDialog<Current>
          title={`Roll back to version ${back.version}`}
          verb="Roll back"
          act={{
            method: 'POST',
            path: pathOf(sort, '/rollback'),
            body: { version: back.version },
            headers: { 'If-Match': `"${current.version}"` },
          }}
          done={({ version, rules }) => {
            done();
            return `Version ${version} is in force: ${countWords(rules)}.`;
          }}
          onClose={() => setBack(null)}
        >
          <p>
            {SORTS[sort].title} decides by these {countWords(back.rules)} from the next decision on,
            as version {current.version + 1}. It can be rolled back as well.
          </p>
          <DiffOfTexts
            before={written(current.rules)}
            after={written(back.rules)}
            label="What would change"
          />
        </ConfirmDialog>
      )}
    </Section>
  );
}
