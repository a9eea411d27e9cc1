import { useState } from 'preact/hooks';
import { WEBHOOK_EVENTS } from '../../../../domain/event-types.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { linesIn, TextArea } from '../../forms/text-area.js';
import type { Act } from '../../kit/dialog.js';
import { TextField } from '../../kit/field.js';
import { type Endpoint, PATH } from './words.js';

/** Makes an endpoint, or changes one: then only if nobody else has meanwhile. */
export function EndpointForm({
  endpoint,
  done,
  onClose,
}: {
  /** The one that is changed; nothing to make one. */
  readonly endpoint?: Endpoint;
  done(answer: Endpoint & { readonly secret?: string }): void;
  onClose(): void;
}) {
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [types, setTypes] = useState((endpoint?.eventTypes ?? ['*']).join('\n'));
  const [rate, setRate] = useState(String(endpoint?.rateLimitPerSecond ?? ''));
  const eventTypes = linesIn(types);
  const body = {
    url: url.trim(),
    description,
    eventTypes,
    rateLimitPerSecond: rate.trim() === '' ? null : Number(rate),
  };
  const act: Act = endpoint
    ? {
        method: 'PATCH',
        path: `${PATH}/${endpoint.id}`,
        body,
        headers: { 'If-Match': `"${endpoint.version}"` },
      }
    : { method: 'POST', path: PATH, body };
  return (
    <FormDialog<Endpoint & { readonly secret?: string }>
      title={endpoint ? 'Change this endpoint' : 'New endpoint'}
      verb={endpoint ? 'Change it' : 'Create it'}
      act={act}
      canSend={url.trim() !== '' && eventTypes.length > 0}
      done={(answer) => {
        done(answer);
        return endpoint
          ? 'The endpoint is changed: it counts from the next message on.'
          : undefined;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p>
            {endpoint
              ? 'Messages that are on their way go to the new address as well.'
              : 'From now on it is told what happens, each time with a signature; the secret for checking it is shown once.'}
          </p>
          <TextField
            label="Address"
            placeholder="https://example.com/webhooks"
            hint="http or https; a private address only if WEBHOOK_ALLOW_PRIVATE lists it."
            value={url}
            error={errorOf('#/url')}
            required
            onValue={setUrl}
          />
          <TextField
            label="Description"
            value={description}
            error={errorOf('#/description')}
            maxLength={256}
            onValue={setDescription}
          />
          <TextArea
            label="Events, one a line"
            hint="* is all, interaction.* a family. chat.message only by its whole name."
            value={types}
            error={errorOf('#/eventTypes')}
            onValue={setTypes}
          />
          <details>
            <summary class="quiet">Every event there is</summary>
            <dl class="glossary">
              {Object.entries(WEBHOOK_EVENTS).map(([type, words]) => (
                <div key={type}>
                  <dt>
                    <code>{type}</code>
                  </dt>
                  <dd class="quiet">{words}</dd>
                </div>
              ))}
            </dl>
          </details>
          <TextField
            label="At most so many a second"
            hint="1 to 10000; empty for as many as there are."
            value={rate}
            error={errorOf('#/rateLimitPerSecond')}
            onValue={setRate}
          />
        </>
      )}
    </FormDialog>
  );
}
