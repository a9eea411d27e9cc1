/**
 * A moment as people read it, exactly: in their own zone, which is named, and in the words of the page,
 * so that no two readers take the same digits for two moments.
 */
export function exactly(at: string): string {
  return new Date(at).toLocaleString('en-GB', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  });
}

/** The time of day of a moment, to the second, in the zone of the reader. */
export const timeOfDay = (at: string): string => new Date(at).toLocaleTimeString('en-GB');

/** A moment of the service for a field that shows it in the zone of the reader, to the second. */
export function fieldOf(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The moment that such a field names. */
export function momentOf(field: string): string {
  const at = new Date(field);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
