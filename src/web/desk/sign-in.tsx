import { SignInForm } from '../app/sign-in.js';
import type { Parts } from './app.js';

/** Asks for the agent's key. */
export function SignIn({ state: { signInWords }, work }: Parts) {
  return (
    <SignInForm title="Desk" label="Your key" words={signInWords} signIn={work.signIn}>
      It begins with <code>wak_</code>. Whoever set you up has given it to you.
    </SignInForm>
  );
}
