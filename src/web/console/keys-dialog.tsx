import { Modal } from '../app/modal.js';
import { overlay } from './overlay.js';
import { VIEWS } from './views.js';

/** What the keys do, for the page that says so. */
const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K', 'Go to anything: a view, a queue, an option, any id'],
  ['?', 'This page'],
  ['/', 'To the filters; Esc leads back'],
  ['j  k', 'The next row, the one before'],
  ['Enter', 'Open it'],
  ['Esc', 'Close what is open'],
  ['.', 'Show the newest rows'],
  ['Space', 'In a replay: play, pause'],
  ['←  →', 'In a replay: a step back, a step on'],
];

/** Says what the keys do. */
export function KeysDialog() {
  const jumps = VIEWS.map(({ key, title }) => [`g  ${key}`, title] as const);
  return (
    <Modal title="Keys" onClose={() => overlay.set(null)}>
      <dl class="keys">
        {[...KEYS, ...jumps].map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="buttons">
        <button type="button" onClick={() => overlay.set(null)}>
          Close
        </button>
      </div>
    </Modal>
  );
}
