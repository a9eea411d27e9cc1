import type { Chat, ChatFact } from '../chats/chat.js';
import type { Fact, Interaction, Moment } from '../interactions/interaction.js';
import type { FactType } from '../interactions/vocabulary.js';
import { FUNNEL_LOSSES, type FunnelLoss, type FunnelStep, type Passage } from './words.js';

/** Facts with which an interaction comes to a step. */
const REACHED: { readonly [Type in Fact['type']]?: FunnelStep } = {
  'interaction.created': 'qualified',
  'interaction.engaged': 'engaged',
  'interaction.displayed': 'displayed',
  'interaction.accepted': 'accepted',
  'registration_form.completed': 'form_completed',
};

/** Facts with which it comes no further, and why: null where the fact has a reason of its own. */
const LOST: { readonly [Type in Fact['type']]?: FunnelLoss | null } = {
  'interaction.rejected': 'rejected',
  'interaction.timed_out': 'timeout',
  'interaction.missed': 'missed',
  'interaction.failed': null,
  'registration_form.expired': 'form_expired',
  'chat.not_started': null,
} satisfies { readonly [Type in FactType]?: FunnelLoss | null };

const known: ReadonlySet<string> = new Set(FUNNEL_LOSSES);
const lossOf = (word: string | null | undefined): FunnelLoss =>
  word && known.has(word) ? (word as FunnelLoss) : 'other';

/** How far an interaction has come, and when. */
interface Way {
  engagedAt: Moment | null;
  displayedAt: Moment | null;
  disposedAt: Moment | null;
}

/** The step that it did not come to. */
function missedStep(type: Fact['type'], { engagedAt, displayedAt }: Way): FunnelStep {
  if (type === 'registration_form.expired') return 'form_completed';
  if (type === 'chat.not_started') return 'chat_queued';
  if (engagedAt === null) return 'engaged';
  return displayedAt === null ? 'displayed' : 'accepted';
}

/**
 * What facts of an interaction, whose row stood like that before, are in the funnel. Pure. A form that
 * is completed late was lost when it expired, and is come to all the same.
 */
export function passagesOf(
  before: Interaction | undefined,
  { createdAt }: Pick<Interaction, 'createdAt'>,
  facts: readonly Fact[],
): readonly Passage[] {
  const way: Way = {
    engagedAt: before?.engagedAt ?? null,
    displayedAt: before?.displayedAt ?? null,
    disposedAt: before?.disposedAt ?? null,
  };
  const passages: Passage[] = [];
  for (const { type, at, reason, detail } of facts) {
    const step = REACHED[type];
    const since = {
      qualified: null,
      engaged: createdAt,
      displayed: way.engagedAt,
      accepted: way.displayedAt,
      form_completed: way.disposedAt,
    };
    if (step !== undefined && step in since) {
      const from = since[step as keyof typeof since];
      passages.push({ step, at, ms: from === null ? null : Math.max(0, at - from) });
    } else if (LOST[type] !== undefined) {
      // Somebody who is forgotten did not let a form expire.
      const word = reason === 'erased' ? reason : (LOST[type] ?? reason ?? detail);
      passages.push({ step: missedStep(type, way), at, lost: lossOf(word) });
    }
    if (step === 'engaged') way.engagedAt = at;
    if (step === 'displayed') way.displayedAt = at;
    if (step === 'accepted') way.disposedAt = at;
  }
  return passages;
}

/**
 * What facts of a chat that an invitation led to are in the funnel; `wantedAt` is when its form was
 * completed. Pure.
 */
export function passagesOfChat(
  before: Chat | undefined,
  { queuedAt }: Pick<Chat, 'queuedAt'>,
  facts: readonly ChatFact[],
  wantedAt: Moment | null,
): readonly Passage[] {
  let acceptedAt = before?.acceptedAt ?? null;
  const passages: Passage[] = [];
  for (const { type, at, outcome } of facts) {
    if (type === 'chat.queued')
      passages.push({ step: 'chat_queued', at, ms: wantedAt && Math.max(0, at - wantedAt) });
    else if (type === 'chat.accepted' && acceptedAt === null) {
      acceptedAt = at;
      passages.push({ step: 'chat_accepted', at, ms: at - queuedAt });
    } else if (type === 'chat.ended' && outcome === 'processed')
      passages.push({ step: 'processed', at, ms: at - (acceptedAt ?? at) });
    else if (type === 'chat.ended') {
      const step = acceptedAt === null ? 'chat_accepted' : 'processed';
      passages.push({ step, at, lost: lossOf(outcome) });
    }
  }
  return passages;
}
