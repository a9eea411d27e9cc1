import type { OptionValues } from '../options/catalogue.js';
import type { UserData } from './interaction.js';

/** The contact that user data names, before it is looked up. */
export interface IdentityClaim {
  readonly key: string;
  readonly value: string;
}

/** The contact named under the `userIdentifier` key (`wmsg 1.11`), or null without one. */
export function claimIdentity(userData: UserData, options: OptionValues): IdentityClaim | null {
  const key = options.userIdentifier;
  const value = Object.hasOwn(userData, key) ? userData[key]?.trim() : undefined;
  return value ? { key, value } : null;
}

/** Two values that fold alike are one contact: e-mail addresses compare without case. */
export function foldIdentityValue(value: string): string {
  return value.includes('@') ? value.toLowerCase() : value;
}
