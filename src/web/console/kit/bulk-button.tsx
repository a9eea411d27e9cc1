import { useState } from 'preact/hooks';
import { BulkDialog } from './bulk-dialog.js';

/** Opens what acts on everything that a filter finds. */
export function BulkButton(props: Omit<Parameters<typeof BulkDialog>[0], 'onClose'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Act on all …
      </button>
      {isOpen && <BulkDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
