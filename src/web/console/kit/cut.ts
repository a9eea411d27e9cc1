/** Whether some of its text is out of sight. */
const isCut = (element: Element): boolean => element.scrollWidth > element.clientWidth + 1;

/** Has a cell that is cut off say the whole of it on hover; what says more by itself is left alone. */
export function tellCut({ target }: Event): void {
  const cell = target instanceof Element ? target.closest('td') : null;
  if (!cell || cell.querySelector('[title]')) return;
  const parts = [cell, ...cell.querySelectorAll('.tail')];
  if (parts.some(isCut)) cell.title = cell.textContent ?? '';
  else cell.removeAttribute('title');
}
