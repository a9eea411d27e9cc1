import { parentPort, workerData } from 'node:worker_threads';
import { type FuzzPlan, fuzz } from './fuzz-run.js';

parentPort?.postMessage(await fuzz(workerData as FuzzPlan));
