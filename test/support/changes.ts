import type { InteractionChange, OptionChange } from '#src/decisions/change.js';
import type { Context, Decided } from '#src/decisions/context.js';
import { runningClock } from '#src/domain/interactions/clocks.js';
import type { Event, Interaction, Request } from '#src/domain/interactions/interaction.js';
import { advance, create, type Step } from '#src/domain/interactions/transition.js';
import { inForce } from '#src/domain/options/timeline.js';
import { createId } from '#src/ids.js';
import { requestOf } from './request-of.js';

/** The change that leads from `before` to what a step made of it. */
function changeOf(before: Interaction | undefined, step: Step): InteractionChange {
  const { interaction: after, facts } = step;
  return { kind: 'interaction', before, after, facts, clock: runningClock(after) };
}

type Decide<R> = (context: Context) => Decided<R>;

/** Places a new interaction; `edit` makes something else of it before it is written. */
export const placing =
  (
    request: Partial<Request> = {},
    edit: (made: Interaction) => Interaction = (made) => made,
  ): Decide<Interaction> =>
  (context) => {
    const id = request.id ?? createId(context.now);
    const step = create(
      { ...requestOf(request), id },
      inForce(context.settings.timeline),
      context.now,
    );
    const after = edit(step.interaction);
    return {
      changes: [changeOf(undefined, { ...step, interaction: after })],
      result: after,
    };
  };

/** Lets something happen to the interaction that the target names. */
export const happening =
  (
    event: Event | null,
    edit: (made: Interaction) => Interaction = (made) => made,
  ): Decide<Interaction> =>
  (context) => {
    if (context.current === null) throw new Error('no such interaction');
    const advanced = advance(context.current, event, context.settings.timeline, context.now);
    if (advanced.facts.length === 0) return { result: context.current };
    const after = edit(advanced.interaction);
    return {
      changes: [changeOf(context.current, { ...advanced, interaction: after })],
      result: after,
    };
  };

/** Writes the next version of an option, valid or not. */
export const changing =
  (name: string, value: string): Decide<OptionChange> =>
  ({ now, settings }) => {
    const version = (settings.lastChanges.get(name)?.version ?? 1) + 1;
    const option = { name, version, value, at: now, by: 'ops' };
    return { changes: [{ kind: 'option', option }], result: option };
  };
