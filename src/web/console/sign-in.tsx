import { SignInForm } from '../app/sign-in.js';
import { signIn } from './session.js';

/** Asks for an API key. */
export function SignIn({ words }: { readonly words: string }) {
  return (
    <SignInForm title="Console" label="API key" words={words} signIn={signIn}>
      The service wrote its first key into the file <code>admin.key</code> of its data directory. It
      stays with you for eight hours, and no script can read it.
    </SignInForm>
  );
}
