/** An address as a link only if it leads to a page: callers fill it, and a link runs what it is given. */
export const linkOf = (address: string) =>
  /^https?:\/\//i.test(address) ? (
    <a href={address} target="_blank" rel="noreferrer">
      {address}
    </a>
  ) : (
    address
  );
