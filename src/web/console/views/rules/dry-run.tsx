import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { CurlLine } from '../../kit/copy.js';
import { type Act, curlOf } from '../../kit/dialog.js';
import { Section } from '../../kit/drawer.js';
import { TextField } from '../../kit/field.js';
import { ask, type Page, useAsk, wordsFor } from '../../wire.js';
import { DecisionWords, RoutingWords } from './verdict.js';
import { type Decision, pathOf, type Routing, SORTS, type SortName } from './words.js';

const LISTS: Readonly<Record<SortName, string>> = {
  'engagement-logic': '/v1/admin/interactions?pageSize=20',
  'chat-routing': '/v1/admin/chats?pageSize=20',
};

interface Recent {
  readonly id: string;
  readonly state: string;
  readonly visitId: string | null;
}

/** Tries rules on something real: the same decision, and nothing changes. */
export function DryRun({
  sort,
  rules,
  place,
}: {
  readonly sort: SortName;
  /** Those that are written; null for those in force, undefined when they cannot be read. */
  readonly rules: unknown;
  /** Says what is wrong with the rules at their lines, where that is what a refusal is about. */
  place(error: unknown): boolean;
}) {
  const { subject } = SORTS[sort];
  const isChat = sort === 'chat-routing';
  const [id, setId] = useState('');
  const [verdict, setVerdict] = useState<Decision | Routing | null>(null);
  const [problem, setProblem] = useState('');
  const recent = useAsk<Page<Recent>>(LISTS[sort]);
  const act: Act = {
    method: 'POST',
    path: pathOf(sort, '/dry-run'),
    body: { [isChat ? 'chatId' : 'interactionId']: id.trim(), ...(rules !== null && { rules }) },
  };
  async function run(event: Event): Promise<void> {
    event.preventDefault();
    setVerdict(null);
    setProblem('');
    try {
      setVerdict(await ask<Decision | Routing>(act.method, act.path, act.body));
    } catch (error) {
      setProblem(
        place(error) ? 'The rules have mistakes: they are marked at their lines.' : wordsFor(error),
      );
    }
  }
  const suggestions = `${sort}-recent`;
  const which = rules === null ? 'the rules in force' : 'what you have written';
  return (
    <Section isOfView title="Dry run" aside={<span class="quiet">changes nothing</span>}>
      <form class="rows" onSubmit={(event) => void run(event)}>
        <TextField
          label={`Id of ${isChat ? 'a chat' : 'an interaction'}`}
          hint={`Decides by ${which}, on what this ${subject} is now.`}
          list={suggestions}
          value={id}
          onValue={setId}
        />
        <datalist id={suggestions}>
          {recent.data?.items.map((each) => (
            <option key={each.id} value={each.id}>
              {each.state} · {each.visitId}
            </option>
          ))}
        </datalist>
        <div class="buttons">
          <button type="submit" disabled={id.trim() === '' || rules === undefined}>
            Try it
          </button>
          {id === '' && recent.data?.items[0] && (
            <button
              type="button"
              class="plain small"
              onClick={() => setId(recent.data?.items[0]?.id ?? '')}
            >
              Take the newest {subject}
            </button>
          )}
          {verdict && (
            <a href={hrefOf(isChat ? 'chats' : 'interactions', id.trim())}>Open this {subject}</a>
          )}
        </div>
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {verdict &&
          ('decision' in verdict ? <DecisionWords of={verdict} /> : <RoutingWords of={verdict} />)}
        {id.trim() !== '' && rules !== undefined && <CurlLine line={curlOf(act)} />}
      </form>
    </Section>
  );
}
