import { viewChat } from '../domain/chats/view.js';
import { clockEnd } from '../domain/clocks.js';
import type { ChatInstruction, Chats } from '../engine/chats.js';
import type { Store } from '../store/store.js';
import { questionBody } from './answers.js';
import { type Asking, createAsker, type RemoteStrategy, type Topic } from './asking.js';
import { readRouting } from './routing.js';

export interface RemoteChatRoutingDependencies extends Asking {
  readonly chats: Chats;
  readonly store: Pick<Store, 'lastSettings'>;
}

/** Asks where waiting chats are to go; what nobody says anything of goes to the default group. */
export function createRemoteChatRouting(
  dependencies: RemoteChatRoutingDependencies,
): RemoteStrategy {
  const { chats, store, clock } = dependencies;
  const topic: Topic<ChatInstruction> = {
    noun: 'chat',
    async put(id, detail) {
      const noted = await chats.remark(id, { type: 'strategy.requested', by: 'system', detail });
      if (noted === undefined) return null;
      const { timeline } = store.lastSettings();
      const due = clockEnd({ name: 'wait', startedAt: noted.waitingSince }, timeline).at;
      const view = viewChat(noted, clock.now());
      return { due, body: questionBody('chat', view, due, ['userData', 'visitorData']) };
    },
    read(members) {
      const { known, agentByName } = store.lastSettings();
      return readRouting(members, {
        hasGroup: (name) => known.agentGroups.has(name),
        hasAgent: (name) => agentByName.has(name),
      });
    },
    async take(id, answer) {
      switch (answer.kind) {
        case 'failure': {
          const { why: detail, words } = answer;
          await chats.remark(id, { type: 'strategy.failed', by: 'system', detail, words });
          break;
        }
        case 'later': {
          const detail = 'calls back';
          await chats.remark(id, { type: 'strategy.answered', by: 'strategy', detail });
          break;
        }
        case 'instruction': {
          const { instruction } = answer;
          const detail = instruction.type;
          await chats.answer(id, instruction, {
            type: 'strategy.answered',
            by: 'strategy',
            detail,
          });
        }
      }
    },
    async giveUp(id) {
      await chats.remark(id, { type: 'strategy.failed', by: 'system', detail: 'silence' }, {});
    },
  };
  return createAsker(topic, dependencies);
}
