/** Where the rule that was typed last is kept, over the pages of the shop. */
const TYPED = 'webengagement:playground:rule';

/** A rule to begin with: calls who looks at this page, in words of its own. */
export function ruleOf(category: string): string {
  const typed = sessionStorage.getItem(TYPED);
  if (typed) return typed;
  return `{
  "name": "offer a call",
  "when": { "category": [${JSON.stringify(category)}] },
  "result": {
    "decision": "engage",
    "channel": "proactiveCallback",
    "invitation": { "title": "May we call you?" }
  }
}`;
}

/** Keeps what was typed. */
export function keepRule(text: string): void {
  sessionStorage.setItem(TYPED, text);
}

/** The rules that a text says, one or a list; undefined when it is not JSON. */
export function rulesIn(text: string): readonly unknown[] | undefined {
  try {
    return [JSON.parse(text)].flat();
  } catch {
    return undefined;
  }
}
