import { TextField } from './field.js';
import { fieldOf, momentOf } from './moments.js';

/** A moment, chosen in the zone of the reader; `onDone` is told it as the service writes it. */
export function MomentField({
  label,
  value = '',
  onDone,
}: {
  readonly label: string;
  readonly value?: string | undefined;
  onDone(moment: string): void;
}) {
  return (
    <TextField
      label={label}
      type="datetime-local"
      step={1}
      value={fieldOf(value)}
      onDone={(field) => onDone(momentOf(field))}
    />
  );
}
