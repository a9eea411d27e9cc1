import type { ComponentChildren } from 'preact';
import { hourOf } from '../app/time.js';
import type { Parts } from './app.js';
import type { Chat } from './wire.js';
import { linkOf, OURS, shortAddress } from './words.js';

function Value({ value }: { readonly value: string }) {
  const link = linkOf(value);
  return link ? (
    <a href={link} target="_blank" rel="noopener noreferrer" dir="ltr">
      {shortAddress(value)}
    </a>
  ) : (
    <span dir="auto">{value}</span>
  );
}

type Line = readonly [label: string, value: string | null, mark?: string | undefined];

const UNPROVEN = 'not proven';

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <dl>
      {lines.map(([label, value, mark]) =>
        value === null ? null : (
          <div key={label}>
            <dt dir="auto">{label}</dt>
            <dd>
              <Value value={value} />
              {mark && <span class="badge">{mark}</span>}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

const words = (key: string): string =>
  key.slice(OURS.length).replace(/([a-z])([A-Z])/g, (_all, a, b) => `${a} ${b.toLowerCase()}`);

/** What is known of the visitor and of how the chat came here; each with how far it can be trusted. */
export function Details({ chat, work }: { readonly chat: Chat; readonly work: Parts['work'] }) {
  const entries = Object.entries(chat.userData);
  // What stands in a line of its own already is not told twice.
  const own = entries.filter(
    ([key, value]) =>
      key.startsWith(OURS) && ![chat.category, chat.pageUrl, chat.interactionId].includes(value),
  );
  const given = entries.filter(([key]) => !key.startsWith(OURS));
  const said = Object.entries(chat.visitorData);
  const { identity, visitorId, visitorIdClaimed, skills } = chat;
  const skill = Object.entries(skills).map(([name, level]) => `${name} ${level}`);
  return (
    <aside class="details" aria-label="Details">
      <header class="head">
        <button type="button" class="back plain" onClick={() => work.show('chat')}>
          <span aria-hidden="true">←</span> Back
        </button>
        <h2>Details</h2>
      </header>
      <Section title="Who">
        <Lines
          lines={[
            [identity?.key ?? '', identity?.value ?? null],
            ['Visitor', visitorId, visitorIdClaimed ? UNPROVEN : undefined],
          ]}
        />
        {!identity && !visitorId && <p class="quiet">Nobody has said who this is.</p>}
      </Section>
      {given.length > 0 && (
        <Section title="Form and user data">
          <Lines lines={given} />
        </Section>
      )}
      {said.length > 0 && (
        <Section title="Said by the browser">
          <p class="quiet">
            <span class="badge">{UNPROVEN}</span> Anybody can send this. Ask before you rely on it.
          </p>
          <Lines lines={said} />
        </Section>
      )}
      <Section title="Page and case">
        <Lines
          lines={[
            ['Category', chat.category],
            ['Page', chat.pageUrl],
            ...own.map(([key, value]): Line => [words(key), value]),
          ]}
        />
        {chat.interactionId === null && <p class="quiet">The visitor began it by themself.</p>}
      </Section>
      <Section title="Chat">
        <Lines
          lines={[
            ['Group', chat.group],
            ['Skills asked for', skill.length > 0 ? skill.join(', ') : null],
            ['Queued', hourOf(chat.queuedAt)],
            ['Taken', chat.acceptedAt && hourOf(chat.acceptedAt)],
            ['Chat', chat.id],
            ['Interaction', chat.interactionId],
          ]}
        />
      </Section>
    </aside>
  );
}
