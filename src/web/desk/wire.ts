import type { AgentStatus } from '../../domain/agents/agent.js';
import type { Farewell } from '../../domain/chats/farewell.js';
import type { ViewedChat, viewMessage } from '../../domain/chats/view.js';
import { ask } from '../app/ask.js';

export { Refused, Unreachable } from '../app/ask.js';

export type Chat = ViewedChat;
export type Message = ReturnType<typeof viewMessage>;

/** A chat that rings. */
export interface Offer {
  readonly chatId: string;
  readonly until: string;
  readonly chat: Chat;
}

/** Where the agent stands, with everything they have. */
export interface Standing {
  readonly name: string;
  readonly displayName: string | null;
  readonly state: AgentStatus['state'];
  readonly reason: string | null;
  readonly by: AgentStatus['by'];
  readonly since: string | null;
  readonly capacity: number;
  readonly held: number;
  readonly wrapUpSeconds: number;
  readonly offers: readonly Offer[];
  readonly chats: readonly Chat[];
  readonly serverTime: string;
}

/** Where a chat can be handed on to. */
export interface Targets {
  readonly groups: readonly string[];
  readonly agents: readonly {
    readonly name: string;
    readonly displayName: string | null;
    readonly state: AgentStatus['state'];
    readonly free: number;
  }[];
}

const AGENT = '/v1/agent';
const chatPath = (id: string, rest = ''): string => `${AGENT}/chats/${id}${rest}`;

/** What the desk asks of the service. */
export const service = {
  session: () => ask<{ readonly agent: string | null }>('GET', `${AGENT}/session`),
  signIn: (key: string) => ask('POST', `${AGENT}/session`, { key }),
  signInByCode: (code: string) => ask('POST', '/playground/agent/session', { code }),
  signOut: () => ask('DELETE', `${AGENT}/session`),
  standing: () => ask<Standing>('GET', AGENT),
  become: (what: 'login' | 'ready' | 'logout') => ask<Standing>('POST', `${AGENT}/${what}`, {}),
  notReady: (reason: string) =>
    ask<Standing>('POST', `${AGENT}/not-ready`, reason === '' ? {} : { reason }),
  beat: () => ask<Standing>('POST', `${AGENT}/heartbeat`, {}),
  targets: () => ask<Targets>('GET', `${AGENT}/targets`),
  messages: (id: string, after: number) =>
    ask<{ readonly items: readonly Message[] }>('GET', chatPath(id, `/messages?after=${after}`)),
  farewell: (id: string) =>
    ask<{ readonly because: Farewell | null }>('GET', chatPath(id, '/farewell')),
  act: (id: string, what: 'accept' | 'reject' | 'end' | 'done') =>
    ask<Chat>('POST', chatPath(id, `/${what}`), {}),
  transfer: (id: string, to: { group?: string; agent?: string; note?: string }) =>
    ask<Chat>('POST', chatPath(id, '/transfer'), to),
  say: (id: string, text: string, clientId: string) =>
    ask<Chat & { readonly message: Message }>('POST', chatPath(id, '/messages'), {
      text,
      clientId,
    }),
  type: (id: string) => ask('POST', chatPath(id, '/typing'), {}),
};
