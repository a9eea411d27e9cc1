import { hrefOf } from '../../address.js';
import { breakable } from '../../kit/breakable.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { linkOf } from '../../kit/link.js';
import { StateBadge } from '../../kit/state-badge.js';
import { Failed, Loading, NoPermission, Stale } from '../../kit/states.js';
import { Ago, Countdown, Moment } from '../../kit/time.js';
import { may, type Session } from '../../session.js';
import { useAsk } from '../../wire.js';
import { Acts } from './acts.js';
import { Deliveries } from './deliveries.js';
import { Life } from './life.js';
import { becauseOf, type Line, type Shown } from './words.js';

const CLOCKS = { Qualified: 'Must be shown within', Engaged: 'Must be shown within' } as const;

function clockOf({ state, displayedAt }: Shown): string {
  if (state !== 'Qualified' && state !== 'Engaged') return 'Form must be filled in within';
  return displayedAt === null ? CLOCKS[state] : 'Must be answered within';
}

function Data({ title, of }: { readonly title: string; readonly of: Record<string, string> }) {
  const pairs = Object.entries(of);
  if (pairs.length === 0) return null;
  return (
    <Section title={title}>
      <Pairs of={pairs} />
    </Section>
  );
}

function Why({ of }: { readonly of: Shown }) {
  const why = becauseOf(of);
  return (
    <p class="because">
      <StateBadge state={of.state} />
      <span>
        {why || (of.deadlineAt ? 'An invitation is out' : 'Nothing ended it')}
        {of.reasonDetail && (
          <>
            : <bdi>{of.reasonDetail}</bdi>
          </>
        )}
        {of.status === 'stopped' && ' · stopped'}
      </span>
      {of.deadlineAt && (
        <span class="left">
          {clockOf(of)} <Countdown until={of.deadlineAt} />
        </span>
      )}
    </p>
  );
}

function Members({ of }: { readonly of: Shown }) {
  const { registrationForm: form } = of;
  return (
    <>
      <Section title="What it is">
        <Pairs
          of={[
            ['Id', <code key="id">{of.id}</code>],
            [
              'Queue',
              <a href={hrefOf('interactions', of.id, { queue: of.queue })}>
                {breakable(of.queue)}
              </a>,
            ],
            [
              'Visit',
              of.visitId && (
                <a href={hrefOf('interactions', of.id, { visitId: of.visitId })}>{of.visitId}</a>
              ),
            ],
            [
              'Visitor',
              of.visitorId && (
                <>
                  <a href={hrefOf('interactions', of.id, { visitorId: of.visitorId })}>
                    {of.visitorId}
                  </a>
                  {of.visitorIdClaimed && <span class="quiet"> · only a browser says so</span>}
                </>
              ),
            ],
            ['Rule that decided', of.engagementRule],
            ['Channel', of.channel],
            ['Category', of.category],
            ['Page', of.pageUrl ? linkOf(of.pageUrl) : of.pageId],
            ['Created', of.createdAt && <Moment key="created" at={of.createdAt} />],
            ['Ended', of.disposedAt && <Moment key="ended" at={of.disposedAt} />],
            ['Contact', of.identity && `${of.identity.key}: ${of.identity.value}`],
            ['Chat', of.chatId && <a href={hrefOf('chats', of.chatId)}>Open the chat</a>],
            ['Version', String(of.version)],
          ]}
        />
      </Section>
      {form && (
        <Section title="Registration form" aside={<span class="quiet">{form.status}</span>}>
          {form.completedAt && (
            <p class="quiet">
              Sent <Ago at={form.completedAt} /> ago
            </p>
          )}
          <Pairs of={Object.entries(form.fields)} />
        </Section>
      )}
      {of.userData && <Data title="User data" of={of.userData} />}
      <Data title="Case data" of={of.caseData} />
    </>
  );
}

/** One interaction, whole: where it is, why, and all that is known of it. */
export function Detail({
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
  /** Something was done to it here. */
  onChange(next: Shown): void;
}) {
  const isSeen = may(session, 'interactions:read');
  const path = isSeen ? `/v1/interactions/${id}` : null;
  const asked = useAsk<Shown>(path, round);
  const history = useAsk<{ items: readonly Line[] }>(path && `${path}/history`, round);
  const { data } = asked;
  const done = (next: Shown): void => {
    asked.again();
    history.again();
    onChange(next);
  };
  return (
    <Drawer id={id} label={`Interaction ${id}`} title="Interaction" onClose={onClose}>
      <Stale since={asked.staleSince} />
      {!isSeen && <NoPermission scope="interactions:read" />}
      {isSeen && !data && !asked.error && <Loading label="Interaction" />}
      {asked.error && !data && <Failed error={asked.error} again={asked.again} />}
      {data && (
        <>
          <Why of={data} />
          {may(session, 'admin:write') && <Acts of={data} done={done} />}
          {history.data && <Life key={id} of={data} lines={history.data.items} />}
          <Members of={data} />
          <Deliveries id={id} />
        </>
      )}
    </Drawer>
  );
}
