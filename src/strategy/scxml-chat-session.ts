import type { Clock } from '../clock.js';
import type { Chat, Route } from '../domain/chats/chat.js';
import { isOpen } from '../domain/chats/chat.js';
import { isSame } from '../domain/typebox.js';
import type { Chats } from '../engine/chats.js';
import { createId } from '../ids.js';
import type { Action, RedirectAction, SessionEvent, SubmitAction } from '../scxml/host.js';
import type { Store } from '../store/store.js';
import { answered, editOf, refusedAction } from './scxml-answers.js';
import { openingOfChat } from './scxml-opening.js';
import { routeOf } from './scxml-targets.js';

/** A `queue:submit` that waits for an agent. */
interface Waiting {
  readonly action: SubmitAction;
  readonly answer: (event: SessionEvent) => void;
  readonly disarm: () => void;
  /** Its time is over; it goes on only as long as it rings. */
  isLate: boolean;
  /** Whether the agent it names has room, so that it was routed; it is tried again until then. */
  isRouted: boolean;
}

export interface ChatSessionDependencies {
  readonly chats: Chats;
  readonly store: Store;
  readonly clock: Clock;
  readonly tenantId: string;
}

/** What one session of Chat Routing does to its chat. */
export interface ChatSession {
  /** Does what is asked, but for fetches. */
  act(action: Exclude<Action, { type: 'fetch' }>): Promise<SessionEvent>;
  /** Looks at the chat again; whether there is nothing more to route. */
  look(): Promise<boolean>;
  /** What was decided first; null for nothing. */
  decision(): string | null;
  /** Resolves when the chat has somewhere to go, or has ended. */
  readonly decided: Promise<void>;
}

/** Begins a session about a chat as it is now. */
export function createChatSession(dependencies: ChatSessionDependencies, chat: Chat): ChatSession {
  const { chats, store, clock, tenantId } = dependencies;
  const { id, waitingSince } = chat;
  let route: Route | null = chat.route;
  let waiting: Waiting | undefined;
  let decision: string | null = null;
  let settle = (): void => {};
  const decided = new Promise<void>((resolve) => {
    settle = resolve;
  });

  function decide(word: string): void {
    decision ??= word;
    settle();
  }

  function end(event: (action: SubmitAction) => SessionEvent): void {
    const ending = waiting;
    waiting = undefined;
    ending?.disarm();
    ending?.answer(event(ending.action));
  }

  /** Sends the chat where a submit says; why not, in words. */
  async function send(action: SubmitAction): Promise<string | null> {
    const to = routeOf(action);
    if (typeof to === 'string') return to;
    const result = await chats.instruct(id, { type: 'route', to });
    if (result === undefined || result === 'reused') return 'there is no such chat';
    if (result.misfit) return result.misfit.detail;
    if (result.refusal !== null) return result.refusal;
    route = result.chat.route;
    decide('route');
    return null;
  }

  async function submit(action: SubmitAction): Promise<SessionEvent> {
    // One after the other: the chat is in one place.
    end((former) => refusedAction(former, id, 'replaced'));
    const why = await send(action);
    // An agent who has no room now may have in time.
    const mayCome = why === 'agent_not_ready' || why === 'at_capacity';
    if (why !== null && !mayCome) return refusedAction(action, id, 'refused', why);
    return new Promise<SessionEvent>((answer) => {
      const late = (): void => {
        if (waiting?.action === action) waiting.isLate = true;
        look().catch(() => undefined);
      };
      const { timeoutMs } = action;
      const disarm = timeoutMs === null ? () => undefined : clock.after(timeoutMs, late);
      waiting = { action, answer, disarm, isLate: false, isRouted: why === null };
      look().catch(() => undefined);
    });
  }

  async function redirect(action: RedirectAction): Promise<SessionEvent> {
    const now = await chats.get(id);
    if (now?.state === 'Active' && now.agent === action.to) return answered(action, id);
    const isAgent = store.lastSettings().agentByName.has(action.to);
    const to = isAgent ? { agent: action.to } : { group: action.to };
    const result = await chats.instruct(id, { type: 'route', to });
    if (result === undefined || result === 'reused') return refusedAction(action, id, 'not_found');
    if (result.misfit) return refusedAction(action, id, 'refused', result.misfit.detail);
    if (result.refusal !== null) return refusedAction(action, id, result.refusal);
    route = result.chat.route;
    decide('route');
    return answered(action, id);
  }

  async function terminate(action: Action & { type: 'terminate' }): Promise<SessionEvent> {
    const result = await chats.instruct(id, { type: 'end', message: null });
    if (result === undefined || result === 'reused') return refusedAction(action, id, 'not_found');
    if (result.refusal !== null) return refusedAction(action, id, result.refusal);
    decide('end');
    return answered(action, id);
  }

  async function edit(
    action: Action & { type: 'setuData' | 'deleteuData' },
  ): Promise<SessionEvent> {
    const seed = createId(clock.now());
    const outcome = await store.apply('editChatData', { seed, id, edit: editOf(action) });
    if (outcome === null || 'refusal' in outcome)
      return refusedAction(action, id, outcome?.refusal ?? 'not_found');
    const now = await chats.get(id);
    const { udata } = now ? openingOfChat(now, tenantId) : { udata: { ...outcome.userData } };
    return answered(action, id, { udata });
  }

  /** What an agent who took the chat is called in the answer. */
  const taken = (action: SubmitAction, agent: string | null): SessionEvent => {
    const [target] = action.targets;
    return answered(action, id, { resource: agent, targetselected: target?.name ?? agent });
  };

  async function look(): Promise<boolean> {
    const now = await chats.get(id);
    if (now === undefined || !isOpen(now)) {
      settle();
      end((action) => refusedAction(action, id, 'ended'));
      return true;
    }
    if (now.state === 'Active') {
      end((action) => taken(action, now.agent));
      return false;
    }
    // Somebody else has said where it goes: it was transferred, or routed by call.
    if (now.waitingSince !== waitingSince || !isSame(now.route, route)) {
      settle();
      return true;
    }
    if (waiting === undefined) return false;
    if (waiting.isLate && now.state === 'Queued')
      end((action) => refusedAction(action, id, 'timeout', 'no agent took it in time'));
    else if (!waiting.isRouted && !waiting.isLate) {
      const current = waiting;
      current.isRouted = (await send(current.action)) === null;
    }
    return false;
  }

  return {
    async act(action) {
      const isOther =
        'interactionId' in action && action.interactionId !== null && action.interactionId !== id;
      if (isOther) return refusedAction(action, id, 'not_found');
      switch (action.type) {
        case 'submit':
          return submit(action);
        case 'cancel':
          end((former) => refusedAction(former, id, 'cancelled'));
          return answered(action, id);
        case 'redirect':
          return redirect(action);
        case 'terminate':
          return terminate(action);
        case 'setuData':
        case 'deleteuData':
          return edit(action);
        case 'attach':
        case 'detach':
          return answered(action, id);
      }
    },
    look,
    decision: () => decision,
    decided,
  };
}
