import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { linkOf } from '../../kit/link.js';
import { exactly, timeOfDay } from '../../kit/moments.js';
import { counted } from '../../kit/numbers.js';
import { ChatStateBadge } from '../../kit/state-badge.js';
import { Failed, Loading, NoPermission, Stale } from '../../kit/states.js';
import { Ago, Moment } from '../../kit/time.js';
import { Timeline } from '../../kit/timeline.js';
import { may, type Session } from '../../session.js';
import { useAsk } from '../../wire.js';
import { ChatActs } from './acts.js';
import {
  CHAT_ACTOR_WORDS,
  CHAT_LINE_WORDS,
  type Chat,
  type ChatLine,
  isOver,
  type Message,
  nameOf,
  OUTCOME_WORDS,
} from './words.js';

const happened = (line: ChatLine) => ({
  key: line.sequence,
  at: line.at,
  title: CHAT_LINE_WORDS[line.type],
  by: line.by === 'agent' && line.agent ? line.agent : CHAT_ACTOR_WORDS[line.by],
  mark: line.from !== line.to && <ChatStateBadge state={line.to} />,
  why: [
    line.agent && line.by !== 'agent' && `agent ${line.agent}`,
    line.group && `group ${line.group}`,
    line.outcome && OUTCOME_WORDS[line.outcome],
    line.detail,
  ]
    .filter(Boolean)
    .join(' · '),
  isNote: line.from === line.to,
});

const SIDES = { visitor: 'Visitor', agent: 'Agent', strategy: 'Sent by itself' } as const;

/** What was said: asked for only when somebody wants to read it, because that is audited. */
function Conversation({ of, session }: { readonly of: Chat; readonly session: Session }) {
  const [isAsked, setAsked] = useState(false);
  const path = `/v1/admin/chats/${of.id}/messages`;
  const { data, error, again } = useAsk<{ items: readonly Message[] }>(
    isAsked ? path : null,
    of.messages,
  );
  return (
    <Section
      title="Conversation"
      aside={<span class="quiet">{counted(of.messages, 'message')}</span>}
    >
      {!may(session, 'chats:read') && <NoPermission scope="chats:read" />}
      {may(session, 'chats:read') && !isAsked && of.messages > 0 && (
        <p>
          <button type="button" onClick={() => setAsked(true)}>
            Read it
          </button>{' '}
          <span class="quiet">That you did is written to the audit.</span>
        </p>
      )}
      {error && <Failed error={error} again={again} />}
      <ol class="said">
        {data?.items.map(({ sequence, from, text, at }) => (
          <li key={sequence} class={from}>
            <span class="quiet">
              {SIDES[from]} ·{' '}
              <time dateTime={at} title={exactly(at)}>
                {timeOfDay(at)}
              </time>
            </span>
            <p dir="auto">{text}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Members({ of }: { readonly of: Chat }) {
  const filtered = (name: string, value: string) => (
    <a href={hrefOf('chats', of.id, { [name]: value })}>{value}</a>
  );
  const skills = Object.entries(of.skills).map(([skill, level]) => `${skill} ≥ ${level}`);
  return (
    <>
      <Section title="What it is">
        <Pairs
          of={[
            ['Id', <code key="id">{of.id}</code>],
            ['Queue', filtered('queue', of.queue)],
            ['Group', of.group],
            ['Skills', skills.join(', ') || null],
            ['Priority', String(of.priority)],
            ['Rule that routed', of.rule],
            ['Agent', of.agent && filtered('agent', of.agent)],
            ['Note', of.note],
            ['Visit', of.visitId && filtered('visitId', of.visitId)],
            [
              'Visitor',
              of.visitorId && `${of.visitorId}${of.visitorIdClaimed ? ' (claimed)' : ''}`,
            ],
            ['Contact', of.identity && `${of.identity.key}: ${of.identity.value}`],
            [
              'Interaction',
              of.interactionId && (
                <a href={hrefOf('interactions', of.interactionId)}>Open the invitation</a>
              ),
            ],
            ['Category', of.category],
            ['Page', of.pageUrl && linkOf(of.pageUrl)],
            ['Asked for', of.queuedAt && <Moment key="queued" at={of.queuedAt} />],
            ['Taken', of.acceptedAt && <Moment key="accepted" at={of.acceptedAt} />],
            ['Last message', of.lastMessageAt && <Moment key="last" at={of.lastMessageAt} />],
            ['Ended', of.endedAt && <Moment key="ended" at={of.endedAt} />],
            ['Version', String(of.version)],
          ]}
        />
      </Section>
      {Object.keys(of.userData).length > 0 && (
        <Section title="User data">
          <Pairs of={Object.entries(of.userData)} />
        </Section>
      )}
      {Object.keys(of.visitorData).length > 0 && (
        <Section title="Sent by the browser" aside={<span class="quiet">proves nothing</span>}>
          <Pairs of={Object.entries(of.visitorData)} />
        </Section>
      )}
    </>
  );
}

/** One chat, whole. */
export function ChatDetail({
  id,
  session,
  round,
  onClose,
  onChange,
}: {
  readonly id: string;
  readonly session: Session;
  /** Another one when something has happened to it. */
  readonly round: number;
  onClose(): void;
  onChange(next: Chat): void;
}) {
  const path = `/v1/admin/chats/${id}`;
  const asked = useAsk<Chat>(path, round);
  const history = useAsk<{ items: readonly ChatLine[] }>(`${path}/history`, round);
  const { data } = asked;
  const done = (next: Chat): void => {
    asked.again();
    history.again();
    onChange(next);
  };
  return (
    <Drawer
      id={id}
      label={`Chat ${id}`}
      title={<bdi>{(data && nameOf(data)) || 'Chat'}</bdi>}
      onClose={onClose}
    >
      <Stale since={asked.staleSince} />
      {!data && !asked.error && <Loading label="Chat" />}
      {asked.error && !data && <Failed error={asked.error} again={asked.again} />}
      {data && (
        <>
          <p class="because">
            <ChatStateBadge state={data.state} />
            <span>
              {data.outcome
                ? OUTCOME_WORDS[data.outcome]
                : data.agent && !isOver(data)
                  ? `with ${data.agent}`
                  : ''}
              {!data.visitorConnected && !isOver(data) && ' · the visitor is not on the page'}
            </span>
            {(data.state === 'Queued' || data.state === 'Offered') && (
              <span class="left">
                waits for <Ago at={data.waitingSince} />
              </span>
            )}
          </p>
          {may(session, 'admin:write') && <ChatActs of={data} done={done} />}
          <Conversation key={id} of={data} session={session} />
          {history.data && (
            <Section title="History">
              <Timeline of={history.data.items.map(happened)} />
            </Section>
          )}
          <Members of={data} />
        </>
      )}
    </Drawer>
  );
}
