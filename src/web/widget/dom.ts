type Attributes = Readonly<Record<string, string | boolean>>;

/** An element with its attributes and what is in it; no HTML is parsed, so that nothing can hide in a text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(attribute, value === true ? '' : value);
  }
  made.append(...inside);
  return made;
}

/** A button that does one thing. */
export function button(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className }, text);
  made.addEventListener('click', onClick);
  return made;
}
