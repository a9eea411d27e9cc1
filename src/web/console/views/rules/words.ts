/** The rules that there are: where, and what they decide. */
export const SORTS = {
  'engagement-logic': {
    title: 'Engagement Logic',
    does: 'Which visitors are invited: the first rule that applies decides; when none does, the visitor is engaged.',
    subject: 'interaction',
    example: [
      {
        name: 'not on the help pages',
        when: { category: ['Help'] },
        result: { decision: 'noengage', reason: 'they are reading' },
      },
    ],
  },
  'chat-routing': {
    title: 'Chat Routing',
    does: 'Where a chat goes: the first rule that applies decides; when none does, to the group of pacing.connector.chatGroup.',
    subject: 'chat',
    example: [
      {
        name: 'night',
        when: { time: { timeZone: 'Europe/Berlin', from: '22:00', to: '06:00' } },
        result: { closed: { message: 'We are back at six.' } },
      },
    ],
  },
} as const;
export type SortName = keyof typeof SORTS;

export interface Version {
  readonly rules: readonly { readonly name?: string }[];
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
}

export interface Current extends Version {
  readonly warnings: readonly string[];
}

interface Missed {
  readonly missed: readonly { readonly rule: string; readonly condition: string }[];
}

/** What Engagement Logic would decide on an interaction. */
export interface Decision extends Missed {
  readonly decision: 'engage' | 'noengage';
  readonly rule: string | null;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly refusal: string | null;
  readonly state: string;
  readonly pacing: { readonly allowed: number; readonly because: string } | null;
}

/** Where Chat Routing would send a chat. */
export interface Routing extends Missed {
  readonly rule: string | null;
  readonly group: string | null;
  readonly closed: boolean;
  readonly message: string | null;
  readonly agent: string | null;
  readonly others: readonly { readonly agent: string; readonly why: string }[];
}

export const pathOf = (sort: SortName, rest = ''): string => `/v1/admin/strategies/${sort}${rest}`;

export const countWords = ({ length }: readonly unknown[]): string =>
  length === 0 ? 'no rules' : length === 1 ? '1 rule' : `${length} rules`;
