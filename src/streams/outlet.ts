import type { ServerResponse } from 'node:http';

/** Where a stream is written to: the part of an answer that this needs. */
export type Outlet = Pick<
  ServerResponse,
  'write' | 'end' | 'destroy' | 'writableLength' | 'once' | 'destroyed'
>;

/** One server-sent event. JSON has no raw line breaks, so that one data line is enough. */
export function eventText(name: string, data: object, id?: string): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${name}\n${idLine}data: ${JSON.stringify(data)}\n\n`;
}

/** Ends a stream; what waits for a slow reader must not hold up the end. */
export function endOutlet(outlet: Outlet): void {
  if (outlet.writableLength > 0) outlet.destroy();
  else outlet.end();
}
