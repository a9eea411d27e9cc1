import t from 'tap';
import { commits } from './contract/commits.js';
import { failures } from './contract/failures.js';
import { history } from './contract/history.js';
import { interactions } from './contract/interactions.js';
import { options } from './contract/options.js';
import { pagesOfLists } from './contract/pages.js';
import { queues } from './contract/queues.js';
import { tallies } from './contract/tallies.js';
import { postgresUnderTest } from './postgres-under-test.js';

const made = await postgresUnderTest();
if (made) {
  for (const contract of [
    commits,
    failures,
    interactions,
    history,
    queues,
    options,
    pagesOfLists,
    tallies,
  ])
    contract(t, made.makeStore);
}
