import t from 'tap';
import { attack } from './guest/attacked.js';
import { takeOver } from './guest/handover.js';
import { show } from './guest/media.js';
import { replacePages } from './guest/replaced.js';
import { setStage } from './support/browser.js';

// One browser and one service for all of it: to start them takes longer than most cases.
const stage = await setStage(t);
if (stage) {
  replacePages(stage);
  attack(stage);
  show(stage);
  takeOver(stage);
}
