import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Modal } from '../../app/modal.js';
import { CurlLine } from '../kit/copy.js';
import { type Act, curlOf } from '../kit/dialog.js';
import { toast } from '../kit/toast.js';
import { ask, type Misfit, Refused, wordsFor } from '../wire.js';

/** What is wrong with the member of the body at a pointer, or below it. */
export type ErrorOf = (pointer: string) => string | undefined;

/**
 * Asks for what goes into a request: what does not fit stands at its field, the rest below them. Says
 * what was done where results are said, unless there is something else to show.
 */
export function FormDialog<T>({
  title,
  act,
  verb,
  canSend = true,
  children,
  done,
  onClose,
}: {
  readonly title: string;
  /** As the fields are now. */
  readonly act: Act;
  readonly verb: string;
  readonly canSend?: boolean;
  children(errorOf: ErrorOf): ComponentChildren;
  /** What was done, in words; nothing where that is shown elsewhere. */
  done(answer: T): string | undefined;
  onClose(): void;
}) {
  const [isBusy, setBusy] = useState(false);
  const [misfits, setMisfits] = useState<readonly Misfit[]>([]);
  const [problem, setProblem] = useState('');
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    setMisfits([]);
    try {
      const words = done(await ask<T>(act.method, act.path, act.body, act.headers));
      if (words !== undefined) toast(words);
      onClose();
    } catch (error) {
      const found = error instanceof Refused ? error.misfits : [];
      setMisfits(found);
      if (found.length === 0) setProblem(wordsFor(error));
      setBusy(false);
    }
  }
  const placed = new Set<Misfit>();
  const errorOf: ErrorOf = (pointer) => {
    const here = misfits.filter(
      (each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`),
    );
    for (const each of here) placed.add(each);
    return here.map(({ detail }) => detail).join('; ') || undefined;
  };
  const content = children(errorOf);
  const strays = misfits.filter((each) => !placed.has(each));
  return (
    <Modal title={title} onClose={onClose}>
      <form class="dialog" onSubmit={(event) => void send(event)}>
        {content}
        {strays.map(({ pointer, detail }) => (
          <p key={pointer} class="problem" role="alert">
            {pointer.replace(/^#\//, '')}: {detail}
          </p>
        ))}
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <CurlLine line={curlOf(act)} />
        <div class="buttons">
          <button type="submit" class="main" disabled={isBusy || !canSend}>
            {isBusy ? 'Working …' : verb}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
