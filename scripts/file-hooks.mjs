// How modules are found in a process that runs many test files.

/** For a test file, tap is the test of that file rather than that of the process. */
const TEST_FILE = /\.(test|chaos)\.js$/;

export function resolve(specifier, context, next) {
  const { parentURL = '' } = context;
  if (specifier === 'tap' && TEST_FILE.test(parentURL)) return found(`file-tap.mjs?${parentURL}`);
  // It follows each promise to know whose error it is when one is thrown out of turn, a quarter of all
  // processor time. Here such an error ends the process instead.
  if (specifier === 'async-hook-domain') return found('no-domain.mjs');
  return next(specifier, context);
}

function found(name) {
  return { url: new URL(name, import.meta.url).href, shortCircuit: true };
}
