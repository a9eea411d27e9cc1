import t from 'tap';
import { calm } from './contract/calm.js';
import { changes } from './contract/changes.js';
import { decisions } from './contract/decisions.js';
import { health } from './contract/health.js';
import { objects } from './contract/objects.js';
import { questions } from './contract/questions.js';
import { signals } from './contract/signals.js';
import { postgresUnderTest } from './postgres-under-test.js';

const made = await postgresUnderTest();
if (made) {
  for (const contract of [calm, changes, decisions, objects, questions, signals, health])
    contract(t, made.makeStore);
}
