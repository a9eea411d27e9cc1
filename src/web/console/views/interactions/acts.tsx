import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../../kit/dialog.js';
import type { Shown } from './words.js';

type Word = 'stop' | 'clean';

const ENDED = (state: Shown['state']): boolean => state !== 'Qualified' && state !== 'Engaged';

/** What an operator can do to an interaction; nothing where nothing is left to do. */
export function Acts({ of, done }: { readonly of: Shown; done(next: Shown): void }) {
  const [asked, setAsked] = useState<Word | null>(null);
  if (of.status === 'stopped') return null;
  const isEnded = ENDED(of.state);
  return (
    <div class="buttons">
      {isEnded && (
        <button type="button" onClick={() => setAsked('stop')}>
          Stop
        </button>
      )}
      <button type="button" onClick={() => setAsked('clean')}>
        Clean
      </button>
      {asked && (
        <ConfirmDialog<Shown>
          title={asked === 'stop' ? 'Stop this interaction' : 'Clean this interaction'}
          verb={asked === 'stop' ? 'Stop it' : 'Clean it'}
          isGrave
          act={{
            method: 'POST',
            path: `/v1/admin/interactions/${of.id}/${asked}`,
            body: {},
            headers: { 'If-Match': `"${of.version}"` },
          }}
          done={(next) => {
            done(next);
            return asked === 'stop' ? 'It is stopped.' : `It is cleaned: ${next.state}.`;
          }}
          onClose={() => setAsked(null)}
        >
          <p>
            {isEnded
              ? 'Its processing ends: it leaves the active ones of its queue. Its state stays as it is.'
              : `It moves from ${of.state} to Failed, reason cleaned. ${of.state === 'Engaged' ? 'The invitation is taken from the screen. ' : ''}Whoever subscribed is told.`}{' '}
            This cannot be undone, and is written to the audit.
          </p>
          <p class="quiet">
            Only if nothing has happened to it since you looked (version {of.version}).
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
