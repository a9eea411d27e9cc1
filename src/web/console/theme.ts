import { createCell } from './cell.js';

/** How the page is lit: as the system says, unless somebody has chosen. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'webengagement:console:theme';
const DARK = '(prefers-color-scheme: dark)';
/** When the rules for the dark apply. */
const APPLY: Readonly<Record<Theme, string>> = { system: DARK, light: 'not all', dark: 'all' };

const read = (): Theme => {
  try {
    return THEMES.find((each) => each === localStorage.getItem(KEPT)) ?? 'system';
  } catch {
    return 'system';
  }
};

export const theme = createCell<Theme>(read());

/** The colours stand once, in rules for the dark: they are switched as a whole. */
function light(next: Theme): void {
  document.documentElement.style.colorScheme = next === 'system' ? 'light dark' : next;
  for (const { cssRules } of document.styleSheets)
    for (const rule of cssRules)
      if (rule instanceof CSSMediaRule && dark.has(rule)) rule.media.mediaText = APPLY[next];
}

const dark = new WeakSet<CSSRule>();

/** Finds the rules that are switched, and lights the page as was chosen before. */
export function startTheme(): void {
  for (const { cssRules } of document.styleSheets)
    for (const rule of cssRules)
      if (rule instanceof CSSMediaRule && /prefers-color-scheme: ?dark/.test(rule.media.mediaText))
        dark.add(rule);
  light(theme.get());
}

/** Lights the page otherwise, from now on. */
export function setTheme(next: Theme): void {
  theme.set(next);
  light(next);
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // Kept for this page alone, then.
  }
}
