import { comesFrom, start } from './api.js';
import { readAttributes } from './settings.js';

export { invite, start, stop, visit } from './api.js';

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement) {
  comesFrom(currentScript.src);
  const given = readAttributes(currentScript);
  // In the head there is no body yet to show anything in.
  if (given.key && document.body) void start(given);
  else if (given.key) addEventListener('DOMContentLoaded', () => void start(given));
}
