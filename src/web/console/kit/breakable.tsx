import type { ComponentChildren } from 'preact';

/** A name that may go on in the next line after what joins its parts, or before a capital. */
export const breakable = (name: string): ComponentChildren =>
  name
    .split(/(?<=[_.-])|(?<=[a-z])(?=[A-Z])/)
    .flatMap((part, index) => (index === 0 ? [part] : [<wbr key={part} />, part]));
