import type { Decision, Routing } from './words.js';

/** The rules before the one that decides: why each did not apply. */
function Missed({ of }: { readonly of: Decision['missed'] }) {
  if (of.length === 0) return null;
  return (
    <details open={of.length <= 5}>
      <summary class="quiet">
        {of.length === 1
          ? 'One rule before did not apply'
          : `${of.length} rules before did not apply`}
      </summary>
      <ul class="lines">
        {of.map(({ rule, condition }) => (
          <li key={rule}>
            <bdi>{rule}</bdi>
            <span class="quiet">
              <bdi>{condition}</bdi> does not hold
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const By = ({ rule }: { readonly rule: string | null }) =>
  rule === null ? (
    <>because no rule applies</>
  ) : (
    <>
      by the rule <bdi>“{rule}”</bdi>
    </>
  );

/** What would be decided on an interaction, in words. */
export function DecisionWords({ of }: { readonly of: Decision }) {
  return (
    <div class="verdict" role="status">
      <p>
        <strong>
          {of.decision === 'engage' ? 'It would be engaged' : 'It would not be engaged'}
        </strong>{' '}
        <By rule={of.rule} />
        {of.channel && (
          <>
            , through <code>{of.channel}</code>
          </>
        )}
        {of.reason && (
          <>
            : <bdi>{of.reason}</bdi>
          </>
        )}
        .
      </p>
      {of.refusal && (
        <p class="caution" dir="auto">
          It would change nothing: {of.refusal}. It is {of.state}.
        </p>
      )}
      {of.pacing && (
        <p class="quiet">
          Pacing lets {of.pacing.allowed} more be invited to a chat: <bdi>{of.pacing.because}</bdi>.
        </p>
      )}
      <Missed of={of.missed} />
    </div>
  );
}

/** Where a chat would go, who would get it, and why the others would not. */
export function RoutingWords({ of }: { readonly of: Routing }) {
  return (
    <div class="verdict" role="status">
      <p>
        {of.closed ? (
          <strong>Chat would be closed</strong>
        ) : (
          <strong>
            It would go to <bdi>{of.group}</bdi>
          </strong>
        )}{' '}
        <By rule={of.rule} />.
      </p>
      {of.message && (
        <p class="quiet">
          The visitor is told: <bdi>{of.message}</bdi>
        </p>
      )}
      {!of.closed && (
        <p>
          {of.agent === null ? (
            'Nobody is free for it now.'
          ) : (
            <>
              <strong>
                <bdi>{of.agent}</bdi>
              </strong>{' '}
              would be offered it now.
            </>
          )}
        </p>
      )}
      {of.others.length > 0 && (
        <ul class="lines">
          {of.others.map(({ agent, why }) => (
            <li key={agent}>
              <bdi>{agent}</bdi>
              <span class="quiet">
                <bdi>{why}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Missed of={of.missed} />
    </div>
  );
}
