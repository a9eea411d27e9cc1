import { deadline } from '../domain/interactions/clocks.js';
import type { Event } from '../domain/interactions/interaction.js';
import { viewInteraction } from '../domain/interactions/view.js';
import type { Engine } from '../engine/engine.js';
import { questionBody } from './answers.js';
import { type Asking, createAsker, type RemoteStrategy, type Topic } from './asking.js';
import { type EngagementInstruction, readEngagement } from './engagement.js';

export type { RemoteStrategy } from './asking.js';

export interface RemoteStrategyDependencies extends Asking {
  readonly engine: Engine;
  /** How many more may be invited to a chat: what it decides on is its own business. */
  pacing(): Promise<object>;
  readonly config: {
    /** What follows from silence. */
    readonly strategyOnSilence: 'engage' | 'noengage' | 'wait';
  };
}

/** Asks about what is Qualified, never past the engagement deadline. */
export function createRemoteStrategy(dependencies: RemoteStrategyDependencies): RemoteStrategy {
  const { engine, config, clock, pacing } = dependencies;
  const topic: Topic<EngagementInstruction> = {
    noun: 'interaction',
    read: readEngagement,
    async put(id, which) {
      const remark = { type: 'strategy.requested', detail: which } as const;
      const noted = await engine.remarkOnQualified(id, remark);
      if (noted === undefined) return null;
      const now = clock.now();
      const due = deadline(noted, engine.timeline())?.at ?? now;
      const view = viewInteraction(noted, due, now);
      return {
        due,
        body: questionBody('interaction', view, due, ['userData'], { pacing: await pacing() }),
      };
    },
    async take(id, answer) {
      switch (answer.kind) {
        case 'failure': {
          const { why, words } = answer;
          await engine.remark(id, { type: 'strategy.failed', detail: why, words });
          break;
        }
        case 'later':
          await engine.remark(id, { type: 'strategy.answered', detail: 'calls back' });
          break;
        case 'instruction': {
          const { instruction } = answer;
          const remark = { type: 'strategy.answered', detail: instruction.type } as const;
          await engine.remark(id, remark, instruction);
        }
      }
    },
    async giveUp(id) {
      const { strategyOnSilence } = config;
      if (strategyOnSilence === 'wait') return;
      const event: Event =
        strategyOnSilence === 'engage'
          ? { type: 'engage' }
          : { type: 'noengage', detail: 'no strategy answered' };
      // Somebody else may have decided meanwhile: then silence says nothing.
      await engine.remarkOnQualified(id, { type: 'strategy.failed', detail: 'silence' }, event);
    },
  };
  return createAsker(topic, dependencies);
}
