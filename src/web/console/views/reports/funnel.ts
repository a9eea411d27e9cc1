import {
  FUNNEL_STEPS,
  type FunnelGrouping,
  type FunnelLoss,
  type FunnelStep,
} from '../../../../domain/funnel/words.js';
import { REASONS } from '../../../../domain/interactions/vocabulary.js';

/** A line of the funnel's report. */
export interface FunnelItem {
  readonly from?: string;
  readonly group?: string | null;
  readonly step: FunnelStep;
  readonly number: number;
  readonly rateToBefore: number | null;
  readonly rateToFirst: number | null;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly lost: number;
  readonly losses: { readonly [Loss in FunnelLoss]?: number };
}

export interface Funnel {
  readonly items: readonly FunnelItem[];
  readonly by: FunnelGrouping | null;
  readonly step: string | null;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly timeZone: string;
}

/** How each step is called. */
export const STEP_TITLES: Readonly<Record<FunnelStep, string>> = {
  qualified: 'Qualified',
  engaged: 'Engaged',
  displayed: 'Displayed',
  accepted: 'Accepted',
  form_completed: 'Form completed',
  chat_queued: 'Chat queued',
  chat_accepted: 'Chat accepted',
  processed: 'Processed',
};

/** Why something was lost, as people say it. */
export const LOSS_TITLES: Readonly<Record<FunnelLoss, string>> = {
  engagement_in_progress: 'another attempt was live',
  chat_in_progress: 'a chat was going on',
  unknown_category: 'unknown category',
  not_engaged: 'the strategy decided against it',
  no_capacity: 'no capacity',
  engagement_expired: 'the time for showing it ran out',
  missed: 'expired before it was shown',
  rejected: 'the visitor said no',
  timeout: 'display time ran out',
  abandoned: 'the page was left',
  form_expired: 'the form was not completed in time',
  chat_endpoint_missing: 'chats are not set up',
  chat_closed: 'chat was closed',
  no_agents: 'no agents were there',
  queue_full: 'the queue was full',
  reactive_limited: 'chats of visitors were limited',
  unanswered: 'nobody took the chat',
  ended_by_strategy: 'a strategy ended it',
  cleaned: 'cleaned by an operator',
  erased: 'the person was erased',
  other: 'something else',
};

/** The filter of interactions that were lost so; none where the loss is not told by one. */
export function lossQuery(loss: FunnelLoss): Readonly<Record<string, string>> | null {
  if (loss === 'rejected') return { state: 'Rejected' };
  if (loss === 'timeout') return { state: 'Timeout' };
  if (loss === 'missed') return { state: 'Missed' };
  return REASONS.some((reason) => reason === loss) ? { reason: loss } : null;
}

export interface Loss {
  readonly loss: FunnelLoss;
  readonly number: number;
}

/** A step of the picture. */
export interface Stage extends FunnelItem {
  readonly title: string;
  /** How wide its bar is, from 0 to 1: its share of the widest. */
  readonly width: number;
  /** Why those were lost that did not come here, most first. */
  readonly reasons: readonly Loss[];
}

const reasonsOf = ({ losses }: FunnelItem): readonly Loss[] =>
  (Object.entries(losses) as [FunnelLoss, number][])
    .filter(([, number]) => number > 0)
    .map(([loss, number]) => ({ loss, number }))
    .sort((a, b) => b.number - a.number);

/** The picture of one funnel: its steps in order, as wide as they are many. */
export function stagesOf(items: readonly FunnelItem[]): readonly Stage[] {
  const known = FUNNEL_STEPS.map((step) => items.find((item) => item.step === step));
  const shown = known.filter((item) => item !== undefined);
  const most = Math.max(1, ...shown.map(({ number }) => number));
  return shown.map((item) => ({
    ...item,
    title: STEP_TITLES[item.step],
    width: item.number / most,
    reasons: reasonsOf(item),
  }));
}

/** The funnels of a report that tells groups apart, the one with the most first. */
export function groupsOf(
  items: readonly FunnelItem[],
): readonly { readonly group: string | null; readonly items: readonly FunnelItem[] }[] {
  const byGroup = new Map<string | null, FunnelItem[]>();
  for (const item of items) {
    const group = item.group ?? null;
    byGroup.set(group, [...(byGroup.get(group) ?? []), item]);
  }
  const firstOf = (of: readonly FunnelItem[]): number => of[0]?.number ?? 0;
  return [...byGroup]
    .map(([group, of]) => ({ group, items: of }))
    .sort((a, b) => firstOf(b.items) - firstOf(a.items));
}

/** A share as percent; nothing where there is none to have a share of. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  const value = share * 100;
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
}

/** A time as people say it, exact enough to compare. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
  const all = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
