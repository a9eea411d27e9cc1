/** The part that is fetched when a chat begins. */
export { createConversation } from './chat/conversation.js';
