import { LIMITS } from '../limits.js';
import type { UserData } from './interaction.js';

/** Text that can be stored and given back as it came: no lone surrogate, no NUL. */
export const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;

/** Whether data is within what is kept of an interaction or a chat. */
export function dataFits(data: UserData): boolean {
  const entries = Object.entries(data);
  const bytes = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
  return (
    entries.length <= LIMITS.dataKeys.most &&
    bytes <= LIMITS.dataBytes.most &&
    entries.every(
      ([key, value]) =>
        key !== '' &&
        key.length <= LIMITS.dataKey.most &&
        value.length <= LIMITS.dataValue.most &&
        isText(key) &&
        isText(value),
    )
  );
}

/** A change of user data: what is set, then what is taken out (null: everything that is not set). */
export interface DataEdit {
  readonly set: UserData;
  readonly remove: readonly string[] | null;
}

/** The data after a change. */
export function editedData(data: UserData, { set, remove }: DataEdit): UserData {
  const kept = Object.entries(data).filter(([key]) => remove !== null && !remove.includes(key));
  return Object.fromEntries([...kept, ...Object.entries(set)]);
}
