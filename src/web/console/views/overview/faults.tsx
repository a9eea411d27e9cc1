import { hrefOf } from '../../address.js';
import { Since } from '../../kit/time.js';
import type { Overview } from '../../overview.js';

const MOMENT = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** What a check says, for people: moments as the page says them, and a link in the place of a request. */
function FaultWords({ name, detail }: { readonly name: string; readonly detail: string }) {
  const isOfWebhooks = name === 'webhooks';
  const words = isOfWebhooks ? detail.replace(/: GET \S+$/, '') : detail;
  return (
    <span>
      {words
        .split(MOMENT)
        .map((part) => (MOMENT.test(part) ? <Since key={part} at={part} /> : part))}
      {isOfWebhooks && (
        <>
          {' · '}
          <a href={hrefOf('webhooks')}>See which</a>
        </>
      )}
    </span>
  );
}

/** What does not hold, and what that means: where there is something. */
export function Faults({ overview: { service } }: { readonly overview: Overview }) {
  if (service.failing.length === 0) return null;
  return (
    <ul class="lines faults">
      {service.failing.map(({ name, detail, advisory }) => (
        <li key={name}>
          <strong class={advisory ? undefined : 'urgent'}>{name}</strong>
          <FaultWords name={name} detail={detail} />
        </li>
      ))}
    </ul>
  );
}
