import { useEffect, useRef, useState } from 'preact/hooks';
import { signIn } from './session.js';

/** Asks for an API key. */
export function SignIn({ words }: { readonly words: string }) {
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
          <img src="/favicon.svg" alt="" width="28" height="28" /> Console
        </h1>
        <label for="key">API key</label>
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
          The service wrote its first key into the file <code>admin.key</code> of its data
          directory. It stays with you for eight hours, and no script can read it.
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
