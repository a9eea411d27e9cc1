import type { Command } from 'commander';
import type { operations } from '../../openapi/client.js';
import { answerOf } from './client.js';
import { ruleBook } from './rule-book.js';

const LOGIC = '/v1/admin/strategies/engagement-logic';

type RulesBody = operations['setEngagementLogic']['requestBody']['content']['application/json'];

/** `rules`: the rules of the built-in strategy. */
export function rules(): Command {
  return ruleBook({
    name: 'rules',
    description: 'Read, change and try the rules by which the built-in strategy decides.',
    file: 'rules.json',
    subject: 'interaction',
    tells: 'which rule decides, and why those before it did not',
    get: (api) => answerOf(api.GET(LOGIC)),
    set: (api, body) => answerOf(api.PUT(LOGIC, { body: body as RulesBody })),
    history: (api, query) => answerOf(api.GET(`${LOGIC}/history`, { params: { query } })),
    rollBack: (api, version) => answerOf(api.POST(`${LOGIC}/rollback`, { body: { version } })),
    tryOut: (api, interactionId, given) => {
      const body = { interactionId, ...(given as RulesBody) };
      return answerOf(api.POST(`${LOGIC}/dry-run`, { body }));
    },
  });
}
