import { useState } from 'preact/hooks';
import type { Kind } from '../../../../domain/objects/kinds.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { TextArea } from '../../forms/text-area.js';
import { TextField } from '../../kit/field.js';
import { readWritten, written } from '../../text/places.js';
import { KIND_TITLES, type Provisioned, pathOf } from './words.js';

/** What there is to begin with, of each kind. */
const BEGINNINGS: Readonly<Record<Kind, object>> = {
  'agent-groups': { description: '', agents: [] },
  'business-attributes': { description: '', values: {} },
  'interaction-queues': { description: '' },
  'interaction-queue-views': { description: '', queue: '', condition: {} },
  'enhanced-routing': {
    description: '',
    queue: '',
    annex: { Application: { url: 'https://example.com/strategy' } },
  },
  applications: { description: '', type: 'Web Engagement Server', connections: [], options: {} },
};

/** Makes an object of a kind. */
export function NewObject({
  kind,
  names,
  done,
  onClose,
}: {
  readonly kind: Kind;
  /** Of those there are: none is replaced by accident. */
  readonly names: readonly string[];
  done(name: string): void;
  onClose(): void;
}) {
  const [name, setName] = useState('');
  const [text, setText] = useState(written(BEGINNINGS[kind]));
  const read = readWritten(text);
  const isTaken = names.includes(name);
  const { one } = KIND_TITLES[kind];
  return (
    <FormDialog<Provisioned>
      title={`New ${one}`}
      verb="Create it"
      canSend={name !== '' && !isTaken && read.ok}
      act={{
        method: 'PUT',
        path: pathOf(kind, name),
        body: { properties: read.ok ? read.value : null },
      }}
      done={(made) => {
        done(made.name);
        return `There is a new ${one}: ${made.name}.`;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Name"
            value={name}
            required
            error={isTaken ? 'There is one of this name already.' : errorOf('#/name')}
            onValue={setName}
          />
          <TextArea
            label="Properties, as JSON"
            rows={10}
            value={text}
            error={
              read.ok
                ? errorOf('#/properties')
                : read.marks.map(({ line, words }) => `Line ${line}: ${words}`).join('; ')
            }
            onValue={setText}
          />
        </>
      )}
    </FormDialog>
  );
}
