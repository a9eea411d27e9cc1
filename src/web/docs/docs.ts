import { startCopying } from './copy.js';
import { startSearch } from './search.js';

startSearch();
startCopying();

// On a narrow screen the list of pages is folded away until it is asked for.
const contents = document.querySelector<HTMLDetailsElement>('details.contents');
const wide = matchMedia('(min-width: 900px)');
const fold = (): void => {
  if (contents) contents.open = wide.matches;
};
wide.addEventListener('change', fold);
fold();
