import { useLayoutEffect, useRef } from 'preact/hooks';

/** Parts of a view, each with an address of its own. */
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
  const bar = useRef<HTMLElement>(null);
  // On a narrow page the bar is scrolled; nothing else is.
  useLayoutEffect(() => {
    const shown = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (shown) bar.current?.scrollTo({ left: shown.offsetLeft - bar.current.offsetLeft });
  }, [current]);
  return (
    <nav class="tabs" aria-label={label} ref={bar}>
      {tabs.map(({ name, title, href }) => (
        <a key={name} href={href} aria-current={name === current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
