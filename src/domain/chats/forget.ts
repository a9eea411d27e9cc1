import type { Moment, UserData } from '../interactions/interaction.js';
import type { Chat } from './chat.js';

const EMPTY: UserData = {};

/** Takes out what is personal. */
export const forget = (chat: Chat, at: Moment): Chat => ({
  ...chat,
  visitId: null,
  visitorId: null,
  identity: null,
  pageUrl: null,
  userData: EMPTY,
  visitorData: EMPTY,
  note: null,
  preferred: null,
  erasedAt: at,
});
