import { comesFrom } from './parts.js';

export { invite, logout, openChat, start, stop, visit } from './api.js';

comesFrom(import.meta.url);
