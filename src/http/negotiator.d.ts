// The package has no types of its own; this is the part that is used.
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: { readonly accept?: string | undefined } });
    /** Those of the available types that are acceptable, the most wanted first. */
    mediaTypes(available: readonly string[]): string[];
  }
}
