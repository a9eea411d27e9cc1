/** The test of each file that runs in this process, by the file's address. */
export const files = new Map();
