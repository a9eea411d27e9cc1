import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from './simulation-run.js';

parentPort?.postMessage(await simulate(workerData));
