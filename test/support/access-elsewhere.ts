import { ROWS_OF_CONSOLE } from './access-to-console.js';
import { ROWS_OF_SESSIONS } from './access-to-sessions.js';
import { ROWS_OF_STRATEGIES } from './access-to-strategies.js';

/** Rows that have a page of their own. */
export const ROWS_ELSEWHERE = { ...ROWS_OF_SESSIONS, ...ROWS_OF_CONSOLE, ...ROWS_OF_STRATEGIES };
