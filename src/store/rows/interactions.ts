import type { InteractionChange } from '../../decisions/change.js';
import type {
  Fact,
  Identity,
  Interaction,
  Invitation,
  Moment,
  UserData,
} from '../../domain/interactions/interaction.js';
import type {
  Actor,
  Channel,
  ClockName,
  DispositionCode,
  FactType,
  FormStatus,
  NoteType,
  Reason,
  State,
} from '../../domain/interactions/vocabulary.js';
import { placedAt } from '../../domain/leases/look.js';

/** A row of `interactions`, joined with its identity. */
export interface InteractionRow {
  readonly n: number;
  readonly id: string;
  readonly state: State;
  readonly queue: string;
  readonly visit_id: string | null;
  readonly visitor_id: string | null;
  readonly visitor_claimed: 0 | 1;
  readonly page_id: string | null;
  readonly page_url: string | null;
  readonly category: string | null;
  readonly channel: Channel | null;
  readonly invitation: string | null;
  readonly disposition_code: DispositionCode | null;
  readonly reason: Reason | null;
  readonly reason_detail: string | null;
  readonly engagement_rule: string | null;
  readonly created_at: Moment;
  readonly engaged_at: Moment | null;
  readonly displayed_at: Moment | null;
  readonly disposed_at: Moment | null;
  readonly stopped_at: Moment | null;
  readonly erased_at: Moment | null;
  readonly placed_at: Moment;
  readonly form_status: FormStatus | null;
  readonly form_fields: string | null;
  readonly form_completed_at: Moment | null;
  readonly identity_id: string | null;
  readonly identity_key: string | null;
  readonly identity_value: string | null;
  readonly chat_id: string | null;
  readonly case_data: string;
  readonly user_data: string;
  readonly version: number;
  readonly sequence: number;
  readonly held_by: string | null;
  readonly held_until: Moment | null;
}

/** What a change writes, by column. */
export type WrittenRow = {
  readonly [K in keyof Omit<
    InteractionRow,
    'n' | 'identity_key' | 'identity_value'
  >]: InteractionRow[K];
} & {
  readonly clock: ClockName | null;
  readonly clock_started_at: Moment | null;
};

/** In the order in which they are bound; one that is forgotten does not compile. */
const COLUMNS = {
  id: 1,
  state: 1,
  queue: 1,
  visit_id: 1,
  visitor_id: 1,
  visitor_claimed: 1,
  page_id: 1,
  page_url: 1,
  category: 1,
  channel: 1,
  invitation: 1,
  disposition_code: 1,
  reason: 1,
  reason_detail: 1,
  engagement_rule: 1,
  created_at: 1,
  engaged_at: 1,
  displayed_at: 1,
  disposed_at: 1,
  stopped_at: 1,
  erased_at: 1,
  placed_at: 1,
  form_status: 1,
  form_fields: 1,
  form_completed_at: 1,
  identity_id: 1,
  chat_id: 1,
  case_data: 1,
  user_data: 1,
  version: 1,
  sequence: 1,
  clock: 1,
  clock_started_at: 1,
  held_by: 1,
  held_until: 1,
} as const satisfies Record<keyof WrittenRow, 1>;

/** Columns that a change writes, in the order in which they are bound. */
export const WRITTEN_COLUMNS = Object.keys(COLUMNS) as readonly (keyof WrittenRow)[];

/** How every read of interactions starts, from their table with a hint; callers add the condition. */
export const selectInteractions = (source: string): string => `
  select interactions.*, identities.key as identity_key, identities.value as identity_value
  from ${source} left join identities on identities.id = interactions.identity_id`;

export const SELECT_INTERACTIONS = selectInteractions('interactions');

const EMPTY = '{}';
const EMPTY_DATA: UserData = Object.freeze({});

const readData = (text: string): UserData =>
  text === EMPTY ? EMPTY_DATA : (JSON.parse(text) as UserData);

const readIdentity = (row: InteractionRow): Identity | null =>
  row.identity_id !== null && row.identity_key !== null && row.identity_value !== null
    ? { id: row.identity_id, key: row.identity_key, value: row.identity_value }
    : null;

/** The interaction that a row holds. */
export function interactionOf(row: InteractionRow): Interaction {
  return {
    id: row.id,
    state: row.state,
    queue: row.queue,
    visitId: row.visit_id,
    visitorId: row.visitor_id,
    visitorIdClaimed: row.visitor_claimed === 1,
    pageId: row.page_id,
    pageUrl: row.page_url,
    category: row.category,
    channel: row.channel,
    invitation: row.invitation === null ? null : (JSON.parse(row.invitation) as Invitation),
    dispositionCode: row.disposition_code,
    reason: row.reason,
    reasonDetail: row.reason_detail,
    engagementRule: row.engagement_rule,
    createdAt: row.created_at,
    engagedAt: row.engaged_at,
    displayedAt: row.displayed_at,
    disposedAt: row.disposed_at,
    stoppedAt: row.stopped_at,
    erasedAt: row.erased_at,
    form: row.form_status && {
      status: row.form_status,
      fields: readData(row.form_fields ?? EMPTY),
      completedAt: row.form_completed_at,
    },
    identity: readIdentity(row),
    chatId: row.chat_id,
    caseData: readData(row.case_data),
    userData: readData(row.user_data),
    hold: row.held_until === null ? null : { lease: row.held_by, until: row.held_until },
    version: row.version,
    sequence: row.sequence,
  };
}

/** The row that a change leaves behind. */
export function rowOf({ after, clock }: Pick<InteractionChange, 'after' | 'clock'>): WrittenRow {
  return {
    id: after.id,
    state: after.state,
    queue: after.queue,
    visit_id: after.visitId,
    visitor_id: after.visitorId,
    visitor_claimed: after.visitorIdClaimed ? 1 : 0,
    page_id: after.pageId,
    page_url: after.pageUrl,
    category: after.category,
    channel: after.channel,
    invitation: after.invitation && JSON.stringify(after.invitation),
    disposition_code: after.dispositionCode,
    reason: after.reason,
    reason_detail: after.reasonDetail,
    engagement_rule: after.engagementRule,
    created_at: after.createdAt,
    engaged_at: after.engagedAt,
    displayed_at: after.displayedAt,
    disposed_at: after.disposedAt,
    stopped_at: after.stoppedAt,
    erased_at: after.erasedAt,
    placed_at: placedAt(after),
    form_status: after.form?.status ?? null,
    form_fields: after.form && JSON.stringify(after.form.fields),
    form_completed_at: after.form?.completedAt ?? null,
    identity_id: after.identity?.id ?? null,
    chat_id: after.chatId,
    case_data: JSON.stringify(after.caseData),
    user_data: JSON.stringify(after.userData),
    version: after.version,
    sequence: after.sequence,
    clock: clock?.name ?? null,
    clock_started_at: clock?.startedAt ?? null,
    held_by: after.hold?.lease ?? null,
    held_until: after.hold?.until ?? null,
  };
}

export interface FactRow {
  readonly sequence: number;
  readonly type: FactType | NoteType;
  readonly at: Moment;
  readonly actor: Actor;
  readonly from_state: State | null;
  readonly to_state: State;
  readonly queue: string;
  readonly reason: Reason | null;
  readonly detail: string | null;
}

/** The fact that a row holds. */
export function factOf(row: FactRow): Fact {
  return {
    sequence: row.sequence,
    type: row.type,
    at: row.at,
    by: row.actor,
    from: row.from_state,
    to: row.to_state,
    queue: row.queue,
    reason: row.reason,
    ...(row.detail !== null && { detail: row.detail }),
  };
}
