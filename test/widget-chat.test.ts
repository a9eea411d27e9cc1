import t from 'tap';
import { createAgent } from './support/agent.js';
import { KEY, setStage } from './support/browser.js';
import { bePatient } from './support/talk.js';
import { beginChats } from './talk/begun.js';
import { tellStory } from './talk/story.js';

const stage = await setStage(t);
if (stage) {
  await bePatient(stage.ask);
  const eve = await createAgent(stage.service.address, KEY, 'eve', 25);
  await eve.post('ready');
  // First the one that waits the longest.
  tellStory(stage);
  beginChats(stage, eve);
}
