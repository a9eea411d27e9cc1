import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

/** Of an answer, this much is read, in bytes; the connection of a longer one is given up. */
const MAX_ANSWER_BYTES = 65_536;

/** Codings on top of each other that are undone. */
const MAX_CODINGS = 3;

/** The headers of an answer that say how its text is written. */
export interface TextHeaders {
  readonly 'content-encoding'?: string | readonly string[] | undefined;
  readonly 'content-type'?: string | readonly string[] | undefined;
}

const lenient = { finishFlush: zlib.constants.Z_SYNC_FLUSH };

/** `deflate` comes with a header of zlib, or, from some, without one. */
const inflate = (bytes: Buffer): Transform =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0
    ? zlib.createInflate(lenient)
    : zlib.createInflateRaw(lenient);

/** Only newer versions of Node.js have it; a window of 1 MiB is more than an answer needs. */
function createUnzstd(): (() => Transform) | undefined {
  const { createZstdDecompress, constants } = zlib as unknown as {
    readonly createZstdDecompress?: (options: object) => Transform;
    readonly constants: { readonly ZSTD_d_windowLogMax: number };
  };
  return (
    createZstdDecompress &&
    (() => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 20 } }))
  );
}

const DECODERS: Readonly<Record<string, ((bytes: Buffer) => Transform) | undefined>> = {
  gzip: () => zlib.createGunzip(lenient),
  'x-gzip': () => zlib.createGunzip(lenient),
  deflate: inflate,
  br: () => zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  zstd: createUnzstd(),
};

/**
 * The first `most` bytes of what comes, and whether there were more. Up to `readable` bytes are read
 * besides: a connection whose answer was read to its end is used again.
 */
async function take(source: AsyncIterable<Buffer>, most: number, readable = most) {
  const kept: Buffer[] = [];
  let read = 0;
  try {
    for await (const chunk of source) {
      if (read < most) kept.push(chunk.subarray(0, most - read));
      read += chunk.length;
      if (read > readable) break;
    }
  } catch {
    // What came is shown; what is missing of the answer changes nothing.
  }
  return { bytes: Buffer.concat(kept), isCut: read > most };
}

const textOf = (header: string | readonly string[] | undefined): string =>
  header === undefined ? '' : [header].flat().join(',');

function decode(bytes: Buffer, contentType: string, isCut: boolean): string {
  const [, label = 'utf-8'] = /charset="?([\w:.-]+)/i.exec(contentType) ?? [];
  // A character that was cut in the middle is left out.
  const options = { stream: isCut };
  try {
    return new TextDecoder(label).decode(bytes, options);
  } catch {
    return new TextDecoder().decode(bytes, options);
  }
}

/**
 * The first `most` bytes of an answer as text, whatever its content coding and character set. No
 * more is unpacked than is kept, however much is packed into it. What comes in a coding that is not
 * known, or not in the coding it says, is described instead.
 */
export async function readText(
  body: AsyncIterable<Buffer>,
  headers: TextHeaders,
  most: number,
): Promise<string> {
  const codings = textOf(headers['content-encoding'])
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const contentType = textOf(headers['content-type']);
  const came = await take(body, codings.length > 0 ? MAX_ANSWER_BYTES : most, MAX_ANSWER_BYTES);
  if (codings.length === 0) return decode(came.bytes, contentType, came.isCut);
  let { bytes, isCut } = came;
  for (const [index, coding] of codings.toReversed().entries()) {
    const decoder = DECODERS[coding]?.(bytes);
    if (decoder === undefined || index >= MAX_CODINGS)
      return `(${bytes.length} bytes in the content coding ${coding.slice(0, 40)})`;
    const isLast = index === codings.length - 1;
    decoder.on('error', () => {});
    decoder.end(bytes);
    const unpacked = await take(decoder, isLast ? most : MAX_ANSWER_BYTES);
    decoder.destroy();
    if (unpacked.bytes.length === 0 && bytes.length > 0 && !unpacked.isCut)
      return `(${bytes.length} bytes that are not in the content coding ${coding})`;
    isCut = isCut || unpacked.isCut;
    bytes = unpacked.bytes;
  }
  return decode(bytes, contentType, isCut);
}
