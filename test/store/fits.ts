import type { Test } from 'tap';

/** Where something is not what a pattern says, to the last character and item; null when it is. */
function misfit(found: unknown, pattern: unknown, path: string): string | null {
  if (pattern instanceof RegExp || typeof pattern === 'function') return null;
  if (typeof pattern !== 'object' || pattern === null) return found === pattern ? null : path;
  if (typeof found !== 'object' || found === null) return path;
  if (Array.isArray(pattern) && (found as unknown[]).length !== pattern.length)
    return `${path}.length`;
  for (const [name, part] of Object.entries(pattern)) {
    const wrong = misfit(
      (found as Readonly<Record<string, unknown>>)[name],
      part,
      `${path}.${name}`,
    );
    if (wrong !== null) return wrong;
  }
  return null;
}

/**
 * Asserts that everything a pattern names is so. Unlike `t.match`, lists have to be as long and
 * texts as they are: `[]` means that nothing was found.
 */
export function fits(t: Test, found: unknown, pattern: unknown, message = 'it fits'): void {
  const wrong = misfit(found, pattern, 'it');
  if (wrong === null) t.match(found, pattern, message);
  else t.fail(`${message}: ${wrong}`, { found, wanted: pattern });
}
