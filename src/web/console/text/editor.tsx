import { useId, useRef } from 'preact/hooks';
import type { Mark } from './places.js';

/** As many lines as are shown at once. */
const LEAST_LINES = 10;
const MOST_LINES = 28;

/** A text with the numbers of its lines, and what is wrong with some of them. */
export function Editor({
  label,
  text,
  marks,
  isFixed,
  onText,
}: {
  readonly label: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Only to be read. */
  readonly isFixed: boolean;
  onText(text: string): void;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const wrong = new Set(marks.map(({ line }) => line));
  function goTo(line: number): void {
    const { current } = area;
    if (!current) return;
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    current.focus();
    current.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    const height = current.scrollHeight / Math.max(lines.length, 1);
    current.scrollTop = Math.max((line - 4) * height, 0);
  }
  return (
    <div class="editor">
      <label class="unseen" for={id}>
        {label}
      </label>
      <div class="sheet" data-wrong={marks.length > 0}>
        <div class="numbers" aria-hidden="true" ref={numbers}>
          {lines.map((_line, at) => (
            <span key={at} class={wrong.has(at + 1) ? 'wrong' : undefined}>
              {at + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={area}
          wrap="off"
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          readOnly={isFixed}
          aria-invalid={marks.length > 0 ? true : undefined}
          aria-describedby={`${id}-marks`}
          style={{
            height: `${Math.min(Math.max(lines.length, LEAST_LINES), MOST_LINES) * 18 + 18}px`,
          }}
          value={text}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
          onScroll={({ currentTarget }) => {
            if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
      <div id={`${id}-marks`} role="alert">
        <ul class="marks">
          {marks.map(({ line, words }) => (
            <li key={`${line} ${words}`}>
              <button type="button" class="plain small" onClick={() => goTo(line)}>
                Line {line}
              </button>
              <span class="problem" dir="auto">
                {words}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
