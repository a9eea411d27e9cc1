import type { OptionKind } from './values.js';

/** What is known of an option before anybody sets it. */
export interface Definition<T> {
  readonly name: string;
  readonly section: 'service:wmsg' | 'engagement' | 'agents' | 'chat' | 'pacing' | 'statistics';
  readonly kind: OptionKind<T>;
  /** The text form; an empty text means not set. */
  readonly default: string;
  readonly description: string;
}

/** An option of the product. */
export const wmsg = <T>(
  name: string,
  kind: OptionKind<T>,
  fallback: string,
  description: string,
): Definition<T> => ({
  section: 'service:wmsg',
  name: `wmsg.connector.${name}`,
  kind,
  default: fallback,
  description,
});

/** Options of ours, by their section. */
export const ours =
  (section: Exclude<Definition<never>['section'], 'service:wmsg'>) =>
  <T>(name: string, kind: OptionKind<T>, fallback: string, description: string): Definition<T> => ({
    section,
    name: `${section}.${name}`,
    kind,
    default: fallback,
    description,
  });
