import { comesFrom } from './api.js';

export { invite, start, stop, visit } from './api.js';

comesFrom(import.meta.url);
