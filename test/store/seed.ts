/** Seeds far enough apart that no id of one is an id of another; the first id is the seed. */
export const seed = (n: number): string =>
  `01890000-0000-7000-8000-0000${(n * 65_536).toString(16).padStart(8, '0')}`;
