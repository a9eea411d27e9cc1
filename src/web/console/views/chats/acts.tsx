import { useState } from 'preact/hooks';
import { ConfirmDialog } from '../../kit/dialog.js';
import { SelectField, TextField } from '../../kit/field.js';
import { useAsk } from '../../wire.js';
import type { Chat } from './words.js';
import { isOver } from './words.js';

type Word = 'transfer' | 'stop' | 'clean';

const TITLES = {
  transfer: 'Hand this chat on',
  stop: 'End this chat',
  clean: 'Clean this chat',
} as const satisfies Record<Word, string>;
const VERBS = { transfer: 'Hand on', stop: 'End it', clean: 'Clean it' } as const;

interface Named {
  readonly items: readonly { readonly name: string; readonly state?: string }[];
}

/** What an operator can do to a chat; nothing once it is over. */
export function ChatActs({ of, done }: { readonly of: Chat; done(next: Chat): void }) {
  const [asked, setAsked] = useState<Word | null>(null);
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const path = asked === 'transfer' ? '/v1/admin/' : null;
  const agents = useAsk<Named>(path && `${path}agents`);
  const groups = useAsk<Named>(path && `${path}objects/agent-groups`);
  if (of.state === 'Ended') return null;
  const words: readonly Word[] = isOver(of) ? ['stop'] : ['transfer', 'stop', 'clean'];
  const choices = [
    ...(groups.data?.items ?? []).map(({ name }) => ({
      value: `group:${name}`,
      label: `Group ${name}`,
    })),
    ...(agents.data?.items ?? []).map(({ name, state }) => ({
      value: `agent:${name}`,
      label: `Agent ${name} (${state})`,
    })),
  ];
  const [kind = '', ...name] = to.split(':');
  const body =
    asked === 'transfer'
      ? { [kind]: name.join(':'), ...(note.trim() !== '' && { note: note.trim() }) }
      : {};
  return (
    <div class="buttons">
      {words.map((word) => (
        <button type="button" key={word} onClick={() => setAsked(word)}>
          {word === 'transfer' ? 'Transfer' : VERBS[word].replace(' it', '')}
        </button>
      ))}
      {asked && (
        <ConfirmDialog<Chat>
          title={TITLES[asked]}
          verb={VERBS[asked]}
          isGrave={asked !== 'transfer'}
          isReady={asked !== 'transfer' || to !== ''}
          act={{ method: 'POST', path: `/v1/admin/chats/${of.id}/${asked}`, body }}
          done={(next) => {
            done(next);
            return asked === 'transfer' ? 'It was handed on.' : 'It is ended.';
          }}
          onClose={() => setAsked(null)}
        >
          {asked === 'transfer' ? (
            <>
              <SelectField
                label="To whom"
                any="Choose a group or an agent"
                value={to}
                choices={choices}
                onValue={setTo}
              />
              <TextField
                label="A note for whoever takes it"
                value={note}
                maxLength={1024}
                onValue={setNote}
              />
              <p class="quiet">It waits before others, and rings there when there is room.</p>
            </>
          ) : (
            <p>
              {of.state === 'Active'
                ? 'The conversation is over for the visitor and for the agent.'
                : 'The visitor does not wait any more.'}{' '}
              This cannot be undone, and is written to the audit.
            </p>
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}
