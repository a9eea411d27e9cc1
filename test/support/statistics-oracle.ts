import type { Composed } from './composed.js';

/** A line of a history as the API tells it. */
interface Line {
  readonly type: string;
  readonly at: string;
  readonly from: string | null;
  readonly to: string;
  readonly queue?: string;
  readonly agent?: string | null;
  readonly group?: string | null;
  readonly outcome?: string | null;
}

interface History {
  readonly isChat: boolean;
  readonly isReactive: boolean;
  readonly lines: readonly Line[];
}

/** Figures by object: `Agent/ann` → 3. */
export type Figures = Readonly<Record<string, number>>;

const CHAT_QUEUE = 'Webengagement_Chat';
const GROUP = 'Web Engagement Chat';
const secondsBetween = (from: Line, to: Line): number =>
  (Date.parse(to.at) - Date.parse(from.at)) / 1000;
const groupOf = ({ group }: Line): string => group ?? GROUP;

/** Every history that is kept, oldest first, as operators read it. */
export async function historiesOf({ call }: Composed): Promise<readonly History[]> {
  const read = async (url: string) => (await call('GET', url)).body.items;
  const histories: History[] = [];
  for (const { id } of await read('/v1/admin/interactions?pageSize=500')) {
    const lines = await read(`/v1/interactions/${id}/history`);
    histories.push({ isChat: false, isReactive: false, lines });
  }
  for (const { id, interactionId } of await read('/v1/admin/chats?pageSize=500')) {
    const lines = await read(`/v1/admin/chats/${id}/history`);
    histories.push({ isChat: true, isReactive: interactionId === null, lines });
  }
  return histories;
}

function sumUp(entries: readonly (readonly [object: string, value: number])[]): Figures {
  const figures: Record<string, number> = {};
  for (const [object, value] of entries) figures[object] = (figures[object] ?? 0) + value;
  return figures;
}

const served = (line: Line, agent: string | null | undefined): readonly string[] => [
  ...(agent ? [`Agent/${agent}`] : []),
  `GroupAgents/${groupOf(line)}`,
  'Tenant/1',
];

const PLACED = /^interaction\.(created|engaged|accepted|rejected|timed_out|failed|missed)$/;
const isEntry = ({ type }: Line): boolean => type === 'chat.queued' || type === 'chat.transferred';

/** From each accept the line that ends what the agent does, if it has come. */
function handlings({ lines }: History): readonly (readonly [accept: Line, end: Line])[] {
  return lines.flatMap((line, at) => {
    if (line.type !== 'chat.accepted') return [];
    const end = lines
      .slice(at)
      .find(
        ({ type, from, to }) =>
          type === 'chat.transferred' ||
          (type === 'chat.requeued' && from === 'Active') ||
          (type === 'chat.ended' && to === 'Ended') ||
          type === 'chat.wrapped_up',
      );
    return end ? [[line, end] as const] : [];
  });
}

/** From each beginning of a wait the line that ends it. */
function waits({ isChat, lines }: History): readonly (readonly [queue: string, seconds: number])[] {
  return lines.flatMap((line, at) => {
    const rest = lines.slice(at + 1);
    if (!isChat) {
      if (!PLACED.test(line.type)) return [];
      const end = rest.find(({ type }) => PLACED.test(type) || type === 'interaction.stopped');
      return end ? [[line.queue ?? '', secondsBetween(line, end)] as const] : [];
    }
    if (!isEntry(line) && !(line.type === 'chat.requeued' && line.from === 'Active')) return [];
    const end = rest.find(
      ({ type }) =>
        type === 'chat.accepted' || type === 'chat.transferred' || type === 'chat.ended',
    );
    return end ? [[CHAT_QUEUE, secondsBetween(line, end)] as const] : [];
  });
}

const abandoned = (chats: readonly History[]): readonly Line[] =>
  chats
    .filter(({ lines }) => !lines.some(({ type }) => type === 'chat.accepted'))
    .flatMap(({ lines }) =>
      lines.filter(({ type, outcome }) => type === 'chat.ended' && outcome === 'abandoned'),
    );

/** Of averages so much is compared. */
export const rounded = (figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([object, value]) => [object, Number(value.toFixed(6))]),
  );

/** The nine statistics, counted by hand from histories. */
export function figuresOf(histories: readonly History[]): Readonly<Record<string, Figures>> {
  const chats = histories.filter(({ isChat }) => isChat);
  const handled = chats.map(handlings);
  const entries = (of: readonly History[]) =>
    sumUp(
      of.flatMap(({ lines }) => lines.filter(isEntry).map(() => [`StagingArea/${CHAT_QUEUE}`, 1])),
    );
  const allWaits = histories.flatMap(waits);
  const waitsOf = (queue: string) => allWaits.filter(([of]) => of === queue);
  return {
    Chat_Interactions_Abandoned: sumUp(
      abandoned(chats).flatMap((line) =>
        served(line, line.from === 'Offered' ? line.agent : null).map((o) => [o, 1] as const),
      ),
    ),
    Virtual_Queue_Abandoned: sumUp(abandoned(chats).map((line) => [`Queue/${groupOf(line)}`, 1])),
    Chat_Interactions_Accepted: sumUp(
      chats
        .flatMap(({ lines }) => lines.filter(({ type }) => type === 'chat.accepted'))
        .flatMap((line) => served(line, line.agent).map((o) => [o, 1] as const)),
    ),
    Chat_Interactions_Processed: sumUp(
      handled.flatMap((all) =>
        [...new Set(all.flatMap(([accept]) => served(accept, accept.agent)))].map(
          (o) => [o, 1] as const,
        ),
      ),
    ),
    Chat_Interactions_Processing_Time: rounded(
      sumUp(
        handled
          .flat()
          .flatMap(([accept, end]) =>
            served(accept, accept.agent).map((o) => [o, secondsBetween(accept, end)] as const),
          ),
      ),
    ),
    Chat_Interactions_Reactive_Total_Entered: entries(chats.filter(({ isReactive }) => isReactive)),
    Chat_Total_Entered_Queue: entries(chats),
    Interactions_Average_Waiting_Time: rounded(
      Object.fromEntries(
        [...new Set(allWaits.map(([queue]) => queue))].map((queue) => [
          `StagingArea/${queue}`,
          waitsOf(queue).reduce((sum, [, seconds]) => sum + seconds, 0) / waitsOf(queue).length,
        ]),
      ),
    ),
    Webengagement_Total_Entered_Queue: sumUp(
      histories
        .filter(({ isChat }) => !isChat)
        .flatMap(({ lines }) =>
          lines
            .filter(({ type }) => PLACED.test(type))
            .map(({ queue }) => [`StagingArea/${queue}`, 1] as const),
        ),
    ),
  };
}
