import type { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import { answerOf } from './client.js';
import { ruleBook } from './rule-book.js';

const ROUTING = '/v1/admin/strategies/chat-routing';

type RoutingBody = operations['setChatRouting']['requestBody']['content']['application/json'];

/** `chat-routing`: the rules that say which agents a chat is for. */
export function chatRouting(): Command {
  return ruleBook({
    name: 'chat-routing',
    description: 'Read, change and try the rules that say where chats go.',
    file: 'routing.json',
    subject: 'chat',
    tells: 'who would get it now, and why the others not',
    get: (api) => answerOf(api.GET(ROUTING)),
    set: (api, body) => answerOf(api.PUT(ROUTING, { body: body as RoutingBody })),
    history: (api, query) => answerOf(api.GET(`${ROUTING}/history`, { params: { query } })),
    rollBack: (api, version) => answerOf(api.POST(`${ROUTING}/rollback`, { body: { version } })),
    tryOut: (api, chatId, given) => {
      const body = { chatId, ...(given as RoutingBody) };
      return answerOf(api.POST(`${ROUTING}/dry-run`, { body }));
    },
  });
}
