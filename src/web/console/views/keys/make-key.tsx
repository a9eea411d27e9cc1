import { useState } from 'preact/hooks';
import { SCOPES, type Scope } from '../../../../domain/scopes.js';
import { Checks } from '../../forms/checks.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { linesIn, TextArea } from '../../forms/text-area.js';
import { TextField } from '../../kit/field.js';
import { may, type Session } from '../../session.js';
import type { Kind } from './words.js';

/** What making one answers: its secret only this once. */
export interface Made {
  readonly id: string;
  readonly key?: string | null;
  readonly secret?: string;
}

/** Asks for what a new one of a kind needs. */
export function MakeKey({
  kind,
  session,
  done,
  onClose,
}: {
  readonly kind: Kind;
  readonly session: Session;
  done(made: Made): void;
  onClose(): void;
}) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [origins, setOrigins] = useState('');
  const isApi = kind.tab === '';
  const isForPages = kind.tab === 'publishable';
  const isNamed = kind.tab !== 'signing';
  const lines = linesIn(origins);
  const body = {
    ...(isNamed && { name: name.trim() }),
    ...(isApi && { scopes }),
    ...(isForPages && { origins: lines }),
  };
  const isComplete =
    (!isNamed || name.trim() !== '') &&
    (!isApi || scopes.length > 0) &&
    (!isForPages || lines.length > 0);
  return (
    <FormDialog<Made>
      title={kind.make ?? ''}
      verb={isNamed ? 'Create it' : 'Replace it'}
      act={{ method: 'POST', path: kind.path, body }}
      canSend={isComplete}
      done={(made) => {
        done(made);
        return isNamed && !isForPages ? undefined : `The new ${kind.one} is in use.`;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p>
            {isNamed
              ? kind.what
              : 'New tokens are signed with another secret from now on; those signed before stay good until they expire.'}
          </p>
          {isNamed && (
            <TextField
              label="Name"
              hint="Who or what holds it."
              value={name}
              error={errorOf('#/name')}
              maxLength={128}
              required
              onValue={setName}
            />
          )}
          {isApi && (
            <Checks
              legend="What it may do"
              choices={SCOPES.filter((scope) => may(session, scope)).map((scope) => ({
                value: scope,
                label: <code>{scope}</code>,
              }))}
              chosen={scopes}
              choose={setScopes}
              hint="No more than the key that you are signed in with."
              error={errorOf('#/scopes')}
            />
          )}
          {isForPages && (
            <TextArea
              label="Origins, one a line"
              hint="Without a path, such as https://shop.example."
              value={origins}
              error={errorOf('#/origins')}
              onValue={setOrigins}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
