/** Parts of a view, each with an address of its own; on a narrow page on several lines: none is out of sight. */
export function Tabs({
  label,
  current,
  tabs,
}: {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly {
    readonly name: string;
    readonly title: string;
    readonly href: string;
  }[];
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ name, title, href }) => (
        <a key={name} href={href} aria-current={name === current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
