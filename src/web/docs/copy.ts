/** Gives every block of code a button that copies it, prompts of a shell left out. */
export function startCopying(): void {
  if (!navigator.clipboard) return;
  for (const block of document.querySelectorAll('.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      const text = block.querySelector('code')?.textContent ?? '';
      navigator.clipboard.writeText(text.replace(/^\$ /gm, '')).then(
        () => say(button, 'Copied'),
        () => say(button, 'Not allowed'),
      );
    });
    block.append(button);
  }
}

function say(button: HTMLButtonElement, text: string): void {
  button.textContent = text;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1500);
}
