import type { Send } from './chart.js';
import { charsOf, type EngineEvent, ScriptFault } from './engine.js';
import { locationOf, type Member, PROCESSOR } from './member.js';
import type { Stage } from './steps.js';
import { store, Told } from './steps.js';
import type { Timers } from './timers.js';
import { dataOfPayload, delayOf, textOfValue } from './values.js';

/** What sending needs of a family. */
export interface Post {
  readonly timers: Timers;
  /** The member with that id, unless it is over. */
  member(id: string): Member | undefined;
  /** An id that none was before. */
  draw(prefix: string): string;
}

const TYPES: readonly string[] = ['', 'scxml', PROCESSOR, PROCESSOR.replace('#', '')];

/** Performs a `<send>` of a member. */
export function sendFrom(member: Member, stage: Stage, post: Post, send: Send): void {
  const { engine } = stage;
  const id = send.id ?? post.draw('send');
  /** Tells of the error with the id of the event, and ends the block. */
  const refuse = (name: string, message: string): never => {
    stage.tracer.log(`${name}: ${message}`);
    const data = { json: JSON.stringify({ message }) };
    stage.raise({ name, type: 'platform', sendid: id, data });
    throw new Told(message);
  };
  const evaluated = <T>(evaluate: () => T): T => {
    try {
      return evaluate();
    } catch (error) {
      if (!(error instanceof ScriptFault)) throw error;
      return refuse('error.execution', error.message);
    }
  };

  const plan = evaluated(() => {
    const text = (value: Send['event']): string =>
      value === null ? '' : textOfValue(engine, value);
    if (send.idlocation !== null) store(engine, send.idlocation, id);
    return {
      event: text(send.event),
      target: text(send.target),
      type: text(send.type),
      delay: text(send.delay),
      data: dataOfPayload(engine, send.payload, send.namelist, (fault) => {
        throw fault;
      }),
    };
  });
  if (!TYPES.includes(plan.type)) refuse('error.execution', `no way to send to ${plan.type}`);
  const delayMs = plan.delay === '' ? 0 : delayOf(plan.delay);
  if (Number.isNaN(delayMs)) refuse('error.execution', `${plan.delay} is no delay`);
  const isIdGiven = send.id !== null || send.idlocation !== null;
  const event: EngineEvent = {
    name: plan.event,
    type: 'external',
    sendid: isIdGiven ? id : undefined,
    origin: locationOf(member.id),
    origintype: PROCESSOR,
    data: plan.data,
  };
  if (plan.target === '#_internal') {
    if (delayMs > 0) refuse('error.execution', 'an internal event cannot be delayed');
    stage.raise({ ...event, type: 'internal', origin: undefined, origintype: undefined });
    return;
  }
  const isKnown = /^(#_.+)?$/.test(plan.target);
  if (!isKnown) refuse('error.execution', `${plan.target} is no target`);
  const deliver =
    receiverOf(member, plan.target, post, event) ??
    refuse('error.communication', `nobody is at ${plan.target}`);
  if (delayMs === 0) deliver();
  else post.timers.set(delayMs, member, id, charsOf(event.data), deliver);
}

/** Hands an event to whom a target names; null when there is nobody. */
function receiverOf(
  member: Member,
  target: string,
  post: Post,
  event: EngineEvent,
): (() => void) | null {
  if (target === '') return () => member.deliver(event);
  if (target === '#_parent') {
    const { parent, invokeid } = member;
    if (parent === null) return null;
    return () => parent.deliver({ ...event, invokeid: invokeid ?? undefined });
  }
  if (target.startsWith(locationOf(''))) {
    const other = post.member(target.slice(locationOf('').length));
    return other === undefined ? null : () => other.deliver(event);
  }
  const invoked = member.session?.invoked(target.slice('#_'.length));
  return invoked === undefined ? null : () => invoked.deliver(event);
}
