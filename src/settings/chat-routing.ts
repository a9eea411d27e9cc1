import {
  type ChatRoutingOutcome,
  type ChatRoutingVersion,
  type ChatRoutingWrite,
  SHIPPED_CHAT_ROUTING,
} from '../decisions/chat-routing.js';
import type { Settings } from '../decisions/settings.js';
import { type ChatRoutingRules, warningsOfChatRules } from '../domain/rules/chat-routing.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';
import { withShipped } from './history.js';

/** The rules of Chat Routing: validated, versioned, audited, effective in one commit. */
export interface ChatRouting {
  get(settings: Settings): ChatRoutingVersion;
  set(rules: ChatRoutingRules, write: ChatRoutingWrite): Promise<ChatRoutingOutcome>;
  /** Makes the rules of an earlier version the newest. */
  rollBack(version: number, write: ChatRoutingWrite): Promise<ChatRoutingOutcome>;
  /** Newest first; the last one is the shipped version. */
  history(page: PageRequest): Promise<Page<ChatRoutingVersion>>;
  /** What operators should look at again in rules that are valid. */
  warnings(rules: ChatRoutingRules, settings: Settings): readonly string[];
}

export function createChatRouting(store: Store): ChatRouting {
  const set = (rules: ChatRoutingRules, write: ChatRoutingWrite): Promise<ChatRoutingOutcome> =>
    store.apply('changeChatRouting', { rules, ...write });

  return {
    get: ({ chatRouting }) => chatRouting,
    set,
    async rollBack(version, write) {
      const target =
        version === 1 ? SHIPPED_CHAT_ROUTING : await store.read('chatRoutingVersion', version);
      if (target !== null) return set(target.rules, write);
      const newest = store.lastSettings().chatRouting.version;
      const detail = `must be one of the versions 1–${newest}`;
      return { ok: false, code: 'validation_failed', misfits: [{ pointer: '#/version', detail }] };
    },
    history: async (page) =>
      withShipped(await store.read('chatRoutingHistory', page), page.size, SHIPPED_CHAT_ROUTING),
    warnings: (rules, { known, agents }) =>
      warningsOfChatRules(rules, known.agentGroups, (skill, level) =>
        agents.some(({ skills }) => (skills[skill] ?? 0) >= level),
      ),
  };
}
