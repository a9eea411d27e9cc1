import { useState } from 'preact/hooks';
import { CurlLine } from '../../kit/copy.js';
import { type Act, curlOf } from '../../kit/dialog.js';
import { Section } from '../../kit/drawer.js';
import { Editor } from '../../text/editor.js';
import { readWritten } from '../../text/places.js';
import { ask, wordsFor } from '../../wire.js';
import { pathOf, type Tried } from './words.js';

const EXAMPLE = `{
  "interaction": { "userData": { "EmailAddress": "ann@shop.example" } },
  "answers": [
    { "status": 200, "body": { "tier": "gold" } }
  ]
}`;

const drafts = new Map<string, string>();

function Verdict({ of }: { readonly of: Tried }) {
  const words: Readonly<Record<string, string>> = {
    engage: 'It would be engaged',
    noengage: 'It would not be engaged',
    route: 'It would be routed',
    end: 'It would be ended',
  };
  return (
    <div class="verdict" role="status">
      <p>
        <strong>{of.decision === null ? 'Nothing would be decided' : words[of.decision]}</strong>
        {of.channel && (
          <>
            , through <code>{of.channel}</code>
          </>
        )}
        {of.reason && (
          <>
            : <bdi>{of.reason}</bdi>
          </>
        )}
        .
      </p>
      {of.route && (
        <p>
          To <code>{JSON.stringify(of.route)}</code>
        </p>
      )}
      {of.how !== 'final' && (
        <p class="caution" dir="auto">
          The session {of.how === 'killed' ? `was ended by the limit ${of.limit}` : of.how}
          {of.detail ? `: ${of.detail}` : ''}.
        </p>
      )}
    </div>
  );
}

/** Everything that was asked, and every step; a step that is chosen lights the chart up to it. */
function Trace({
  of,
  step,
  onStep,
}: {
  readonly of: Tried;
  readonly step: number;
  onStep(step: number): void;
}) {
  return (
    <>
      {of.actions.length > 0 && (
        <ul class="lines">
          {of.actions.map(({ type, asked, answer }, at) => (
            <li key={at}>
              <bdi>
                {type} {asked}
              </bdi>
              <span class="quiet">
                <bdi>{answer}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
      <ol class="chart-steps" aria-label="Trace">
        {of.trace.map((line) => (
          <li key={line.step}>
            <button
              type="button"
              class="plain small"
              aria-pressed={line.step === step}
              onClick={() => onStep(line.step)}
            >
              {line.step}
            </button>
            <span>
              <code>{line.event ?? '—'}</code> → <bdi>{line.entered.join(', ') || '—'}</bdi>
              {line.transitions.map(({ file, line: at }) => (
                <span key={`${file}${at}`} class="quiet">
                  {' '}
                  {file.split('/').at(-1)}:{at}
                </span>
              ))}
              {line.log.map((text) => (
                <span key={text} class="quiet chart-log" dir="auto">
                  {text}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Tries the version in force on scripted answers: nothing is called, and nothing stored. */
export function DryRun({
  name,
  tried,
  step,
  onTried,
  onStep,
}: {
  readonly name: string;
  readonly tried: Tried | null;
  readonly step: number;
  onTried(tried: Tried | null): void;
  onStep(step: number): void;
}) {
  const [text, setText] = useState(drafts.get(name) ?? EXAMPLE);
  const [problem, setProblem] = useState('');
  const read = readWritten(text);
  const act: Act = {
    method: 'POST',
    path: pathOf(name, '/dry-run'),
    body: read.ok && typeof read.value === 'object' && read.value !== null ? read.value : {},
  };
  async function run(event: Event): Promise<void> {
    event.preventDefault();
    setProblem('');
    try {
      const came = await ask<Tried>(act.method, act.path, act.body);
      onTried(came);
      onStep(came.trace.at(-1)?.step ?? 0);
    } catch (error) {
      onTried(null);
      setProblem(wordsFor(error));
    }
  }
  return (
    <Section isOfView title="Dry run" aside={<span class="quiet">changes nothing</span>}>
      <form class="rows wide" onSubmit={(event) => void run(event)}>
        <Editor
          label="On what it is tried, and what fetches are answered, as JSON"
          text={text}
          marks={read.ok ? [] : read.marks}
          isFixed={false}
          onText={(next) => {
            drafts.set(name, next);
            setText(next);
          }}
        />
        <div class="buttons">
          <button type="submit" disabled={!read.ok}>
            Try it
          </button>
        </div>
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {tried && <Verdict of={tried} />}
        {tried && <Trace of={tried} step={step} onStep={onStep} />}
        {read.ok && <CurlLine line={curlOf(act)} />}
      </form>
    </Section>
  );
}
