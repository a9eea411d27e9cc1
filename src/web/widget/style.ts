/**
 * The look. Colours, shape and place are the site's to set, as variables on the page, and nothing else
 * is: of what is `!important`, the innermost wins. A strict Content-Security-Policy lets it in because it
 * is constructed, not written into the page.
 */
const CSS = `
:host {
  --accent: var(--webengagement-accent, #0b5cad);
  --on-accent: var(--webengagement-on-accent, #fff);
  --back: var(--webengagement-background, #fff);
  --text: var(--webengagement-text, #1b1f24);
  --quiet: var(--webengagement-quiet, #57606a);
  --line: var(--webengagement-border, #d0d7de);
  --error: var(--webengagement-error, #b3261e);
  --radius: var(--webengagement-radius, 12px);
  --inset: var(--webengagement-inset, min(20px, 5vmin));
  --inset-inline: var(--webengagement-inset-inline, var(--inset));
  all: initial !important;
  direction: ltr !important;
  display: flex !important;
  flex-direction: column !important;
  position: fixed !important;
  z-index: var(--webengagement-z-index, 2147483000) !important;
  inset-block-end: calc(var(--inset) + var(--keyboard, 0px)) !important;
  inset-inline-end: var(--inset-inline) !important;
  /* Parts of the window, not of its units, which a zoom of the page makes longer. */
  inline-size: min(var(--webengagement-width, 340px), 100% - 2 * var(--inset-inline)) !important;
  max-block-size: calc(100% - 2 * var(--inset) - var(--keyboard, 0px)) !important;
  font: 15px/1.45 var(--webengagement-font, system-ui, sans-serif) !important;
  -webkit-text-size-adjust: 100% !important;
  color: var(--text) !important;
  color-scheme: light !important;
  pointer-events: none !important;
}
:host([dir="rtl"]) { direction: rtl !important }
:host::backdrop, :host::before, :host::after { display: none !important }
@media print { :host { display: none !important } }
:host([data-theme="dark"]) { --accent: var(--webengagement-accent, #6cb0f2); --on-accent: var(--webengagement-on-accent, #0d1117); --back: var(--webengagement-background, #1c2128); --text: var(--webengagement-text, #e6edf3); --quiet: var(--webengagement-quiet, #9da7b3); --line: var(--webengagement-border, #3d444d); --error: var(--webengagement-error, #ff9d94); color-scheme: dark !important }
/* Black or white on the accent, whichever is read better: one of them always has 4.5 to 1. */
@supports (color: color(from red srgb-linear r g b)) {
  :host([data-theme]) {
    --on: clamp(0, (.18 - (.2126 * r + .7152 * g + .0722 * b)) * 99999, 1);
    --on-accent: var(--webengagement-on-accent, color(from var(--accent) srgb-linear var(--on) var(--on) var(--on)));
  }
}
[hidden] { display: none !important }
.card {
  box-sizing: border-box;
  overflow: auto;
  overscroll-behavior: contain;
  padding: 20px;
  background: var(--back);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  outline-offset: 2px;
  overflow-wrap: anywhere;
}
.card, .launcher { pointer-events: auto; box-shadow: 0 4px 16px rgb(0 0 0 / .12) }
.new { animation: in .24s ease-out }
@keyframes in { from { opacity: 0; transform: translateY(16px) } }
@media (prefers-reduced-motion: reduce) { .new { animation: none } }
h2 { margin: 0 0 4px; font-size: 17px; font-weight: 600; line-height: 1.3 }
p { margin: 0; color: var(--quiet) }
h2, p:not([dir]) { unicode-bidi: plaintext; text-align: left }
:host([dir="rtl"]) :is(h2, p:not([dir])) { text-align: right }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 16px }
button {
  min-block-size: 40px;
  padding: 8px 16px;
  font: inherit;
  font-weight: 500;
  color: var(--text);
  background: none;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) * .67);
  cursor: pointer;
}
button:hover { border-color: var(--quiet) }
.launcher { flex: none; align-self: flex-end; max-inline-size: 100%; background: var(--back) }
.primary, .primary:hover { color: var(--on-accent); background: var(--accent); border-color: var(--accent) }
.primary:hover { text-decoration: underline; text-underline-offset: 3px }
button:disabled { opacity: .6; cursor: default }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px }
form { display: grid; gap: 12px; margin-block-start: 16px }
label { display: grid; gap: 4px; font-weight: 500 }
.optional { color: var(--quiet); font-weight: 400 }
input, textarea {
  box-sizing: border-box;
  inline-size: 100%;
  min-block-size: 40px;
  padding: 8px 12px;
  font: inherit;
  font-size: 16px;
  color: inherit;
  background: var(--back);
  border: 1px solid var(--quiet);
  border-radius: calc(var(--radius) * .5);
}
[aria-invalid="true"] { border-color: var(--error) }
.error { color: var(--error); font-weight: 400 }
.error:empty, .note:empty { display: none }
form .actions { margin-block-start: 4px }
.time { align-self: center; margin-inline-start: auto; font-variant-numeric: tabular-nums }
.live { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
`;

/** Every variable by which a site sets the look. */
export const VARIABLES: ReadonlySet<string> = new Set(CSS.match(/--webengagement-[a-z-]+/g));

/** The style sheet of the widget's shadow root. */
export function createStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS.replace(/\s+/g, ' '));
  return sheet;
}
