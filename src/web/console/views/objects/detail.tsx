import { useState } from 'preact/hooks';
import type { Kind } from '../../../../domain/objects/kinds.js';
import { CurlLine } from '../../kit/copy.js';
import { type Act, ConfirmDialog, curlOf } from '../../kit/dialog.js';
import { Drawer, Section } from '../../kit/drawer.js';
import { Failed, Loading, Stale } from '../../kit/states.js';
import { toast } from '../../kit/toast.js';
import { may, type Session } from '../../session.js';
import { DiffOfTexts } from '../../text/diff-view.js';
import { Editor } from '../../text/editor.js';
import { type Mark, marksOf, readWritten, written } from '../../text/places.js';
import { ask, Refused, useAsk, wordsFor } from '../../wire.js';
import { KIND_TITLES, type Provisioned, pathOf } from './words.js';

type Changed = Provisioned & { readonly warnings?: readonly string[] };

/** Changes the properties of an object, all at once, as it was read. */
function Properties({
  object,
  canChange,
  done,
  again,
}: {
  readonly object: Provisioned;
  readonly canChange: boolean;
  done(): void;
  again(): void;
}) {
  const inForce = written(object.properties);
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly Mark[]>([]);
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const text = draft ?? inForce;
  const read = readWritten(text);
  const isOther = text !== inForce;
  function write(next: string | null): void {
    setDraft(next);
    setRefused([]);
    setProblem('');
    setWarnings([]);
  }
  const act: Act = {
    method: 'PUT',
    path: pathOf(object.kind, object.name),
    body: { properties: read.ok ? read.value : null },
    headers: { 'If-Match': `"${object.version}"` },
  };
  async function apply(): Promise<void> {
    setBusy(true);
    setProblem('');
    try {
      const answer = await ask<Changed>(act.method, act.path, act.body, act.headers);
      write(null);
      setWarnings(answer.warnings ?? []);
      toast(`${object.name} is at version ${answer.version}.`);
      done();
    } catch (error) {
      const misfits = error instanceof Refused ? error.misfits : [];
      setRefused(marksOf(text, misfits, 'properties'));
      if (error instanceof Refused && error.status === 412)
        setProblem(
          'Somebody else changed it meanwhile, and nothing was done. What you wrote is kept, and compared with what it is now.',
        );
      else if (misfits.length === 0) setProblem(wordsFor(error));
      again();
    }
    setBusy(false);
  }
  return (
    <div class="rows wide">
      <Editor
        label={`The properties of ${object.name}, as JSON`}
        text={text}
        marks={read.ok ? refused : read.marks}
        isFixed={!canChange}
        onText={write}
      />
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} class="caution" dir="auto">
          {warning}
        </p>
      ))}
      {isOther && (
        <>
          <div class="buttons">
            <button
              type="button"
              class="main"
              disabled={!read.ok || isBusy}
              onClick={() => void apply()}
            >
              {isBusy ? 'Working …' : `Apply as version ${object.version + 1}`}
            </button>
            <button type="button" onClick={() => write(null)}>
              Discard what I wrote
            </button>
          </div>
          <DiffOfTexts before={inForce} after={text} label="What would change" />
          {read.ok && <CurlLine line={curlOf(act)} />}
        </>
      )}
    </div>
  );
}

/** One object, whole. */
export function ObjectDetail({
  kind,
  name,
  session,
  onClose,
  onChange,
}: {
  readonly kind: Kind;
  readonly name: string;
  readonly session: Session;
  onClose(): void;
  onChange(): void;
}) {
  const asked = useAsk<Provisioned>(pathOf(kind, name));
  const [isAsked, setAsked] = useState(false);
  const { data: object } = asked;
  const canChange = may(session, 'admin:write');
  const { one } = KIND_TITLES[kind];
  return (
    <Drawer label={`${one} ${name}`} title={<bdi>{name}</bdi>} onClose={onClose}>
      <Stale since={asked.staleSince} />
      {!object && !asked.error && <Loading label={one} />}
      {asked.error && !object && <Failed error={asked.error} again={asked.again} />}
      {object && (
        <>
          <div class="rows">
            <p class="quiet">
              {one}, version {object.version},{' '}
              {object.provisioned ? 'made or taken over by provisioning' : 'made by hand'}
            </p>
            {canChange && (
              <div class="buttons">
                <button type="button" onClick={() => setAsked(true)}>
                  Delete
                </button>
              </div>
            )}
          </div>
          <Section title="Properties">
            <Properties
              object={object}
              canChange={canChange}
              done={() => {
                asked.again();
                onChange();
              }}
              again={asked.again}
            />
          </Section>
          {isAsked && (
            <ConfirmDialog<Provisioned>
              title={`Delete this ${one}`}
              verb="Delete it"
              isGrave
              act={{
                method: 'DELETE',
                path: pathOf(kind, name),
                headers: { 'If-Match': `"${object.version}"` },
              }}
              done={() => {
                onChange();
                onClose();
                return `${name} is gone.`;
              }}
              onClose={() => setAsked(false)}
            >
              <p>
                <bdi>{name}</bdi> is taken away for good, unless something uses it: then it stays,
                and what uses it is said. Provisioning makes anew what the service needs.
              </p>
            </ConfirmDialog>
          )}
        </>
      )}
    </Drawer>
  );
}
