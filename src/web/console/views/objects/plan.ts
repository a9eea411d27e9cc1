import type { Kind } from '../../../../domain/objects/kinds.js';
import type { Action } from '../../../../domain/objects/step.js';
import { counted } from '../../kit/numbers.js';

/** What provisioning does, or would do, about one object. */
export interface PlanLine {
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  readonly detail: string;
}

/** What a run of provisioning answers. */
export interface Plan {
  readonly application: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly changes: readonly PlanLine[];
  readonly summary: Readonly<Record<Action, number>>;
  readonly warnings: readonly string[];
}

/** A row of the plan: lines that change something first, in the order of the run. */
export interface PlanRow extends PlanLine {
  readonly id: string;
  readonly isChange: boolean;
}

const CHANGES: ReadonlySet<Action> = new Set(['created', 'corrected', 'removed']);

/** The lines of a plan as rows, those that change something before those that do not. */
export function rowsOfPlan({ changes }: Pick<Plan, 'changes'>): readonly PlanRow[] {
  const rows = changes.map((line, at) => ({
    ...line,
    id: `${at}:${line.kind}/${line.name}`,
    isChange: CHANGES.has(line.action),
  }));
  return [...rows.filter(({ isChange }) => isChange), ...rows.filter(({ isChange }) => !isChange)];
}

const objects = (number: number): string => counted(number, 'object');

/** What applying a plan would do, in a sentence. */
export function planWords({ summary }: Pick<Plan, 'summary'>): string {
  const { created, corrected, removed, unchanged, skipped } = summary;
  const does = [
    [created, 'create'],
    [corrected, 'correct'],
    [removed, 'remove'],
  ] as const;
  const told = does
    .filter(([number]) => number > 0)
    .map(([number, verb]) => `${verb} ${objects(number)}`);
  const rest = unchanged + skipped;
  const kept =
    rest > 0
      ? `; ${objects(rest)} ${rest === 1 ? 'stays' : 'stay'} as ${rest === 1 ? 'it is' : 'they are'}`
      : '';
  if (told.length === 0) return `It would change nothing${kept}.`;
  const last = told.pop();
  return `It would ${told.length > 0 ? `${told.join(', ')} and ${last}` : last}${kept}.`;
}
