import * as own from './api.js';
import { advise } from './console.js';
import { listen } from './listeners.js';
import { cameFrom, comesFrom } from './parts.js';
import { type Given, readAttributes } from './settings.js';

type Api = typeof own;

const page = globalThis as { WebEngagement?: Api; webengagementSettings?: object };
// A page that carries the tag twice, or runs it again as Turbo does, has one widget all the same.
const isFirst = typeof page.WebEngagement?.start !== 'function';
if (isFirst) page.WebEngagement = { ...own };

// Nobody says which script runs when a tag manager put it into the page as text.
const script =
  document.currentScript ?? document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');
const { src = '', dataset = {} } = (script ?? {}) as Partial<HTMLScriptElement>;
comesFrom(src);

const given: Given = {
  server: cameFrom(),
  ...page.webengagementSettings,
  ...readAttributes(dataset),
};
const hasKey = !!given.key;
const begin = (): void => {
  stopWaiting?.();
  if (hasKey) void own.start(given);
  // Without a key the page may still call start.
  else
    setTimeout(() => {
      if (isFirst && !own.isStarted()) void advise('the tag has no key', 'tag');
    });
};

// In the head there is no body yet to show anything in.
const isReady = hasKey ? document.body : document.readyState === 'complete';
const stopWaiting = isReady
  ? undefined
  : listen(globalThis, hasKey ? 'DOMContentLoaded' : 'load', begin);
if (isReady) begin();
