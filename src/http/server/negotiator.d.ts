// The package has no types of its own; this is the part that is used.
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, unknown>> });
    /** Those of the available types that are acceptable, the most wanted first. */
    mediaTypes(available: readonly string[]): string[];
    /** Likewise of encodings; `identity` unless it is refused. */
    encodings(available: readonly string[]): string[];
  }
}
