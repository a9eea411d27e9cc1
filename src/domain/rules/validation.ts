import type { Misfit } from '../problems.js';
import { quote } from '../quote.js';
import { isTimeZone } from './local-time.js';
import { doubtAbout } from './page-address.js';
import type { Rule, RuleConditions, Rules } from './schema.js';

/** What every sort of rules has. */
interface Conditioned {
  readonly name: string;
  readonly when?: RuleConditions;
}

const escapePointer = (segment: string): string =>
  segment.replaceAll('~', '~0').replaceAll('/', '~1');

function misfitsOfResult({ result }: Rule, at: string): Misfit[] {
  const { decision } = result;
  const foreign =
    decision === 'engage' ? (['reason'] as const) : (['channel', 'invitation'] as const);
  return foreign
    .filter((member) => result[member] !== undefined)
    .map((member) => ({
      pointer: `${at}/result/${member}`,
      detail: `does not go with the decision ${decision}`,
    }));
}

function misfitsOfTime({ when }: Conditioned, at: string): Misfit[] {
  const time = when?.time;
  if (time === undefined) return [];
  const misfits: Misfit[] = [];
  if (!isTimeZone(time.timeZone))
    misfits.push({
      pointer: `${at}/when/time/timeZone`,
      detail: 'must be an IANA time zone, for instance Europe/Berlin or UTC',
    });
  if (time.from === '24:00')
    misfits.push({ pointer: `${at}/when/time/from`, detail: 'must be before 24:00' });
  if ((time.from ?? '00:00') === (time.to ?? '24:00'))
    misfits.push({ pointer: `${at}/when/time/to`, detail: 'must differ from `from`' });
  return misfits;
}

function misfitsOfUserData({ when }: Conditioned, at: string): Misfit[] {
  return Object.entries(when?.userData ?? {})
    .filter(([, condition]) => Object.keys(condition).length === 0)
    .map(([key]) => ({
      pointer: `${at}/when/userData/${escapePointer(key)}`,
      detail: 'must have at least one of: present, is, like',
    }));
}

/** What is wrong with rules of any sort, each with its place below `root`, in the order of the rules. */
export function misfitsOfSort<R extends Conditioned>(
  rules: readonly R[],
  root: string,
  ofResult: (rule: R, at: string) => readonly Misfit[],
): readonly Misfit[] {
  const names = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const at = `${root}/${index}`;
    const first = names.get(rule.name);
    names.set(rule.name, first ?? index);
    const repeated: Misfit[] =
      first === undefined
        ? []
        : [{ pointer: `${at}/name`, detail: `is the name of rule ${first} already` }];
    return [
      ...repeated,
      ...misfitsOfTime(rule, at),
      ...misfitsOfUserData(rule, at),
      ...ofResult(rule, at),
    ];
  });
}

/** What is wrong with rules that have the right shape, each with its place below `root`. */
export function misfitsOfRules(rules: Rules, root = '#/rules'): readonly Misfit[] {
  return misfitsOfSort(rules, root, misfitsOfResult);
}

/** What operators should look at again in rules of any sort that are valid, a sentence each. */
export function warningsOfRules(rules: readonly Conditioned[]): readonly string[] {
  return rules.flatMap(({ name, when }) =>
    (when?.pageUrl ?? []).flatMap((pattern) => {
      const doubt = doubtAbout(pattern);
      return doubt === undefined
        ? []
        : [`Rule ${quote(name)}: pageUrl ${quote(pattern)} ${doubt}.`];
    }),
  );
}
