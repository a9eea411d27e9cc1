import { useEffect, useState } from 'preact/hooks';
import { serverClock } from '../../../app/time.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { ConfirmDialog } from '../../kit/dialog.js';
import { TextField } from '../../kit/field.js';
import { counted } from '../../kit/numbers.js';
import { ask, wordsFor } from '../../wire.js';
import { EndpointForm } from './endpoint-form.js';
import { type Endpoint, PATH } from './words.js';

type Word = 'change' | 'switch' | 'test' | 'recover' | 'rotate' | 'delete';

interface ActsProps {
  readonly endpoint: Endpoint;
  /** Deliveries that were given up in the last day. */
  readonly failed: number;
  done(): void;
  onClose(): void;
  onSecret(secret: string): void;
}

const DAY_MS = 86_400_000;
/** After the last key. */
const PAUSE_MS = 250;

/** A moment as a field for one has it, in the time of the browser. */
const fieldOf = (at: number): string => {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
};

/** How many messages an endpoint missed since a moment, once that is known; null asks nothing. */
function useMissed({ id }: Endpoint, since: string | null): number | null {
  const [known, setKnown] = useState<{ readonly since: string; readonly number: number }>();
  useEffect(() => {
    if (since === null) return;
    let isWanted = true;
    const timer = setTimeout(
      () =>
        ask<{ readonly recovered: number }>('POST', `${PATH}/${id}/recover`, {
          since,
          dryRun: true,
        })
          .then(({ recovered }) => isWanted && setKnown({ since, number: recovered }))
          // Why not is said when somebody sends it.
          .catch(wordsFor),
      PAUSE_MS,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [id, since]);
  return known?.since === since ? (known?.number ?? null) : null;
}

function Recover({ endpoint, failed, done, onClose }: Omit<ActsProps, 'onSecret'>) {
  const [since, setSince] = useState(fieldOf(serverClock.now() - DAY_MS));
  const at = new Date(since);
  const isMoment = !Number.isNaN(at.getTime());
  const missed = useMissed(endpoint, isMoment ? at.toISOString() : null);
  return (
    <FormDialog<{ readonly recovered: number }>
      title="Recover what it missed"
      verb="Recover"
      canSend={isMoment}
      act={{
        method: 'POST',
        path: `${PATH}/${endpoint.id}/recover`,
        body: { since: isMoment ? at.toISOString() : since },
      }}
      done={({ recovered }) => {
        done();
        return recovered === 0
          ? 'It has missed nothing since then.'
          : `On their way again: ${counted(recovered, 'message')}.`;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p>
            Every message since then that was given up or never sent to <bdi>{endpoint.url}</bdi> is
            sent, oldest first. {failed > 0 && `In the last 24 hours ${failed} were given up.`}
          </p>
          <TextField
            label="Since (your time)"
            type="datetime-local"
            step={1}
            value={since}
            error={errorOf('#/since')}
            onValue={setSince}
          />
          {isMoment && (
            <p class="effect" data-tone={missed ? 'warn' : undefined} role="status">
              {missed === null && 'Counting what it missed …'}
              {missed === 0 && 'It has missed nothing since then.'}
              {missed !== null && missed > 0 && `${counted(missed, 'message')} would be sent.`}
            </p>
          )}
        </>
      )}
    </FormDialog>
  );
}

/** What an operator can do about an endpoint. */
export function EndpointActs({ endpoint, failed, done, onClose, onSecret }: ActsProps) {
  const [asked, setAsked] = useState<Word | null>(null);
  const close = (): void => setAsked(null);
  const path = `${PATH}/${endpoint.id}`;
  const headers = { 'If-Match': `"${endpoint.version}"` };
  const common = { onClose: close };
  return (
    <div class="buttons">
      {endpoint.enabled && (
        <>
          <button type="button" onClick={() => setAsked('test')}>
            Test
          </button>
          <button type="button" onClick={() => setAsked('recover')}>
            Recover
          </button>
        </>
      )}
      <button type="button" onClick={() => setAsked('switch')}>
        {endpoint.enabled ? 'Disable' : 'Enable'}
      </button>
      <button type="button" onClick={() => setAsked('change')}>
        Change
      </button>
      <button type="button" onClick={() => setAsked('rotate')}>
        Rotate the secret
      </button>
      <button type="button" onClick={() => setAsked('delete')}>
        Delete
      </button>
      {asked === 'change' && <EndpointForm endpoint={endpoint} done={done} {...common} />}
      {asked === 'recover' && (
        <Recover endpoint={endpoint} failed={failed} done={done} {...common} />
      )}
      {asked === 'test' && (
        <ConfirmDialog<{ readonly messageId: string }>
          title="Test this endpoint"
          verb="Send a test"
          act={{ method: 'POST', path: `${path}/test`, body: {} }}
          done={() => {
            done();
            return 'The test is on its way: what comes of it is among the deliveries.';
          }}
          {...common}
        >
          <p>
            One event, <code>webhook_endpoint.tested</code>, is sent to this endpoint alone,
            whatever it subscribes to, and is delivered like every message.
          </p>
        </ConfirmDialog>
      )}
      {asked === 'switch' && (
        <ConfirmDialog<Endpoint>
          title={endpoint.enabled ? 'Disable this endpoint' : 'Enable this endpoint'}
          verb={endpoint.enabled ? 'Disable it' : 'Enable it'}
          act={{ method: 'PATCH', path, body: { enabled: !endpoint.enabled }, headers }}
          done={() => {
            done();
            return endpoint.enabled ? 'It is sent nothing any more.' : 'It is told again.';
          }}
          {...common}
        >
          <p>
            {endpoint.enabled
              ? 'It is sent nothing from now on, what waits neither. What it misses can be recovered once it is enabled again.'
              : 'It is told what happens from now on. What it missed is not sent by itself: recover it afterwards.'}
          </p>
        </ConfirmDialog>
      )}
      {asked === 'rotate' && (
        <ConfirmDialog<Endpoint & { readonly secret: string }>
          title="Rotate the secret"
          verb="Make a new secret"
          act={{ method: 'POST', path: `${path}/rotate-secret`, body: {}, headers }}
          done={({ secret }) => {
            done();
            onSecret(secret);
            return 'There is a new secret; the old one signs too for 24 hours.';
          }}
          {...common}
        >
          <p>
            A new secret is shown once. For 24 hours each message is signed with both, so that the
            receiver can be changed without losing any.
          </p>
        </ConfirmDialog>
      )}
      {asked === 'delete' && (
        <ConfirmDialog<null>
          title="Delete this endpoint"
          verb="Delete it"
          isGrave
          act={{ method: 'DELETE', path, headers }}
          done={() => {
            done();
            onClose();
            return 'The endpoint and its deliveries are gone.';
          }}
          {...common}
        >
          <p>
            <bdi>{endpoint.url}</bdi> is told nothing any more, and its deliveries are removed with
            it. This cannot be undone; to stop for a while, disable it.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
