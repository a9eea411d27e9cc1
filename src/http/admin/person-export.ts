import type { Person } from '../../decisions/context.js';
import { viewChat, viewMessage } from '../../domain/chats/view.js';
import type { PersonalChat, PersonalRecord } from '../../store/lists.js';
import type { Store } from '../../store/store.js';
import { presentFact, presentInteraction, type Viewpoint } from '../server/present.js';

/** A person's records are read in parts of this many. */
const RECORDS = 50;

/** The person was erased while they were exported. */
class ErasedMeanwhile extends Error {
  override readonly name = 'ErasedMeanwhile';
}

/**
 * The interactions kept of a person, part by part, each a read of its own made when it is asked for.
 * What retention removes meanwhile is not kept any more, and left out; an erasure ends it.
 */
async function* recordsOf(
  store: Store,
  person: Person,
): AsyncIterableIterator<readonly PersonalRecord[]> {
  let part = await store.read('records', person, { size: RECORDS });
  let last = part.items;
  yield part.items;
  while (part.next !== null) {
    const { older, oldest } = part;
    part = await store.read('records', person, { size: RECORDS, after: part.next });
    const isShort = part.items.length + part.older < older;
    const first = isShort && oldest !== null ? await store.read('interaction', oldest) : null;
    if (first !== null && first.erasedAt !== null) throw new ErasedMeanwhile();
    if (part.items.length > 0) last = part.items;
    yield part.items;
  }
  // Who is erased is erased from the oldest on, which has been read last.
  for (const { interaction } of last.toReversed()) {
    const now = await store.read('interaction', interaction.id);
    if (now === null) continue;
    if (now.erasedAt !== interaction.erasedAt) throw new ErasedMeanwhile();
    return;
  }
}

/** The same of chats. */
async function* chatsOf(
  store: Store,
  person: Person,
): AsyncIterableIterator<readonly PersonalChat[]> {
  let last: readonly PersonalChat[] = [];
  let after: string | null | undefined;
  while (after !== null) {
    const page = { size: RECORDS, ...(after !== undefined && { after }) };
    const part = await store.read('chatRecords', person, page);
    // Who is erased is erased from the oldest on: the newest of all is the last.
    for (const { chat } of [...part.items.slice(-1), ...last.slice(0, 1)]) {
      const now = await store.read('chat', chat.id);
      if (now !== null && now.erasedAt !== chat.erasedAt) throw new ErasedMeanwhile();
    }
    if (part.items.length > 0) last = part.items;
    yield part.items;
    after = part.next;
  }
}

const presentChat = (
  { chat, history, messages }: PersonalChat,
  { now }: Viewpoint,
  mayHear: boolean,
): string =>
  JSON.stringify({
    chat: viewChat(chat, now),
    history: history.map((fact) => ({ ...fact, at: new Date(fact.at).toISOString() })),
    messages: mayHear ? messages.map(viewMessage) : null,
  });

/** Notes of each chat in which something was said that it is read, before it is. */
async function* heard(
  parts: AsyncIterable<readonly PersonalChat[]>,
  hear: (chat: string) => Promise<unknown>,
): AsyncGenerator<readonly PersonalChat[]> {
  for await (const part of parts) {
    const told = part.filter(({ messages }) => messages.length > 0);
    await Promise.all(told.map(({ chat }) => hear(chat.id)));
    yield part;
  }
}

/** Parts as the items of a list, each part as one text. */
async function* listOf<T>(
  parts: AsyncIterable<readonly T[]>,
  present: (item: T) => string,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const part of parts) {
    if (part.length > 0) yield `${isFirst ? '' : ','}${part.map(present).join(',')}`;
    else yield '';
    isFirst &&= part.length === 0;
  }
}

/**
 * Everything kept of a person as the text of one document, part by part, so that it never is in
 * memory as a whole. Rejects when not even its first part can be read: a refusal can still be told
 * then. `check` throws when there may be no more of it, which cuts it off; `hear` notes that what was said
 * in a chat is read, which is left out without it.
 */
export async function exportOf(
  store: Store,
  person: Person,
  view: Viewpoint,
  check: () => void,
  hear: ((chat: string) => Promise<unknown>) | null,
): Promise<AsyncGenerator<string>> {
  const items = listOf(recordsOf(store, person), ({ interaction, history }) =>
    JSON.stringify({
      interaction: presentInteraction(interaction, view),
      invitation: interaction.invitation,
      history: history.map((fact) => presentFact(fact, interaction, view.caller)),
    }),
  );
  const records = chatsOf(store, person);
  const chats = listOf(hear === null ? records : heard(records, hear), (record) =>
    presentChat(record, view, hear !== null),
  );
  const first = await items.next();

  return (async function* () {
    const exportedAt = new Date(view.now).toISOString();
    yield `${JSON.stringify({ person, exportedAt }).slice(0, -1)},"items":[${first.value ?? ''}`;
    for (const [parts, before] of [
      [items, ''],
      [chats, '],"chats":['],
    ] as const) {
      yield before;
      for await (const text of parts) {
        check();
        yield text;
      }
    }
    check();
    yield ']}';
  })();
}
