/** How the text of a file is written. */
export type Encoding = 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be' | 'windows-1252';

const BOM = '\uFEFF';

/** By the mark that Windows editors put first; without one UTF-8, or else what they call ANSI. */
function encodingOf(bytes: Buffer): Encoding {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf16le';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8-bom';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf8';
  } catch {
    return 'windows-1252';
  }
}

/** The text of a file without the mark, and how to write it again; line ends stay as they are. */
export function decodeText(bytes: Buffer): { readonly text: string; readonly encoding: Encoding } {
  const encoding = encodingOf(bytes);
  const labels = { utf8: 'utf-8', 'utf8-bom': 'utf-8', utf16le: 'utf-16le', utf16be: 'utf-16be' };
  const label = encoding === 'windows-1252' ? encoding : labels[encoding];
  return { text: new TextDecoder(label).decode(bytes), encoding };
}

/** The bytes of a text in an encoding; what `windows-1252` lacks makes it UTF-8. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text);
    case 'utf8-bom':
      return Buffer.from(BOM + text);
    case 'utf16le':
      return Buffer.from(BOM + text, 'utf16le');
    case 'utf16be':
      return Buffer.from(BOM + text, 'utf16le').swap16();
    case 'windows-1252': {
      const bytes = Buffer.from(text, 'latin1');
      return decodeText(bytes).text === text ? bytes : Buffer.from(text);
    }
  }
}
