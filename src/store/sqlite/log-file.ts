import { closeSync, openSync, readSync } from 'node:fs';
import { parseHeader } from './commit-numbers.js';
import { sizeOf } from './directory.js';

/** The format of SQLite's write-ahead log: https://sqlite.org/fileformat2.html#walformat */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/** What a log holds that SQLite would take from it. */
export interface LogContent {
  /** Whether there is a whole transaction in it. */
  readonly hasCommits: boolean;
  /** The numbers of the first and the last numbered commit; undefined when there is none. */
  readonly numbers: { readonly first: number; readonly last: number } | undefined;
}

type Sums = readonly [number, number];

/** The running checksums of the log over more bytes, in words of the endianness of its writer. */
function extend([a, b]: Sums, bytes: Buffer, isLittle: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [sum, other] = [a, b];
  for (let at = 0; at < bytes.length; at += 8) {
    sum = (sum + view.getUint32(at, isLittle) + other) | 0;
    other = (other + view.getUint32(at + 4, isLittle) + sum) | 0;
  }
  return [sum, other];
}

const isSumAt = ([a, b]: Sums, bytes: Buffer, at: number): boolean =>
  bytes.readInt32BE(at) === a && bytes.readInt32BE(at + 4) === b;

/** Reads a log that nobody writes, as far as its checksums hold. */
export function readLogFile(file: string): LogContent {
  const nothing: LogContent = { hasCommits: false, numbers: undefined };
  if (sizeOf(file) <= HEADER_BYTES) return nothing;
  const fd = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(fd, header, 0, HEADER_BYTES, 0);
    const isLittle = header.readUInt32BE(0) === MAGIC;
    let sums = extend([0, 0], header.subarray(0, 24), isLittle);
    if ((header.readUInt32BE(0) & ~1) !== MAGIC || !isSumAt(sums, header, 24)) return nothing;

    const frame = Buffer.alloc(FRAME_HEADER_BYTES + header.readUInt32BE(8));
    let content = nothing;
    /** The number in the transaction that is being read. */
    let number: number | undefined;
    for (let at = HEADER_BYTES; readSync(fd, frame, 0, frame.length, at) === frame.length; ) {
      at += frame.length;
      const page = frame.subarray(FRAME_HEADER_BYTES);
      sums = extend(extend(sums, frame.subarray(0, 8), isLittle), page, isLittle);
      const isOfThisLog = frame.compare(header, 16, 24, 8, 16) === 0;
      if (!isOfThisLog || !isSumAt(sums, frame, 16)) break;
      if (frame.readUInt32BE(0) === 1) number = parseHeader(page)?.commit ?? number;
      const isCommit = frame.readUInt32BE(4) !== 0;
      if (!isCommit) continue;
      const first = content.numbers?.first ?? number;
      const last = number ?? content.numbers?.last;
      content = {
        hasCommits: true,
        numbers: first === undefined || last === undefined ? undefined : { first, last },
      };
      number = undefined;
    }
    return content;
  } finally {
    closeSync(fd);
  }
}
