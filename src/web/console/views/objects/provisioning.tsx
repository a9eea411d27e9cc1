import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { breakable } from '../../kit/breakable.js';
import { type Act, ConfirmDialog } from '../../kit/dialog.js';
import { SelectField } from '../../kit/field.js';
import { Failed, Loading, NoPermission } from '../../kit/states.js';
import { may, type Session } from '../../session.js';
import { ask, type Page, Refused, Unreachable, useAsk } from '../../wire.js';
import { type Plan, planWords, rowsOfPlan } from './plan.js';
import { KIND_TITLES, type Provisioned, pathOf } from './words.js';

const PATH = '/v1/admin/provisioning';
const TONES = { created: 'good', corrected: 'warn', removed: 'bad', unchanged: '', skipped: '' };

interface Run {
  readonly application: string;
  readonly overwrite: boolean;
}

/** What a run would do; asked again in another round. */
function usePlan(run: Run | null, round: number) {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [error, setError] = useState<Refused | Unreachable | null>(null);
  const { application, overwrite } = run ?? { application: '', overwrite: false };
  useEffect(() => {
    if (application === '') return;
    let isWanted = true;
    setPlan(null);
    setError(null);
    ask<Plan>('POST', PATH, { application, overwrite, dryRun: true }).then(
      (next) => isWanted && setPlan(next),
      (failure: unknown) => {
        if (!(failure instanceof Refused || failure instanceof Unreachable)) throw failure;
        if (isWanted) setError(failure);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [application, overwrite, round]);
  return { plan, error };
}

function PlanTable({ plan }: { readonly plan: Plan }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class="plain-table" aria-label="The plan" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Object, and why or what changes</th>
          </tr>
        </thead>
        <tbody>
          {rowsOfPlan(plan).map(({ id, kind, name, action, detail, isChange }) => (
            <tr key={id} data-change={isChange}>
              <td>
                <span class={`word ${TONES[action]}`}>{action}</span>
              </td>
              <td class="long">
                <a href={hrefOf('objects', `${kind}/${name}`)}>
                  <bdi>{breakable(name)}</bdi>
                </a>{' '}
                <span class="quiet">{KIND_TITLES[kind].one}</span>
                {detail !== '' && <p dir="auto">{breakable(detail)}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Provisioning: the plan first, and only then done. */
export function Provisioning({
  session,
  head,
}: {
  readonly session: Session;
  readonly head: ComponentChildren;
}) {
  const applications = useAsk<Page<Provisioned>>(`${pathOf('applications')}`);
  const servers = (applications.data?.items ?? [])
    .filter(({ properties }) => properties.type === 'Web Engagement Server')
    .map(({ name }) => name);
  const [chosen, setChosen] = useState('');
  const [overwrite, setOverwrite] = useState(false);
  const [round, setRound] = useState(0);
  const [isAsked, setAsked] = useState(false);
  const application = chosen || (servers[0] ?? '');
  const canChange = may(session, 'admin:write');
  const { plan, error } = usePlan(canChange ? { application, overwrite } : null, round);
  const again = (): void => setRound(round + 1);
  const { created = 0, corrected = 0, removed = 0 } = plan?.summary ?? {};
  const changes = created + corrected + removed;
  const act: Act = { method: 'POST', path: PATH, body: { application, overwrite } };
  return (
    <div class="sheet-view">
      <header class="view-head">
        {head}
        {canChange && (
          <div class="buttons">
            <button type="button" onClick={again}>
              Plan again
            </button>
            <button
              type="button"
              class="main"
              disabled={!plan || changes === 0}
              onClick={() => setAsked(true)}
            >
              Apply
            </button>
          </div>
        )}
      </header>
      {!canChange && <NoPermission scope="admin:write" />}
      {canChange && (
        <div class="report">
          <div class="rows">
            <SelectField
              label="Application of the server"
              value={application}
              choices={servers}
              onValue={setChosen}
            />
            <label class="check">
              <input
                type="checkbox"
                checked={overwrite}
                onChange={({ currentTarget: { checked } }) => setOverwrite(checked)}
              />
              <span>
                Overwrite{' '}
                <span class="quiet">what was changed by hand in its own objects is lost</span>
              </span>
            </label>
          </div>
          {error && <Failed error={error} again={again} />}
          {!plan && !error && <Loading label="The plan" />}
          {plan && (
            <>
              <p class="effect" data-tone={changes > 0 ? 'warn' : undefined} role="status">
                {planWords(plan)} {changes > 0 && 'Nothing is done yet.'}
              </p>
              {plan.warnings.map((warning) => (
                <p key={warning} class="caution" dir="auto">
                  {warning}
                </p>
              ))}
              <PlanTable plan={plan} />
            </>
          )}
        </div>
      )}
      {isAsked && plan && (
        <ConfirmDialog<Plan>
          title="Apply this plan"
          verb="Apply it"
          isGrave={overwrite || removed > 0}
          act={act}
          done={({ summary }) => {
            again();
            return `Done: ${summary.created} created, ${summary.corrected} corrected, ${summary.removed} removed.`;
          }}
          onClose={() => setAsked(false)}
        >
          <p>{planWords(plan)} All in one transaction, written to the audit.</p>
          {overwrite && (
            <p class="caution">
              Overwriting: what was changed by hand in objects of its own is lost.
            </p>
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}
