import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { ConfirmDialog } from '../../kit/dialog.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { TextField } from '../../kit/field.js';
import { Empty } from '../../kit/states.js';
import { Ago, Moment } from '../../kit/time.js';
import { may, type Session } from '../../session.js';
import { AgentForm } from './agent-form.js';
import { type Agent, chatsWords, pathOf, STATE_TONES, STATE_WORDS, skillWords } from './words.js';

type Word = 'ready' | 'not-ready' | 'logout' | 'change' | 'rotate' | 'delete';

interface ActsProps {
  readonly agent: Agent;
  done(): void;
  onClose(): void;
  onKey(key: string): void;
}

function NotReady({ agent, done, onClose }: Omit<ActsProps, 'onKey'>) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog<Agent>
      title={`Give ${agent.name} no more chats`}
      verb="Not ready"
      act={{
        method: 'POST',
        path: pathOf(agent.name, '/not-ready'),
        body: reason === '' ? {} : { reason },
      }}
      done={() => {
        done();
        return `${agent.name} is not ready.`;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p>
            What rings at them is offered to others; the {chatsWords(agent.held)} they have stay.
          </p>
          <TextField
            label="Why, as they will see it"
            value={reason}
            error={errorOf('#/reason')}
            onValue={setReason}
          />
        </>
      )}
    </FormDialog>
  );
}

function Acts({ agent, done, onClose, onKey }: ActsProps) {
  const [asked, setAsked] = useState<Word | null>(null);
  const close = (): void => setAsked(null);
  const { name, state, held } = agent;
  const headers = { 'If-Match': `"${agent.version}"` };
  const button = (word: Word, label: string) => (
    <button type="button" onClick={() => setAsked(word)}>
      {label}
    </button>
  );
  return (
    <div class="buttons">
      {state === 'NotReady' && button('ready', 'Ready')}
      {state === 'Ready' && button('not-ready', 'Not ready')}
      {state !== 'LoggedOut' && button('logout', 'Log out')}
      {button('change', 'Change')}
      {button('rotate', 'Rotate the key')}
      {button('delete', 'Delete')}
      {asked === 'change' && <AgentForm agent={agent} done={done} onClose={close} />}
      {asked === 'not-ready' && <NotReady agent={agent} done={done} onClose={close} />}
      {asked === 'ready' && (
        <ConfirmDialog<Agent>
          title={`Let ${name} take chats`}
          verb="Ready"
          act={{ method: 'POST', path: pathOf(name, '/ready'), body: {} }}
          done={() => {
            done();
            return `${name} is ready.`;
          }}
          onClose={close}
        >
          <p>Chats are offered to them from now on, as far as there is room.</p>
        </ConfirmDialog>
      )}
      {asked === 'logout' && (
        <ConfirmDialog<Agent>
          title={`Log ${name} out`}
          verb="Log out"
          isGrave={held > 0}
          act={{ method: 'POST', path: pathOf(name, '/logout'), body: {} }}
          done={() => {
            done();
            return `${name} is logged out.`;
          }}
          onClose={close}
        >
          <p>
            {held === 0
              ? 'They hold no chat now.'
              : `The ${chatsWords(held)} they hold ${held === 1 ? 'goes' : 'go'} back to the queue, before others.`}
          </p>
        </ConfirmDialog>
      )}
      {asked === 'rotate' && (
        <ConfirmDialog<Agent & { readonly key: string }>
          title={`Give ${name} another key`}
          verb="Make a new key"
          isGrave
          act={{ method: 'POST', path: pathOf(name, '/rotate-key'), body: {} }}
          done={({ key }) => {
            done();
            onKey(key);
            return `${name} has another key.`;
          }}
          onClose={close}
        >
          <p>
            The key of before is void at once, and every desk that signed in with it is signed out.
            The new one is shown once.
          </p>
        </ConfirmDialog>
      )}
      {asked === 'delete' && (
        <ConfirmDialog<Agent>
          title={`Delete ${name}`}
          verb="Delete"
          isGrave
          act={{ method: 'DELETE', path: pathOf(name), headers }}
          done={() => {
            done();
            onClose();
            return `${name} is gone.`;
          }}
          onClose={close}
        >
          <p>
            The agent is taken away, and their key with them; refused as long as they have open
            chats. What they did stays in reports and histories.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** One agent, whole. */
export function AgentDetail({
  agent,
  session,
  onClose,
  done,
  onKey,
}: Omit<ActsProps, 'agent'> & {
  readonly agent: Agent | undefined;
  readonly session: Session;
}) {
  if (!agent)
    return (
      <Drawer label="Agent" title="Agent" onClose={onClose}>
        <Empty title="There is no such agent">
          <p>They were deleted, or the address is wrong.</p>
        </Empty>
      </Drawer>
    );
  return (
    <Drawer
      label={`Agent ${agent.name}`}
      title={<bdi>{agent.displayName ?? agent.name}</bdi>}
      onClose={onClose}
    >
      <div class="rows">
        <p class="line">
          <span class={`word ${STATE_TONES[agent.state]}`}>{STATE_WORDS[agent.state]}</span>
          {agent.since && (
            <span class="quiet">
              for <Ago at={agent.since} />
            </span>
          )}
          {agent.reason && <bdi>{agent.reason}</bdi>}
        </p>
        {may(session, 'admin:write') && (
          <Acts agent={agent} done={done} onClose={onClose} onKey={onKey} />
        )}
      </div>
      <Section
        title="Now"
        aside={<a href={hrefOf('chats', null, { agent: agent.name })}>Their chats</a>}
      >
        <Pairs
          of={[
            ['Chats', `${agent.held} of ${agent.capacity}`],
            ['Last heard of', <Ago key="seen" at={agent.lastSeenAt} />],
          ]}
        />
      </Section>
      <Section title="What they are">
        <Pairs
          of={[
            ['Name', agent.name],
            [
              'Chats at a time',
              agent.ownCapacity === null
                ? `${agent.capacity}, as agents.chatCapacity says`
                : String(agent.ownCapacity),
            ],
            ['Groups', agent.groups.join(', ') || null],
            ['Skills', skillWords(agent.skills) || null],
            ['Made', <Moment key="made" at={agent.createdAt} />],
            ['Version', String(agent.version)],
          ]}
        />
      </Section>
    </Drawer>
  );
}
