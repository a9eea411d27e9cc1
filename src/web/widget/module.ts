import { comesFrom } from './parts.js';

export { invite, logout, start, stop, visit } from './api.js';

comesFrom(import.meta.url);
