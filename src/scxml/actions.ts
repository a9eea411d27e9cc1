import { SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import type { Act } from './chart.js';
import { type ScriptEngine, ScriptFault } from './engine.js';
import type { Action, Data, SessionEvent, Target } from './host.js';
import { objectOf, pairsOf, plain, textOfValue } from './values.js';

/** What stands in every action. */
export type Head = Pick<Action, 'ordinal' | 'file' | 'line'>;

/** Objects within objects of what leaves a session. */
const DEPTH = 32;
/** The unit of `timeout`. */
const SECOND_MS = 1000;

/** A JSON text as a value, if it is not larger or deeper than somebody outside should meet. */
export function leaving(json: string): unknown {
  if (json.length > SESSION_LIMITS.actionChars)
    throw new ScriptFault(`more than ${SESSION_LIMITS.actionChars} characters leave the session`);
  let depth = 0;
  for (const part of json.match(/"(?:[^"\\]|\\.)*"|[[\]{}]/g) ?? []) {
    if (part === '[' || part === '{') depth += 1;
    else if (part === ']' || part === '}') depth -= 1;
    if (depth > DEPTH) throw new ScriptFault(`data nested more than ${DEPTH} deep`);
  }
  return JSON.parse(json);
}

const objectFrom = (json: string | undefined): Data => {
  const value = json === undefined ? {} : leaving(json);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Data)
    : {};
};

const words = (data: Data): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

/** What an element of the dialect asks, with everything evaluated; throws a `ScriptFault`. */
export function actionOf(
  act: Act,
  head: Head,
  requestId: string,
  fetch: number,
  engine: ScriptEngine,
): Action {
  const text = (name: string): string | null => {
    const value = act.values[name];
    if (value === undefined) return null;
    const json = 'text' in value ? JSON.stringify(value.text) : engine.json(value.expr);
    return json === undefined || json === 'null' ? null : String(leaving(asText(json)));
  };
  const number = (name: string): number | null => {
    const value = text(name);
    return value === null || value === '' || Number.isNaN(Number(value)) ? null : Number(value);
  };
  const timeout = number('timeout');
  const timeoutMs = timeout === null ? null : Math.max(0, timeout * SECOND_MS);
  const interactionId = text('interactionid');
  switch (act.type) {
    case 'fetch': {
      const { params, content } = act.payload;
      const pairs = pairsOf(engine, params, (fault) => {
        throw fault;
      });
      const headers = act.values.headers;
      return {
        ...head,
        type: 'fetch',
        fetch,
        requestId,
        url: text('srcexpr') ?? text('src') ?? '',
        method: (text('method') ?? 'GET').toUpperCase(),
        enctype: text('enctype') ?? text('type'),
        timeoutMs,
        headers:
          headers === undefined || 'text' in headers
            ? {}
            : words(objectFrom(engine.json(headers.expr))),
        params: objectFrom(objectOf(pairs)),
        content: content === null ? null : contentText(content, engine),
      };
    }
    case 'submit':
      return {
        ...head,
        type: 'submit',
        requestId,
        interactionId,
        priority: number('priority'),
        timeoutMs,
        clearOnTimeout: ['true', '1', 'yes'].includes((text('clearontimeout') ?? '').toLowerCase()),
        targets: act.targets.map(({ kind, name }) =>
          targetOf(textOfValue(engine, kind), textOfValue(engine, name)),
        ),
      };
    case 'cancel':
      return {
        ...head,
        type: 'cancel',
        requestId: act.requestid === null ? null : textOfValue(engine, { expr: act.requestid }),
        interactionId,
      };
    case 'redirect':
      return {
        ...head,
        type: 'redirect',
        requestId,
        interactionId,
        from: text('from'),
        to: text('to') ?? '',
      };
    case 'terminate':
      return {
        ...head,
        type: 'terminate',
        requestId,
        interactionId,
        reason: text('reason') ?? text('resultcode'),
      };
    default:
      return { ...head, type: act.type, requestId, interactionId };
  }
}

/** A string stays one; what is none becomes the JSON of it. */
const asText = (json: string): string => (json.startsWith('"') ? json : JSON.stringify(json));

function contentText(
  content: NonNullable<Act['payload']['content']>,
  engine: ScriptEngine,
): string {
  if ('text' in content) return content.text;
  if ('xml' in content)
    return content.xml.map((node) => (node.kind === 'text' ? node.text : '')).join('');
  const json = engine.json(content.expr);
  if (json !== undefined) leaving(json);
  return json === undefined ? '' : plain(json);
}

/** `agent`, `agentgroup` and `skill`, with what follows `@` (a server of the original) left out. */
function targetOf(kind: string, name: string): Target {
  const plainKind = kind.toLowerCase();
  const [withoutServer = ''] = name.split('@');
  if (plainKind !== 'agent' && plainKind !== 'agentgroup' && plainKind !== 'skill')
    throw new ScriptFault(`${kind} is no kind of target`);
  const [word = ''] = /^[^<>=!&|]+/.exec(withoutServer) ?? [];
  const isExpression = plainKind === 'skill' && word !== withoutServer;
  return {
    kind: plainKind,
    name: (isExpression ? word : withoutServer).trim(),
    expression: isExpression ? withoutServer.trim() : null,
  };
}

const FAMILIES: Readonly<Record<Action['type'], string>> = {
  fetch: 'session.fetch',
  submit: 'queue.submit',
  cancel: 'queue.cancel',
  redirect: 'interaction.redirect',
  terminate: 'interaction.terminate',
  attach: 'interaction.attach',
  detach: 'interaction.detach',
  setuData: 'interaction.setudata',
  deleteuData: 'interaction.deleteudata',
};

/** What a session is told when what it asked for could not be done. */
export function failureOf(action: Action, message: string): SessionEvent {
  return { name: `error.${FAMILIES[action.type]}`, data: { error: message } };
}

/** An answer with the ids of what it answers, unless it names them itself. */
export function answerTo(action: Action, event: SessionEvent): SessionEvent {
  const { data } = event;
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return data === undefined ? answerTo(action, { ...event, data: {} }) : event;
  const ids = {
    ...('requestId' in action && action.requestId !== null ? { requestid: action.requestId } : {}),
    ...('interactionId' in action && action.interactionId !== null
      ? { interactionid: action.interactionId }
      : {}),
  };
  return { ...event, data: { ...ids, ...data } };
}
