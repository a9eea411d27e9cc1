import type { FastifyRequest } from 'fastify';
import type { Chat } from '../../domain/chats/chat.js';
import { Type } from '../../domain/typebox.js';
import type { Chats } from '../../engine/chats.js';
import { callerOf } from '../server/authentication.js';
import { chatIdOf } from '../server/chat-outcomes.js';
import { found } from '../server/outcomes.js';
import { TokenField } from '../shapes/schemas.js';

/** Who may read a chat as its visitor. */
export const READ = {
  access: { scope: 'interactions:read', tokens: ['visit', 'interaction'] },
  problems: ['overloaded', 'storage_unavailable'],
} as const;
/** Who may act in it: the visitor's browser alone. */
export const WRITE = { access: { tokens: ['visit', 'interaction'] } } as const;

export const EmptyBody = Type.Object({ token: TokenField }, { additionalProperties: false });

/** The chat of an address; of a browser that asks it is noted that it is there. */
export async function chatOfVisitor(
  chats: Chats,
  request: FastifyRequest,
  id: string,
): Promise<Chat> {
  const chat = found(await chats.get(chatIdOf(id)), 'chat');
  return callerOf(request).kind === 'apiKey' ? chat : chats.seen(chat);
}
