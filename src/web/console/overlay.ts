import { createCell } from './cell.js';

/** What lies over the page: the palette, the page of keys, or nothing. */
export const overlay = createCell<'palette' | 'keys' | null>(null);
