import type { Method } from '../wire.js';

/** A word of a shell that stands for itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The line for a shell that does the same as a request of the page. The key is for whoever runs it to
 * fill in: `KEY`.
 */
export function curlLine(
  origin: string,
  method: Method,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): string {
  const asked = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [
    'curl -s',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quoted(origin + path),
    '-H "Authorization: Bearer $KEY"',
    ...asked,
    ...(body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`] : []),
  ].join(' ');
}
