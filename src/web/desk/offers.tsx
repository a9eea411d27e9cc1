import { clockSpan, useNow } from '../app/time.js';
import type { Parts } from './app.js';
import type { Offer } from './wire.js';
import { nameOf, OURS, reasonOf, shortAddress } from './words.js';

/** What of the form an offer shows; all of it is in the details, once it is taken. */
const MOST_FIELDS = 4;

function Card({ offer, state, work }: Parts & { readonly offer: Offer }) {
  const now = useNow();
  const { chatId, until, chat } = offer;
  const leftMs = Math.max(Date.parse(until) - now, 0);
  const wholeMs = Date.parse(until) - Date.parse(chat.offeredAt ?? until);
  const given = Object.entries(chat.userData).filter(([key]) => !key.startsWith(OURS));
  const said = Object.entries(chat.visitorData);
  const fields = given.length > 0 ? given : said;
  const isBusy = state.busy.has(chatId) || state.staleSince !== null;
  const name = nameOf(chat);
  return (
    <li class="offer">
      <h3 dir="auto">{name}</h3>
      <p class="quiet why">
        <span dir="auto">{reasonOf(chat)}</span>
        {chat.pageUrl && (
          <span class="address" dir="ltr" title={chat.pageUrl}>
            {shortAddress(chat.pageUrl)}
          </span>
        )}
      </p>
      {chat.note && (
        <p class="note" dir="auto">
          {chat.note}
        </p>
      )}
      {given.length === 0 && said.length > 0 && (
        <p class="quiet">Said by the browser, not proven:</p>
      )}
      {fields.length > 0 && (
        <dl class="fields">
          {fields.slice(0, MOST_FIELDS).map(([key, value]) => (
            <div key={key}>
              <dt dir="auto">{key}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div class="ringing">
        <progress
          max={wholeMs}
          value={Math.min(leftMs, wholeMs)}
          aria-label={`Time left to take ${name}`}
        />
        <span class="left">{clockSpan(leftMs)}</span>
      </div>
      <div class="buttons">
        <button
          type="button"
          class="main"
          disabled={isBusy}
          aria-label={`Take ${name}`}
          aria-keyshortcuts="Alt+T"
          onClick={() => void work.take(chatId)}
        >
          Take
        </button>
        <button
          type="button"
          disabled={isBusy}
          aria-label={`Decline ${name}`}
          aria-keyshortcuts="Alt+X"
          onClick={() => void work.decline(chatId)}
        >
          Decline
        </button>
      </div>
    </li>
  );
}

/** The chats that ring. */
export function Offers({ state, work }: Parts) {
  const { offers } = state;
  if (offers.length === 0) return null;
  return (
    <section class="offers" aria-label="Ringing">
      <ul>
        {offers.map((offer) => (
          <Card key={offer.chatId} offer={offer} state={state} work={work} />
        ))}
      </ul>
    </section>
  );
}
