import { readFileSync } from 'node:fs';
import t from 'tap';
import { Check } from 'typebox/value';
import {
  CHAT_TABLE,
  type ChatBranch,
  type ChatRule,
  chatBranchesOf,
} from '#src/domain/chats/table.js';
import { CHAT_EVENTS, CHAT_STATES } from '#src/domain/chats/vocabulary.js';
import { ChatRoutingRules, misfitsOfChatRules } from '#src/domain/rules/chat-routing.js';

/** Where a branch leads; null when the chat stays where it is. */
function targetOf(branch: ChatBranch): string | null {
  if ('to' in branch) return `\`${branch.to}\``;
  if ('end' in branch) return `\`Ended\`, \`${branch.end}\``;
  if ('wrap' in branch) return '`Wrapping` (without `agents.wrapUpTime` `Ended`), `processed`';
  return 'close' in branch ? '`Ended`' : null;
}

/** The table of the page, as the rules have it. */
function tableOfStates(): string {
  const rows: string[] = [];
  for (const state of CHAT_STATES) {
    const byTarget = new Map<string, string[]>();
    for (const event of CHAT_EVENTS) {
      const rule: ChatRule = CHAT_TABLE[state][event];
      for (const branch of chatBranchesOf(rule)) {
        const target = targetOf(branch);
        const events = target === null ? [] : (byTarget.get(target) ?? []);
        if (target !== null) byTarget.set(target, [...new Set([...events, `\`${event}\``])]);
      }
    }
    for (const [target, events] of byTarget)
      rows.push(`| \`${state}\` | ${events.join(', ')} | ${target} |`);
  }
  return ['| from | event | to |', '| --- | --- | --- |', ...rows].join('\n');
}

const page = readFileSync(new URL('../../docs/chats.md', import.meta.url), 'utf8');

t.test('the page about chats has the table of their states as it is', async (t) => {
  const [, shown] = /^(\| from \| event \| to \|\n(?:\|.*\n)+)/m.exec(page) ?? [];
  t.equal(shown, `${tableOfStates()}\n`);
});

t.test('the rules on the page about chats are rules', async (t) => {
  const [, block = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const { rules } = JSON.parse(block);
  t.ok(Check(ChatRoutingRules, rules));
  t.same(misfitsOfChatRules(rules), []);
  t.equal(rules.length, 2);
});
