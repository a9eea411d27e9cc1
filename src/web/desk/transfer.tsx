import { useEffect, useState } from 'preact/hooks';
import type { Parts } from './app.js';
import { Modal } from './modal.js';
import { type Chat, service, type Targets } from './wire.js';
import { nameOf } from './words.js';

const NOBODY: Targets = { groups: [], agents: [] };

/** Hands a chat on, to a group or a colleague; what is refused is said where it was asked. */
export function Transfer({ chat, work }: { readonly chat: Chat; readonly work: Parts['work'] }) {
  const [targets, setTargets] = useState(NOBODY);
  const [kind, setKind] = useState<'group' | 'agent'>('group');
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  // Suggestions only: without them names are typed.
  useEffect(() => void service.targets().then(setTargets, () => undefined), []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    const written = note.trim();
    const to = { [kind]: name.trim(), ...(written !== '' && { note: written }) };
    const words = await work.transfer(chat.id, to);
    setBusy(false);
    if (words !== null) return setProblem(words);
    work.ask(null);
    work.close(chat.id);
  }

  const freeOf = (free: number): string => (free === 1 ? '1 free place' : `${free} free places`);
  const options =
    kind === 'group'
      ? targets.groups.map((group) => ({ value: group, label: group }))
      : targets.agents.map(({ name: value, displayName, state, free }) => ({
          value,
          label: `${displayName ?? value}: ${state === 'Ready' ? freeOf(free) : 'not ready'}`,
        }));

  return (
    <Modal title={`Transfer ${nameOf(chat)}`} onClose={() => work.ask(null)}>
      <form class="rows" onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>To</legend>
          {(['group', 'agent'] as const).map((each) => (
            <label key={each} class="toggle">
              <input
                type="radio"
                name="kind"
                checked={kind === each}
                onChange={() => {
                  setKind(each);
                  setName('');
                }}
              />
              {each === 'group' ? 'A group' : 'A colleague'}
            </label>
          ))}
        </fieldset>
        <label for="target">
          {kind === 'group' ? 'Name of the group' : 'Name of the colleague'}
        </label>
        <input
          id="target"
          list="targets"
          required
          dir="auto"
          maxLength={255}
          autocomplete="off"
          value={name}
          aria-describedby="transfer-problem"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <datalist id="targets">
          {options.map(({ value, label }) => (
            <option key={value} value={value} label={label} />
          ))}
        </datalist>
        <label for="note">A note for whoever takes it (the visitor does not see it)</label>
        <textarea
          id="note"
          rows={3}
          dir="auto"
          maxLength={4096}
          value={note}
          onInput={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <p id="transfer-problem" class="problem" role="alert">
          {problem}
        </p>
        <div class="buttons">
          <button type="submit" class="main" disabled={isBusy}>
            Transfer
          </button>
          <button type="button" onClick={() => work.ask(null)}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
