import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Asks for a key: whose page it is, which key, and why the last one was not taken. */
export function SignInForm({
  title,
  label,
  words,
  signIn,
  children,
}: {
  readonly title: string;
  readonly label: string;
  /** What there is to say of the last try; empty before. */
  readonly words: string;
  signIn(key: string): Promise<void>;
  /** Where such a key is found. */
  readonly children: ComponentChildren;
}) {
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const key = field.current?.value.trim() ?? '';
    if (key === '' || isBusy) return;
    setBusy(true);
    await signIn(key);
    setBusy(false);
    field.current?.select();
  }

  return (
    <main class="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="/favicon.svg" alt="" width="28" height="28" /> {title}
        </h1>
        <label for="key">{label}</label>
        <input
          id="key"
          ref={field}
          type="password"
          autocomplete="current-password"
          required
          maxLength={256}
          aria-describedby="key-hint key-problem"
        />
        <p id="key-hint" class="quiet">
          {children}
        </p>
        <p id="key-problem" class="problem" role="alert">
          {words}
        </p>
        <button type="submit" class="main" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
