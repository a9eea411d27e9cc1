import { parentPort, workerData } from 'node:worker_threads';
import { simulateChats } from './chat-simulation-run.js';
import { simulateNodes } from './nodes-simulation.js';
import { type Plan, simulate } from './simulation-run.js';

const OF = { interactions: simulate, chats: simulateChats, nodes: simulateNodes };

const { of, ...plan }: Plan & { readonly of: keyof typeof OF } = workerData;
parentPort?.postMessage(await OF[of](plan));
