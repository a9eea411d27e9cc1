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
  const value = Object.hasOwn(userData, key) ? clean(userData[key] ?? '') : '';
  return value === '' ? null : { key, value };
}

/** Characters that nobody sees: zero-width ones, marks of direction, soft hyphens, controls. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;

/** A value as it is kept: in one normal form, without what nobody sees. */
const clean = (value: string): string => value.normalize('NFC').replace(INVISIBLE, '').trim();

/**
 * Two values that fold alike are one contact. E-mail addresses compare without case, and with their
 * domain in ASCII.
 */
export function foldIdentityValue(value: string): string {
  const cleaned = clean(value);
  const at = cleaned.lastIndexOf('@');
  if (at < 0) return cleaned;
  return `${cleaned.slice(0, at)}@${foldDomain(cleaned.slice(at + 1))}`.toLowerCase();
}

/** A domain in ASCII; what is no domain stays as it is. */
function foldDomain(domain: string): string {
  const address = `http://${domain}`;
  const isDomain = /^[^\s\\/?#@:[\]%]+$/.test(domain) && URL.canParse(address);
  return isDomain ? new URL(address).hostname.replace(/\.$/, '') : domain;
}
