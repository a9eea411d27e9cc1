import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../../kit/dialog.js';
import { Section } from '../../kit/drawer.js';
import { counted } from '../../kit/numbers.js';
import { Ago } from '../../kit/time.js';
import { type Page, useAsk } from '../../wire.js';
import { pathOf, type Summary } from './words.js';

/** The versions of a strategy, newest first, and the way back to one of them. */
export function History({
  current,
  canChange,
  done,
}: {
  readonly current: Summary;
  readonly canChange: boolean;
  done(): void;
}) {
  const [back, setBack] = useState<Summary | null>(null);
  const { name, version } = current;
  const { data } = useAsk<Page<Summary>>(pathOf(name, '/history?pageSize=50'), version);
  return (
    <Section isOfView title="History">
      <ol class="timeline">
        {data?.items.map((each) => (
          <li key={each.version}>
            <p>
              <strong>Version {each.version}</strong>
              <span class="quiet">
                {counted(each.documents, 'document')}, <code>{each.sha256.slice(0, 12)}</code>
              </span>
              {each.version === version && <span class="word good">newest</span>}
            </p>
            <p class="quiet">
              <span>
                <Ago at={each.updatedAt} /> ago by <bdi>{each.updatedBy}</bdi>
              </span>
              {canChange && each.version !== version && (
                <button type="button" class="plain small" onClick={() => setBack(each)}>
                  Roll back to {each.version}
                </button>
              )}
            </p>
          </li>
        ))}
      </ol>
      {back && (
        <ConfirmDialog<Summary>
          title={`Roll back to version ${back.version}`}
          verb="Roll back"
          act={{
            method: 'POST',
            path: pathOf(name, '/rollback'),
            body: { version: back.version },
            headers: { 'If-Match': `"${version}"` },
          }}
          done={(now) => {
            done();
            return `Version ${now.version} has the text of version ${back.version}.`;
          }}
          onClose={() => setBack(null)}
        >
          <p>
            New sessions begin with the text of version {back.version}, as version {version + 1},
            and those that run keep theirs. It can be rolled back as well.
          </p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
