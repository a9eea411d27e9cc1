import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Modal } from '../../app/modal.js';
import { ask, type Method, wordsFor } from '../wire.js';
import { CurlLine } from './copy.js';
import { curlLine } from './curl.js';
import { toast } from './toast.js';

/** A request that changes something. */
export interface Act {
  readonly method: Exclude<Method, 'GET'>;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The line for a shell that does what a request of this page does. */
export const curlOf = ({ method, path, body, headers }: Act): string =>
  curlLine(location.origin, method, path, body, headers);

/** The button of a row of answers that does it, or the one that does not. */
export const answerOf = (row: Element | null, isYes: boolean): HTMLButtonElement | null =>
  row?.querySelector(isYes ? '[type="submit"]' : '[type="button"]') ?? null;

/**
 * Asks once: what will be done, to how many, and how a shell would do it. Stays open with the words
 * of a refusal; says what was done where results are said.
 */
export function ConfirmDialog<T>({
  title,
  act,
  verb,
  isGrave = false,
  isReady = true,
  children,
  done,
  onClose,
}: {
  readonly title: string;
  readonly act: Act;
  /** What the button says. */
  readonly verb: string;
  /** It cannot be undone. */
  readonly isGrave?: boolean;
  /** Everything that it needs is there. */
  readonly isReady?: boolean;
  /** What it will do, in words. */
  readonly children: ComponentChildren;
  /** What was done, in words; called with the answer. */
  done(answer: T): string;
  onClose(): void;
}) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const answers = useRef<HTMLDivElement>(null);
  // Where there is nothing to fill in, Enter answers: with what can be taken back, or with not doing it.
  useEffect(() => {
    if (document.activeElement?.matches('summary')) answerOf(answers.current, !isGrave)?.focus();
  }, []);
  async function confirm(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      const answer = await ask<T>(act.method, act.path, act.body, act.headers);
      toast(done(answer));
      onClose();
    } catch (error) {
      setProblem(wordsFor(error));
      setBusy(false);
    }
  }
  return (
    <Modal title={title} onClose={onClose}>
      <form class="dialog" onSubmit={(event) => void confirm(event)}>
        {children}
        <CurlLine line={curlOf(act)} />
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="buttons" ref={answers}>
          <button
            type="submit"
            class={isGrave ? 'main grave' : 'main'}
            disabled={isBusy || !isReady}
          >
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

/** A secret that is shown once: it is gone when this closes. */
export function SecretDialog({
  title,
  secret,
  children,
  onClose,
}: {
  readonly title: string;
  readonly secret: string;
  readonly children?: ComponentChildren;
  onClose(): void;
}) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Modal title={title} onClose={onClose}>
      <div class="dialog">
        <p>Keep it now: it is shown this once, and nobody can show it again.</p>
        <p class="secret">
          <code>{secret}</code>
        </p>
        {children}
        <div class="buttons">
          <button
            type="button"
            class="main"
            onClick={() => void navigator.clipboard?.writeText(secret).then(() => setCopied(true))}
          >
            {isCopied ? 'Copied' : 'Copy'}
          </button>
          <button type="button" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Modal>
  );
}
