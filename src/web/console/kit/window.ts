/** Browsers draw nothing below some 17 million pixels: a list that is higher is scrolled in proportion. */
const MOST_PX = 10_000_000;

export interface Looked {
  readonly scrollTop: number;
  /** What is to be seen of the rows. */
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** Which rows are drawn, and where the first of them is. */
export interface RowWindow {
  readonly first: number;
  /** One after the last. */
  readonly end: number;
  /** Pixels above the first. */
  readonly above: number;
  readonly below: number;
}

/** Rows drawn beyond either edge. */
const BEYOND = 8;

const scaleOf = ({ count, rowHeight, height }: Looked): number => {
  const whole = count * rowHeight;
  return whole <= MOST_PX ? 1 : (whole - height) / (MOST_PX - height);
};

/** What of a list is drawn for what is looked at. */
export function windowOf(looked: Looked): RowWindow {
  const { scrollTop, height, rowHeight, count } = looked;
  const offset = Math.max(scrollTop, 0) * scaleOf(looked);
  const seen = Math.floor(offset / rowHeight);
  const first = Math.max(Math.min(seen, count) - BEYOND, 0);
  const end = Math.min(seen + Math.ceil(height / rowHeight) + BEYOND, count);
  const all = Math.min(count * rowHeight, MOST_PX);
  const above = Math.max(scrollTop - (offset - first * rowHeight), 0);
  return { first, end, above, below: Math.max(all - above - (end - first) * rowHeight, 0) };
}

/** Where to scroll to have a row in sight; as it is where it is already. */
export function scrollTo(looked: Looked, index: number): number {
  const { scrollTop, height, rowHeight } = looked;
  const scale = scaleOf(looked);
  const offset = scrollTop * scale;
  const top = index * rowHeight;
  if (top < offset) return top / scale;
  if (top + rowHeight > offset + height) return (top + rowHeight - height) / scale;
  return scrollTop;
}
