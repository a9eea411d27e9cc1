import { useEffect, useRef, useState } from 'preact/hooks';
import type { Parts } from './app.js';

/** Asks for the agent's key. */
export function SignIn({ state: { signInWords }, work }: Parts) {
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const key = field.current?.value.trim() ?? '';
    if (key === '' || isBusy) return;
    setBusy(true);
    await work.signIn(key);
    setBusy(false);
    field.current?.select();
  }

  return (
    <main class="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="/favicon.svg" alt="" width="32" height="32" /> Desk
        </h1>
        <label for="key">Your key</label>
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
          It begins with <code>wak_</code>. Whoever set you up has given it to you.
        </p>
        <p id="key-problem" class="problem" role="alert">
          {signInWords}
        </p>
        <button type="submit" class="main" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
