import { parentPort, workerData } from 'node:worker_threads';
import { simulateChats } from './chat-simulation-run.js';
import { type Plan, simulate } from './simulation-run.js';

const { of, ...plan }: Plan & { readonly of: 'chats' | 'interactions' } = workerData;
parentPort?.postMessage(await (of === 'chats' ? simulateChats : simulate)(plan));
