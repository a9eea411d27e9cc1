/** The parts of an origin, with nothing that the URL parser would forgive or throw away. */
const ORIGIN = /^https?:\/\/[^\s\\/?#@*]+$/i;

/**
 * An origin as browsers spell it: in lower case, the host in ASCII, without the port that the scheme
 * has anyway. Undefined for what is no http or https origin.
 */
export function canonicalOrigin(text: string): string | undefined {
  return ORIGIN.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}

/** A host name as browsers spell it; what is none stays as it is. */
export function canonicalHost(text: string): string {
  const address = `http://${text}`;
  return ORIGIN.test(address) && URL.canParse(address) ? new URL(address).hostname : text;
}
