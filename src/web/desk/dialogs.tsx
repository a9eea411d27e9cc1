import { useState } from 'preact/hooks';
import { Modal } from '../app/modal.js';
import type { Parts } from './app.js';
import { KEYS } from './keys.js';
import { isOn, type Switch, setOn } from './remembered.js';
import { beep } from './signals.js';
import type { Dialog } from './state.js';
import { Transfer } from './transfer.js';
import { nameOf, REASONS } from './words.js';

function NotReady({ state, work }: Parts) {
  const [own, setOwn] = useState('');
  const choose = (reason: string): void => {
    work.ask(null);
    void work.notReady(reason);
  };
  const ringing = state.offers.length;
  return (
    <Modal title="Not ready" onClose={() => work.ask(null)}>
      <p>
        Nobody rings here until you are ready again. Your conversations stay with you
        {ringing > 0 && '; what rings now is offered to others'}.
      </p>
      <div class="reasons">
        {REASONS.map((reason) => (
          <button type="button" key={reason} onClick={() => choose(reason)}>
            {reason}
          </button>
        ))}
      </div>
      <form
        class="rows"
        onSubmit={(event) => {
          event.preventDefault();
          choose(own.trim());
        }}
      >
        <label for="reason">Or in your own words</label>
        <input
          id="reason"
          dir="auto"
          maxLength={256}
          value={own}
          onInput={({ currentTarget }) => setOwn(currentTarget.value)}
        />
        <div class="buttons">
          <button type="submit" class="main">
            {own.trim() === '' ? 'Without a reason' : 'Not ready'}
          </button>
          <button type="button" onClick={() => work.ask(null)}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}

function Toggle({ name, children }: { readonly name: Switch; readonly children: string }) {
  const [on, setState] = useState(isOn(name));
  return (
    <label class="toggle">
      <input
        type="checkbox"
        checked={on}
        onChange={({ currentTarget: { checked } }) => {
          setState(checked);
          setOn(name, checked);
          if (name === 'sound') beep('offer');
        }}
      />
      {children}
    </label>
  );
}

function Keys({ work }: Pick<Parts, 'work'>) {
  return (
    <Modal title="Keys and switches" onClose={() => work.ask(null)}>
      <Toggle name="sound">A tone when a chat rings or somebody writes</Toggle>
      <Toggle name="title">The number of what waits, in the title of the page</Toggle>
      <table>
        <tbody>
          {KEYS.map(([keys, does]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" class="main" onClick={() => work.ask(null)}>
          Close
        </button>
      </div>
    </Modal>
  );
}

function Confirm({
  title,
  text,
  yes,
  work,
  run,
}: Pick<Parts, 'work'> & {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  run(): void;
}) {
  return (
    <Modal title={title} onClose={() => work.ask(null)}>
      <p>{text}</p>
      <div class="buttons">
        <button
          type="button"
          class="main"
          onClick={() => {
            work.ask(null);
            run();
          }}
        >
          {yes}
        </button>
        <button type="button" onClick={() => work.ask(null)}>
          Cancel
        </button>
      </div>
    </Modal>
  );
}

/** The dialog that is open. */
export function OpenDialog({ dialog, state, work }: Parts & { readonly dialog: Dialog }) {
  if (dialog.kind === 'notReady') return <NotReady state={state} work={work} />;
  if (dialog.kind === 'keys') return <Keys work={work} />;
  if (dialog.kind === 'signOut') {
    const { length } = state.conversations.filter(({ gone }) => gone === null);
    const text = `${length === 1 ? 'One conversation goes' : `${length} conversations go`} back to the queue, for others to take.`;
    return (
      <Confirm
        title="Sign out"
        text={text}
        yes="Sign out"
        work={work}
        run={() => void work.signOut()}
      />
    );
  }
  const shown = state.conversations.find(({ chat }) => chat.id === dialog.chatId);
  if (!shown || shown.gone !== null) return null;
  const { chat } = shown;
  if (dialog.kind === 'transfer') return <Transfer chat={chat} work={work} />;
  const afterwards = state.standing?.wrapUpSeconds
    ? 'You have time to finish afterwards.'
    : 'Your place is free at once.';
  return (
    <Confirm
      title={`End the conversation with ${nameOf(chat)}`}
      text={`The visitor is told that it is over. ${afterwards}`}
      yes="End it"
      work={work}
      run={() => void work.end(chat.id)}
    />
  );
}
