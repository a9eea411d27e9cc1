import type { Composed } from './composed.js';

/** A line of a history as the API tells it. */
interface Line {
  readonly type: string;
  readonly at: string;
  readonly from: string | null;
  readonly reason?: string | null;
  readonly outcome?: string | null;
  readonly detail?: string | null;
}

/** Everything that is known of one attempt, or of one that was refused. */
interface Story {
  readonly category: string | null;
  readonly channel: string | null;
  readonly rule: string | null;
  readonly refused: string | null;
  readonly lines: readonly Line[];
  readonly chat: readonly Line[];
}

/** One figure of the funnel, with the times it is made of. */
export interface Naive {
  number: number;
  losses: Record<string, number>;
  seconds: number[];
}

const STEPS = [
  'qualified',
  'engaged',
  'displayed',
  'accepted',
  'form_completed',
  'chat_queued',
  'chat_accepted',
  'processed',
];

/** Every attempt that is kept, as operators read it. */
export async function storiesOf({ call }: Composed): Promise<readonly Story[]> {
  const read = async (url: string) => (await call('GET', url)).body.items;
  const all: Story[] = [];
  const chats = await read('/v1/admin/chats?pageSize=500');
  const refusals = await read('/v1/admin/refusals?pageSize=500');
  for (const one of await read('/v1/admin/interactions?pageSize=500')) {
    const lines: Line[] = await read(`/v1/interactions/${one.id}/history`);
    const chat = chats.find((each: { interactionId: string }) => each.interactionId === one.id);
    const noRoom = refusals.some(
      (each: { interactionId: string; reason: string }) =>
        each.interactionId === one.id && each.reason === 'no_capacity',
    );
    all.push({
      category: one.category,
      channel: one.channel,
      rule: one.engagementRule ?? lines.find(({ type }) => type === 'interaction.failed')?.detail,
      refused: null,
      lines: lines.map((line) =>
        noRoom && line.reason ? { ...line, reason: 'no_capacity' } : line,
      ),
      chat: chat ? await read(`/v1/admin/chats/${chat.id}/history`) : [],
    });
  }
  for (const { reason } of refusals)
    if (!['no_capacity', 'not_engaged'].includes(reason))
      all.push({ category: null, channel: null, rule: null, refused: reason, lines: [], chat: [] });
  return all;
}

const find = (lines: readonly Line[], type: string): Line | undefined =>
  lines.find((line) => line.type === type);

/** When an attempt came to each step, by the step. */
function reached({ lines, chat }: Story): Record<string, Line | undefined> {
  return {
    qualified: find(lines, 'interaction.created'),
    engaged: find(lines, 'interaction.engaged'),
    displayed: find(lines, 'interaction.displayed'),
    accepted: find(lines, 'interaction.accepted'),
    form_completed: find(lines, 'registration_form.completed'),
    chat_queued: find(chat, 'chat.queued'),
    chat_accepted: find(chat, 'chat.accepted'),
    processed: chat.find(({ type, outcome }) => type === 'chat.ended' && outcome === 'processed'),
  };
}

/** The step that an attempt did not come to, and why; none, one, or two when its form came late. */
function lost({ refused, lines, chat }: Story): readonly (readonly [step: string, why: string])[] {
  if (refused) return [['qualified', refused]];
  const losses: (readonly [string, string])[] = [];
  const engaged = find(lines, 'interaction.engaged');
  const displayed = find(lines, 'interaction.displayed');
  const open = engaged ? (displayed ? 'accepted' : 'displayed') : 'engaged';
  if (find(lines, 'interaction.rejected')) losses.push([open, 'rejected']);
  if (find(lines, 'interaction.timed_out')) losses.push([open, 'timeout']);
  if (find(lines, 'interaction.missed')) losses.push([open, 'missed']);
  const failed = find(lines, 'interaction.failed');
  if (failed) losses.push([open, failed.reason ?? '']);
  const expired = find(lines, 'registration_form.expired');
  if (expired) losses.push(['form_completed', expired.reason ?? 'form_expired']);
  const none = find(lines, 'chat.not_started');
  if (none) losses.push(['chat_queued', none.detail ?? '']);
  const end = find(chat, 'chat.ended');
  if (end && end.outcome !== 'processed')
    losses.push([find(chat, 'chat.accepted') ? 'processed' : 'chat_accepted', end.outcome ?? '']);
  return losses;
}

const nothing = (): Record<string, Naive> =>
  Object.fromEntries(STEPS.map((step) => [step, { number: 0, losses: {}, seconds: [] }]));

/** The funnel of each group, read off histories one by one. */
export function naiveFunnel(
  stories: readonly Story[],
  by: 'category' | 'channel' | 'rule' | null,
): ReadonlyMap<string | null, Readonly<Record<string, Naive>>> {
  const groups = new Map<string | null, Record<string, Naive>>();
  for (const story of stories) {
    const name = by && (story[by] ?? null);
    const group = groups.get(name) ?? nothing();
    groups.set(name, group);
    const when = reached(story);
    const losses = lost(story);
    STEPS.forEach((step, at) => {
      const [line, before] = [when[step], when[STEPS[at - 1] ?? '']];
      const figure = group[step];
      if (!figure) return;
      const isUndecided = !when.engaged && !losses.some(([of]) => of === 'engaged');
      if (line && !(step === 'qualified' && (by === 'channel' || by === 'rule') && isUndecided))
        figure.number += 1;
      if (line && before) figure.seconds.push((Date.parse(line.at) - Date.parse(before.at)) / 1000);
      for (const [of, why] of losses)
        if (of === step) figure.losses[why] = (figure.losses[why] ?? 0) + 1;
    });
  }
  return groups;
}
