import type { Term } from './term.js';
export const peers: Term = { name: 'peers', title: 'Peers', says: '', rows: async () => [] };
