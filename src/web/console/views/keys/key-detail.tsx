import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { Copy } from '../../kit/copy.js';
import { ConfirmDialog } from '../../kit/dialog.js';
import { Drawer, Pairs } from '../../kit/drawer.js';
import { Empty } from '../../kit/states.js';
import { Moment } from '../../kit/time.js';
import { may, type Session } from '../../session.js';
import { type Credential, canEnd, type Kind, nameOf } from './words.js';

/** One of them, whole, and what can be done about it. */
export function KeyDetail({
  kind,
  credential,
  session,
  done,
  onClose,
}: {
  readonly kind: Kind;
  readonly credential: Credential | undefined;
  readonly session: Session;
  done(): void;
  onClose(): void;
}) {
  const [isAsked, setAsked] = useState(false);
  if (!credential)
    return (
      <Drawer label={kind.one} title={kind.one} onClose={onClose}>
        <Empty title={`There is no such ${kind.one}`}>
          <p>It has ended, or never was.</p>
        </Empty>
      </Drawer>
    );
  const { id, key, scopes, origins, keyId, keyName } = credential;
  const name = nameOf(credential);
  const isMine = id === session.id || id === session.keyId;
  const isRefused = kind.tab === '' && !credential.revokedAt && !canEnd(kind, credential);
  return (
    <Drawer label={`${kind.one} ${name}`} title={<bdi>{name}</bdi>} id={id} onClose={onClose}>
      <div class="rows">
        {isMine && <p>This is the {kind.one} that you are signed in with.</p>}
        {isRefused && (
          <p class="quiet">
            The admin key is never revoked: another one in <code>ADMIN_KEY</code> replaces it at the
            next start.
          </p>
        )}
        {may(session, 'admin:write') && canEnd(kind, credential) && (
          <div class="buttons">
            <button type="button" onClick={() => setAsked(true)}>
              {kind.verb}
            </button>
          </div>
        )}
        <Pairs
          of={[
            ['Begins with', credential.prefix && <code>{credential.prefix}</code>],
            [
              'Key',
              key && (
                <span class="with-copy">
                  <code>{key}</code> <Copy text={key} />
                </span>
              ),
            ],
            ['Of the key', keyId && <a href={hrefOf('keys', keyId)}>{keyName}</a>],
            ['May', scopes?.length === 0 ? 'the desk of an agent' : scopes?.join(', ')],
            ['Origins', origins?.join(', ')],
            ['Made', <Moment key="made" at={credential.createdAt} />],
            ['Revoked', credential.revokedAt && <Moment at={credential.revokedAt} />],
            [
              'Verifies until',
              credential.verifiesUntil && <Moment at={credential.verifiesUntil} />,
            ],
            ['Ends', credential.expiresAt && <Moment at={credential.expiresAt} />],
          ]}
        />
        <p>
          <a href={hrefOf('audit', null, { target: id })}>What was done to it</a>
        </p>
      </div>
      {isAsked && (
        <ConfirmDialog<unknown>
          title={`${kind.verb} this ${kind.one}`}
          verb={`${kind.verb} it`}
          isGrave
          act={{ method: 'DELETE', path: `${kind.path}/${id}` }}
          done={() => {
            done();
            return `The ${kind.one} ${name} has ended.`;
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            <bdi>{name}</bdi>: {kind.ends}
          </p>
          {isMine && <p>You are signed in with it: you are signed out.</p>}
        </ConfirmDialog>
      )}
    </Drawer>
  );
}
