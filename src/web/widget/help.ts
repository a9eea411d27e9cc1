import { TEXTS } from './texts.js';

/** What would be valid, in words: fetched when something is not. */
export const VALID = {
  key: 'a publishable key, pk_…, is needed (an API key on a page is no secret any more: revoke it)',
  server: 'the address of the service is needed, https://…',
  visitorId: 'valid is who the visitor is, as a text; the visit is nobody’s',
  displaySeconds: 'valid is a number from 0 on; 60 is used',
  theme: 'valid are auto, light and dark; auto is used',
  direction: 'valid are auto, ltr and rtl; auto is used',
  chatButton: 'valid are none, always and available; none is used',
  texts: `valid are texts by name, in an attribute as JSON: ${Object.keys(TEXTS).join(', ')}; the English ones are used`,
  fields:
    'valid are lists by proactiveChat and proactiveCallback, in an attribute as JSON, of { "name", "label", "type": "text" or "email" or "tel" or "textarea", "required", "autocomplete" }; the default ones are used',
  setting:
    'there are key, server, visitorId, displaySeconds, fields, texts, theme, direction and chatButton',
  tag: 'tag managers strip data-key. Set webengagementSettings = { key: "pk_…" } before the script, or call WebEngagement.start({ key: "pk_…" })',
} as const;

export type Topic = keyof typeof VALID;

/** Why an address cannot be asked; `isFinal` when asking again is of no use. */
function because(message: string, isFinal = false) {
  return Object.assign(new Error(message), { isFinal });
}

/** What is on the visitor's own machine is not mixed content. */
const LOOPBACK = /^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/;

/** Finds out what browsers do not tell the page that asks. */
export async function explain(url: string) {
  const { origin, protocol, hostname } = new URL(url);
  let isForbidden = false;
  const listen = ({ disposition, blockedURI }: SecurityPolicyViolationEvent): void => {
    isForbidden ||= disposition === 'enforce' && blockedURI.startsWith(origin);
  };
  document.addEventListener('securitypolicyviolation', listen);
  const isThere = await fetch(`${origin}/livez`, { mode: 'no-cors', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
  // A violation is told in a task of its own.
  await new Promise((resolve) => setTimeout(resolve));
  document.removeEventListener('securitypolicyviolation', listen);
  if (isForbidden)
    return because(
      `the Content-Security-Policy of the page forbids to ask the service; add ${origin} to connect-src`,
      true,
    );
  if (isThere)
    return because(
      `${origin} answers, but not to this page (CORS): is it the service, and ${location.origin} an origin of the key?`,
    );
  if (location.protocol === 'https:' && protocol === 'http:' && !LOOPBACK.test(hostname))
    return because(`a page of https cannot ask ${origin} (mixed content); give it https`, true);
  return because(`${origin} cannot be reached; it is tried again`);
}
