/** Characters that mean something else when they are not escaped. */
const RESERVED = /[:/?#[\]@!$&'()*+,;=%]/;

const escaped = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Escapes that need none are taken away; those that stay are in capitals. */
function withoutEscapes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      const characters = [...decodeURIComponent(escapes)];
      return characters.map((each) => (RESERVED.test(each) ? escaped(each) : each)).join('');
    } catch {
      return escapes.toUpperCase();
    }
  });
}

/** A label in ASCII; one with a star, or that no address can have, stays as it is. */
function asciiLabel(label: string): string {
  const address = `http://${label}.x`;
  if (/^[\x20-\x7e]*$/.test(label) || label.includes('*') || !URL.canParse(address)) return label;
  return new URL(address).hostname.slice(0, -'.x'.length);
}

/** A host in lower case, its labels in ASCII; stars of a pattern stay. */
const asciiHost = (host: string): string =>
  host.toLowerCase().normalize('NFC').split('.').map(asciiLabel).join('.');

const isWeb = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/**
 * The address of a page in one spelling: the host in lower case and ASCII, no port that the scheme
 * has anyway, nothing escaped that need not be. What is no web address keeps all but its escapes.
 */
export function readableAddress(text: string): string {
  if (!isWeb(text)) return withoutEscapes(text);
  const { protocol, hostname, port, pathname, search, hash } = new URL(text);
  const place = `${hostname}${port && `:${port}`}`;
  return `${protocol}//${place}${withoutEscapes(pathname + search + hash)}`;
}

const DEFAULT_PORTS: Readonly<Record<string, RegExp>> = {
  'http://': /:80$/,
  'https://': /:443$/,
};

/** A pattern in its scheme, or what stands for it, its host, and the rest. */
function partsOf(pattern: string) {
  const [, before = '', place = '', rest = ''] =
    /^([a-z*]*:\/\/|\*\.(?=[^/?#*]+\/))([^/?#]*)(.*)$/is.exec(pattern) ?? [];
  return { before, place, rest };
}

/** An address has such a label in ASCII, where no star stands for a part of it. */
const isMixed = (label: string): boolean => label.includes('*') && /[^\x20-\x7e]/.test(label);

/** A pattern of addresses in the spelling of `readableAddress`; `*` is any text. */
export function readablePattern(pattern: string): string {
  if (!pattern.includes('*') && isWeb(pattern)) return readableAddress(pattern);
  const { before, place, rest } = partsOf(pattern);
  if (before === '') return withoutEscapes(pattern);
  const scheme = before.toLowerCase();
  const host = asciiHost(place).replace(DEFAULT_PORTS[scheme] ?? /$^/, '');
  // An address always has a path.
  const path = rest.startsWith('/') || host.endsWith('*') ? rest : `/${rest}`;
  return `${scheme}${host}${withoutEscapes(path)}`;
}

/** Why a pattern may never match what is sent; undefined when there is nothing to say. */
export function doubtAbout(pattern: string): string | undefined {
  if (partsOf(pattern).place.split('.').some(isMixed))
    return 'has a star beside letters beyond ASCII in one label of its host; write such a label whole';
  if (/[?#]/.test(pattern))
    return 'has a query or a fragment; the widget sends addresses without, so only what a back end sends can match';
  if (!/^(\*|https?:)/i.test(pattern))
    return 'matches no whole address; begin it with https:// or with *';
  return undefined;
}
