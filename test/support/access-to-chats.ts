import type { Row } from './credentials.js';

const anyBrowser = ['interaction', 'visit'] as const;
const ann = { name: () => 'ann' };
const someGroup = () => ({ group: 'Web Engagement Chat' });

/** Who may do what about agents and chats: an agent `ann`, and a chat of the interaction that was left. */
export function rowsOfChats(chat: string, interactionId: string): Readonly<Record<string, Row>> {
  const chatId = { chatId: () => chat };
  const ofChat = { id: () => chat };
  /** The keys of agents alone let in, and none of them is asked for here. */
  const forAgents: Row = { status: 200 };
  const forTheirChats: Row = { status: 200, path: chatId };
  /** As strategies for the original ask; refused while reactive chats are not limited. */
  const limited: Row = { scope: 'orchestration', basic: true, status: 409 };
  return {
    requestChat: {
      scope: 'interactions:create',
      tokens: anyBrowser,
      status: 200,
      body: () => ({ interactionId: interactionId }),
    },
    getChatAvailability: {
      scope: 'interactions:read',
      tokens: ['visit'],
      anyVisit: true,
      publishable: true,
      status: 200,
    },
    getChat: { scope: 'interactions:read', tokens: anyBrowser, status: 200, path: chatId },
    getChatMessages: { tokens: anyBrowser, status: 200, path: chatId },
    sayInChat: { tokens: anyBrowser, status: 409, path: chatId, body: () => ({ text: 'Hello' }) },
    typeInChat: { tokens: anyBrowser, status: 200, path: chatId },
    reportChatSeen: { tokens: anyBrowser, status: 200, path: chatId },
    leaveChat: { tokens: anyBrowser, status: 200, path: chatId },
    routeChat: { scope: 'orchestration', status: 409, path: ofChat, body: someGroup },
    endChat: { scope: 'orchestration', status: 409, path: ofChat },
    getPacing: { scope: 'orchestration', status: 200 },
    serverReactiveState: limited,
    backendReactiveState: limited,
    serverChannelCapacity: { ...limited, status: 200 },
    backendChannelCapacity: { ...limited, status: 200 },
    listChats: { scope: 'admin:read', status: 200 },
    adminGetChat: { scope: 'admin:read', status: 200, path: ofChat },
    getChatHistory: { scope: 'admin:read', status: 200, path: ofChat },
    adminGetChatMessages: { scope: 'chats:read', status: 200, path: ofChat },
    cleanChat: { scope: 'admin:write', status: 409, path: ofChat },
    stopChat: { scope: 'admin:write', status: 409, path: ofChat },
    transferChat: { scope: 'admin:write', status: 409, path: ofChat, body: someGroup },
    getChatRouting: { scope: 'admin:read', status: 200 },
    setChatRouting: { scope: 'admin:write', status: 200, body: () => ({ rules: [] }) },
    getChatRoutingHistory: { scope: 'admin:read', status: 200 },
    rollBackChatRouting: { scope: 'admin:write', status: 200, body: () => ({ version: 1 }) },
    tryChatRouting: { scope: 'admin:read', status: 200, body: () => ({ chatId: chat }) },
    listStatistics: { scope: 'admin:read', status: 200 },
    getStatistic: {
      scope: 'admin:read',
      status: 200,
      path: { name: () => 'Chat_Interactions_Accepted' },
    },
    recountStatistic: {
      scope: 'admin:write',
      status: 404,
      path: { name: () => 'Nothing' },
      body: () => ({}),
    },
    listAgents: { scope: 'admin:read', status: 200 },
    createAgent: { scope: 'admin:write', status: 201, body: (name) => ({ name }) },
    getAgent: { scope: 'admin:read', status: 200, path: ann },
    changeAgent: { scope: 'admin:write', status: 200, path: ann, body: () => ({ capacity: 2 }) },
    deleteAgent: { scope: 'admin:write', status: 404, path: { name: () => 'nobody' } },
    adminReadyAgent: { scope: 'admin:write', status: 409, path: ann },
    adminNotReadyAgent: { scope: 'admin:write', status: 409, path: ann },
    adminLogOutAgent: { scope: 'admin:write', status: 200, path: ann },
    rotateAgentKey: { scope: 'admin:write', status: 200, path: ann },
    // A page of somebody else is refused before it is asked who it is.
    beginAgentSession: { open: true, status: 403, body: () => ({ key: 'wak_x' }) },
    getAgentSession: { open: true, status: 403 },
    endAgentSession: { open: true, status: 403 },
    getAgentChat: forTheirChats,
    getFarewell: forTheirChats,
    getAgentChatMessages: forTheirChats,
    acceptChat: forTheirChats,
    rejectChat: forTheirChats,
    endAgentChat: forTheirChats,
    finishChat: forTheirChats,
    typeAsAgent: forTheirChats,
    sayAsAgent: { ...forTheirChats, body: () => ({ text: 'Hello' }) },
    transferAgentChat: { ...forTheirChats, body: someGroup },
    beat: forAgents,
    getDesk: forAgents,
    listTransferTargets: forAgents,
    logInAgent: forAgents,
    logOutAgent: forAgents,
    notReadyAgent: forAgents,
    readyAgent: forAgents,
    streamAgent: forAgents,
  };
}
