import { parser } from '@prometheus-io/lezer-promql';
import type { Exposed } from './exposition.js';

/** What `/metrics` serves, by name. */
export type Served = ReadonlyMap<string, Exposed>;

type Node = ReturnType<typeof parser.parse>['topNode'];

/** What Prometheus adds to each sample, of its own. */
const OF_TARGETS = ['instance', 'job'];
/** What Prometheus tells of each target. */
const OWN: readonly (readonly [string, Exposed])[] = [
  ['up', { type: 'gauge', labels: {}, samples: ['up'], isTold: true }],
];
/** What asks for how fast something rises. */
const RISES: ReadonlySet<string> = new Set(['rate', 'increase', 'irate']);
/** What Grafana puts in place of its variables, by examples. */
const VARIABLES: Readonly<Record<string, string>> = {
  $__rate_interval: '5m',
  $__range: '1h',
  $instance: '.*',
};

const within = (node: Node, name: string): readonly Node[] => {
  const found: Node[] = [];
  node.cursor().iterate((each) => {
    if (each.name === name) found.push(each.node);
  });
  return found;
};

/** The words that a pattern of alternatives stands for. */
function alternatives(pattern: string): readonly string[] {
  const [, before = '', among = pattern, after = ''] =
    /^(.*?)\(([^()]*)\)(.*)$/.exec(pattern) ?? [];
  return among.split('|').map((word) => before + word + after);
}

/** What is wrong with an expression of a dashboard or an alert, by what is served; nothing when it is right. */
export function faultsOf(expression: string, served: Served, legend = ''): readonly string[] {
  const text = expression.replace(/\$\w+/g, (name) => VARIABLES[name] ?? name);
  const { topNode } = parser.parse(text);
  const words = (node: Node): string => text.slice(node.from, node.to);
  if (within(topNode, '⚠').length > 0) return [`does not parse: ${text}`];
  const all = new Map([...OWN, ...served]);
  const faults: string[] = [];

  const exposedAs = (sample: string): Exposed | undefined =>
    [...all.values()].find(({ samples }) => samples.includes(sample));

  const labelsIn = (node: Node): readonly string[] => [
    ...OF_TARGETS,
    ...within(node, 'VectorSelector').flatMap((selector) => {
      const sample = words(selector.getChild('Identifier') ?? selector);
      const own = Object.keys(exposedAs(sample)?.labels ?? {});
      return sample.endsWith('_bucket') ? [...own, 'le'] : own;
    }),
  ];

  const groupedBy = (node: Node): readonly string[] =>
    within(node, 'GroupingLabels').flatMap((labels) => within(labels, 'LabelName').map(words));

  function checkMatcher(matcher: Node, { labels }: Exposed, sample: string): void {
    const label = words(matcher.getChild('LabelName') ?? matcher);
    if (OF_TARGETS.includes(label)) return;
    const told = labels[label];
    if (told === undefined) return void faults.push(`${sample} has no label ${label}`);
    const value = JSON.parse(words(matcher.getChild('StringLiteral') ?? matcher)) as string;
    const asked = /~/.test(words(matcher)) ? alternatives(value) : [value];
    for (const each of asked)
      if (!told.some((one) => new RegExp(`^(?:${each})$`).test(one)))
        faults.push(`${sample} has no ${label} ${each}`);
  }

  for (const selector of within(topNode, 'VectorSelector')) {
    const sample = words(selector.getChild('Identifier') ?? selector);
    const exposed = exposedAs(sample);
    if (exposed === undefined) {
      faults.push(`${sample} is not served`);
      continue;
    }
    for (const matcher of within(selector, 'UnquotedLabelMatcher'))
      checkMatcher(matcher, exposed, sample);
    const call = selector.parent?.parent?.parent?.getChild('FunctionIdentifier');
    const rises = exposed.type !== 'gauge';
    if (rises !== (call !== null && call !== undefined && RISES.has(words(call))))
      faults.push(rises ? `${sample} only rises: ask for its rate` : `${sample} has no rate`);
  }
  for (const aggregate of within(topNode, 'AggregateExpr')) {
    const modifier = aggregate.getChild('AggregateModifier');
    const has = labelsIn(aggregate);
    for (const label of modifier === null ? [] : groupedBy(modifier))
      if (!has.includes(label)) faults.push(`nothing has the label ${label}`);
  }
  for (const quantile of within(topNode, 'HistogramQuantile'))
    if (quantile.parent?.parent && !groupedBy(quantile.parent.parent).includes('le'))
      faults.push('a quantile needs le');
  const shown = groupedBy(topNode).length > 0 ? groupedBy(topNode) : labelsIn(topNode);
  for (const [, label = ''] of legend.matchAll(/\{\{(\w+)\}\}/g))
    if (!shown.includes(label)) faults.push(`the legend names ${label}`);
  return faults;
}

/** The metrics that an expression asks for: families, not their samples. */
export function metricsIn(expression: string): readonly string[] {
  return (expression.match(/\bwebengagement_\w+/g) ?? []).map((name) =>
    name.replace(/_(?:bucket|sum|count)$/, ''),
  );
}
