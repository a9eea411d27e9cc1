/** One line that is written over, on standard error; nothing where nobody looks. */
export function createProgressLine() {
  const { stderr } = process;
  return {
    show: (text: string): void => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    },
    clear: (): void => {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
