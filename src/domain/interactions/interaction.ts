import type {
  Actor,
  Channel,
  DispositionCode,
  FactType,
  FormStatus,
  NoteType,
  Reason,
  State,
} from './vocabulary.js';

/** Milliseconds since the Unix epoch, in service time. */
export type Moment = number;

/** String key-values attached to an interaction. */
export type UserData = Readonly<Record<string, string>>;

/** The contact an interaction is bound to (`wmsg 1.11`). */
export interface Identity {
  readonly id: string;
  readonly key: string;
  readonly value: string;
}

export interface RegistrationForm {
  readonly status: FormStatus;
  readonly fields: UserData;
  readonly completedAt: Moment | null;
}

/** Texts the browser shows with an invitation; the strategy's, passed on as they are. */
export type Invitation = Readonly<Record<string, string>>;

/** What keeps an interaction from being handed out where it waits. */
export interface Hold {
  /** The lease that somebody has on it; null for the pause after one that was given back. */
  readonly lease: string | null;
  /** Exclusive. A lease ends at the deadline of the interaction when that is earlier. */
  readonly until: Moment;
}

/** One engagement attempt: the record this service owns. Immutable; every change makes a new one. */
export interface Interaction {
  readonly id: string;
  readonly state: State;
  /** The Interaction Queue's name, taken from the option at the moment of placement. */
  readonly queue: string;
  /** Null only once the person is erased. */
  readonly visitId: string | null;
  readonly visitorId: string | null;
  /** Whether only a browser named the visitor, so that nobody has proven who it is. */
  readonly visitorIdClaimed: boolean;
  readonly pageId: string | null;
  readonly pageUrl: string | null;
  readonly category: string | null;
  readonly channel: Channel | null;
  readonly invitation: Invitation | null;
  readonly dispositionCode: DispositionCode | null;
  readonly reason: Reason | null;
  /** The strategy's own words, at most 256 characters. */
  readonly reasonDetail: string | null;
  /** The rule of Engagement Logic that engaged; null when somebody else decided. */
  readonly engagementRule: string | null;
  readonly createdAt: Moment;
  readonly engagedAt: Moment | null;
  readonly displayedAt: Moment | null;
  /** When it reached its terminal state; for an expiry, the deadline. */
  readonly disposedAt: Moment | null;
  readonly stoppedAt: Moment | null;
  readonly erasedAt: Moment | null;
  /** Null until accepted. */
  readonly form: RegistrationForm | null;
  readonly identity: Identity | null;
  /** The chat that it led to. */
  readonly chatId: string | null;
  readonly caseData: UserData;
  readonly userData: UserData;
  /** Null as long as nobody pulled it, and once a decision took it from where it waited. */
  readonly hold: Hold | null;
  /** Rises by one per committed change. */
  readonly version: number;
  /** The number of facts in its history. */
  readonly sequence: number;
}

/** An earlier attempt at the same visitor, as caps look at it. */
export interface Attempt {
  readonly state: State;
  readonly createdAt: Moment;
  readonly engagedAt: Moment | null;
  readonly disposedAt: Moment | null;
  readonly formStatus: FormStatus | null;
}

/** One line of a history. */
export interface Fact {
  /** 1, 2, 3, … without gaps. */
  readonly sequence: number;
  readonly type: FactType | NoteType;
  readonly at: Moment;
  readonly by: Actor;
  readonly from: State | null;
  readonly to: State;
  readonly queue: string;
  readonly reason: Reason | null;
  /** The rule that decided, or how a call to the strategy went; never personal. */
  readonly detail?: string | undefined;
}

/** What a site asks for when it finds a visit worth an offer. */
export interface Request {
  readonly id: string;
  readonly visitId: string;
  readonly visitorId: string | null;
  /** Whether a browser named the visitor, not the site. */
  readonly visitorIdClaimed: boolean;
  readonly pageId: string | null;
  readonly pageUrl: string | null;
  readonly category: string | null;
  readonly channel: Channel | null;
  readonly caseData: UserData;
  readonly userData: UserData;
}

/** What a strategy may know that the site did not. */
export interface Brought {
  /** The rule of the built-in strategy that decided. */
  readonly rule?: string | undefined;
  readonly userData?: UserData | undefined;
  /** Kept when the interaction has none. */
  readonly pageId?: string | undefined;
}

/** What can happen to an interaction, with what it brings along. */
export type Event =
  | ({
      readonly type: 'engage';
      readonly channel?: Channel | undefined;
      readonly invitation?: Invitation | undefined;
      /** Decided by the built-in strategy, which alone honours `defaultEngagementChannel`. */
      readonly builtIn?: boolean | undefined;
    } & Brought)
  | ({
      readonly type: 'noengage';
      readonly detail?: string | undefined;
      /** Not by a rule, but because nobody would have had room for the chat. */
      readonly noCapacity?: boolean | undefined;
    } & Brought)
  | { readonly type: 'formCompleted'; readonly fields: UserData }
  | { readonly type: 'displayed' | DispositionCode }
  | { readonly type: 'engagementExpired' | 'abandoned' | 'formExpired' }
  | { readonly type: 'clean'; readonly by?: 'ops' | 'system' | undefined }
  | { readonly type: 'stop'; readonly by: 'strategy' | 'ops' | 'system' }
  | { readonly type: 'erase' };
