import { useEffect, useState } from 'preact/hooks';
import { Modal } from '../app/modal.js';
import type { Parts } from './app.js';
import { type Chat, service, type Targets } from './wire.js';
import { nameOf } from './words.js';

const freeOf = (free: number): string => (free === 1 ? '1 free place' : `${free} free places`);

/** To whom it can go, by name and in words. */
function optionsOf({ groups, agents }: Targets, kind: 'group' | 'agent') {
  if (kind === 'group') return groups.map((group) => ({ value: group, label: group }));
  return agents.map(({ name, displayName, state, free }) => ({
    value: name,
    label: `${displayName ?? name}: ${state === 'Ready' ? freeOf(free) : 'not ready'}`,
  }));
}

/** Hands a chat on, to a group or a colleague; what is refused is said where it was asked. */
export function Transfer({ chat, work }: { readonly chat: Chat; readonly work: Parts['work'] }) {
  // Without them names are typed.
  const [targets, setTargets] = useState<Targets | 'asked' | 'unknown'>('asked');
  const [kind, setKind] = useState<'group' | 'agent'>('group');
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => void service.targets().then(setTargets, () => setTargets('unknown')), []);

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

  const options = typeof targets === 'string' ? [] : optionsOf(targets, kind);
  const field = {
    id: 'target',
    required: true,
    dir: 'auto',
    value: name,
    'aria-describedby': 'transfer-problem',
  } as const;

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
        {targets === 'unknown' ? (
          <input
            {...field}
            maxLength={255}
            autocomplete="off"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        ) : (
          <select {...field} onChange={({ currentTarget }) => setName(currentTarget.value)}>
            <option value="">
              {targets === 'asked' || options.length > 0 ? 'Choose …' : 'Nobody else is here'}
            </option>
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
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
