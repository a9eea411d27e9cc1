import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Addresses in public ranges behind which clouds keep what is not for everybody. */
const METADATA = new Set(['168.63.129.16']);

/** Names that resolve to the machine itself, or to a cloud's metadata, without being asked for. */
const FORBIDDEN_NAMES = /^(.*\.)?(localhost|metadata\.google\.internal)\.?$/i;

const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Says which addresses deliveries may go to. */
export interface AddressPolicy {
  /** Whether deliveries may go to an IP address, in whatever spelling; false for what is none. */
  allows(address: string): boolean;
}

/** The address that is really meant: the IPv4 one inside mapped, translated and 6to4 spellings. */
function unwrap(address: Address): Address {
  const bytes = address.toByteArray();
  const at = (start: number): Address => ipaddr.fromByteArray(bytes.slice(start, start + 4));
  switch (address.range() as string) {
    case 'ipv4Mapped':
    case 'rfc6145':
      return at(12);
    case 'rfc6052':
      // The well-known prefix ends in the address; a network's own may have it anywhere.
      return bytes.slice(4, 12).every((byte) => byte === 0) ? at(12) : address;
    case '6to4':
      return at(2);
    default:
      return address;
  }
}

function isPublic(address: Address): boolean {
  if (METADATA.has(address.toString())) return false;
  const isUnicast = (address.range() as string) === 'unicast';
  if (address.kind() === 'ipv4') return isUnicast;
  return isUnicast && (address as ipaddr.IPv6).match(GLOBAL_UNICAST);
}

const isIn = (address: Address, [base, bits]: Range): boolean =>
  address.kind() === 'ipv4'
    ? base.kind() === 'ipv4' && (address as ipaddr.IPv4).match(base as ipaddr.IPv4, bits)
    : base.kind() === 'ipv6' && (address as ipaddr.IPv6).match(base as ipaddr.IPv6, bits);

const rangeOf = (text: string): Range => {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, 8 * address.toByteArray().length];
};

/**
 * Only public addresses, and those in `allowed` (CIDR ranges): loopback, private, link-local,
 * metadata and reserved ranges are not for deliveries, however they are spelled.
 */
export function createAddressPolicy(allowed: readonly string[]): AddressPolicy {
  const ranges = allowed.map(rangeOf);
  return {
    allows(text) {
      // A zone names an interface of this machine.
      if (text.includes('%') || !ipaddr.isValid(text)) return false;
      const given = ipaddr.parse(text);
      const meant = unwrap(given);
      if (ranges.some((range) => isIn(meant, range) || isIn(given, range))) return true;
      return isPublic(meant);
    },
  };
}

/** The IP address that the host of a URL is, or null for a name. */
export function literalOf(url: URL): string | null {
  // The URL parser has turned decimal, octal and hexadecimal spellings into four parts.
  const host = url.hostname.replaceAll(/[[\]]|\.$/g, '');
  return ipaddr.isValid(host) ? host : null;
}

/** Whether a host name needs no look-up to be refused, unless loopback is allowed. */
export function isForbiddenName(hostname: string, policy: AddressPolicy): boolean {
  if (!FORBIDDEN_NAMES.test(hostname)) return false;
  return !/localhost\.?$/i.test(hostname) || !(policy.allows('127.0.0.1') || policy.allows('::1'));
}

/** Whether an address is one of this machine's own only. */
export function isLoopback(host: string): boolean {
  if (/^localhost$/i.test(host)) return true;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}
