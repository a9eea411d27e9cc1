import { files } from './file-tests.mjs';

export default files.get(new URL(import.meta.url).search.slice(1));
