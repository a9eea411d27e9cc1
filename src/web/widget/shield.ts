import { listen } from './listeners.js';

/**
 * Everything by which pages act on keys, keep the focus where they want it, hijack scrolling, or close
 * what was clicked beside. What only tells where a pointer is stays: nobody acts on that.
 */
const HIDDEN = (
  'keydown keypress keyup beforeinput input compositionstart compositionupdate compositionend ' +
  'copy cut paste focus blur focusin focusout pointerdown pointerup mousedown mouseup click auxclick ' +
  'dblclick contextmenu touchstart touchmove touchend wheel beforetoggle toggle'
).split(' ');

const hosts = new Set<EventTarget>();

/** Hides from the page what happens inside `host`, until the returned function is called. */
export function shield(host: HTMLElement): () => void {
  hosts.add(host);
  // Shortcuts of pages leave alone who is writing, and ask the element that they can see.
  Object.defineProperty(host, 'isContentEditable', {
    get: () => Boolean(host.shadowRoot?.activeElement?.matches('input, textarea')),
  });
  return () => hosts.delete(host);
}

// With the script, not with the first card: of two listeners on the window the older one is first.
for (const kind of HIDDEN)
  listen(globalThis, kind, take, { capture: true, passive: /^(touch|wheel)/.test(kind) });

/** Takes an event of ours out of the page, and tells it again where only we hear it. */
function take(event: Event): void {
  const path = hosts.size ? event.composedPath() : [];
  const isOurs = path.some((each) => hosts.has(each));
  // A focus trap also watches what it loses, and to whom.
  const isLost =
    event.type === 'focusout' &&
    event instanceof FocusEvent &&
    event.relatedTarget !== null &&
    hosts.has(event.relatedTarget);
  if (!isOurs && !isLost) return;
  event.stopImmediatePropagation();
  const [target] = path;
  if (!isOurs || !(target instanceof HTMLElement)) return;
  const isSwallowed = event.defaultPrevented;
  if (event instanceof KeyboardEvent && event.type === 'keydown') onKey(event, target, isSwallowed);
  // No mouse event, which would press the button a second time.
  else if (/^(click|focusin|focusout|input)$/.test(event.type))
    target.dispatchEvent(new Event(event.type, { bubbles: true }));
  else if (isSwallowed) makeUpFor(event, target);
}

/** Does what a page forbade that listens before us. */
function makeUpFor(event: Event, target: HTMLElement): void {
  if (event.type === 'mousedown')
    target.closest<HTMLElement>('input, textarea, button, section')?.focus();
  else if (event instanceof WheelEvent)
    target.closest('[role=log], section')?.scrollBy(0, event.deltaY);
  else if (event instanceof ClipboardEvent && event.type === 'paste')
    insert(target, event.clipboardData?.getData('text') ?? '');
  else if (event instanceof InputEvent && event.type === 'beforeinput' && !event.isComposing)
    insert(target, event.data ?? '');
}

/** Types into a field of which the page forbids every event. */
function insert(target: HTMLElement, text: string): void {
  if (!text || !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement))
    return;
  const line = target instanceof HTMLInputElement ? text.replace(/[\r\n]+/g, ' ') : text;
  const { selectionStart: from, selectionEnd: to, value } = target;
  // Fields for addresses do not say where the cursor is.
  if (from === null || to === null) target.value = value + line;
  else target.setRangeText(line, from, to, 'end');
}

function onKey(event: KeyboardEvent, target: HTMLElement, isSwallowed: boolean): void {
  const { key, shiftKey, isComposing, keyCode } = event;
  // 229: Safari tells of the key that ends a composition when that is over.
  if (isComposing || keyCode === 229) {
    if (key === 'Enter' || key === 'Escape') event.preventDefault();
    return;
  }
  const again = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(again)) event.preventDefault();
  else if (isSwallowed) type(event, target);
}

/** Does what the browser would have done, had the page not been first to forbid it. */
function type({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, target: HTMLElement): void {
  if (ctrlKey || metaKey || altKey) return;
  const isButton = target.matches('button');
  if (isButton ? key === 'Enter' || key === ' ' : key === 'Enter' && target.matches('input'))
    (isButton ? target : target.closest('form')?.querySelector('button'))?.click();
  // Out of date, and the only way that keeps undo, selection and the limit of a field.
  else if (key.length === 1) document.execCommand('insertText', false, key);
  else if (key === 'Enter') document.execCommand('insertLineBreak');
  else if (key === 'Backspace') document.execCommand('delete');
  else if (key === 'Delete') document.execCommand('forwardDelete');
}
