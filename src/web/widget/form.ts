import { button, element } from './dom.js';
import type { Answer } from './http.js';
import type { VisitEvent } from './interaction.js';
import type { ServerClock } from './server-clock.js';
import type { Field, Settings } from './settings.js';
import { fill, type Texts } from './texts.js';

/** What comes of sending the form: the interaction with it, or what is wrong. */
export type FormAnswer = Answer<{
  readonly registrationForm?: VisitEvent['registrationForm'];
  readonly code?: string;
  readonly detail?: string;
}>;

/** What the form needs of the widget. */
export interface FormOptions {
  readonly settings: Settings;
  readonly texts: Texts;
  readonly event: VisitEvent;
  readonly clock: ServerClock;
  /** When the time for the form ends: null when it has, undefined until the service says so. */
  deadlineAt(): string | null | undefined;
  /** Posts the fields until there is an answer; `onWait` each time there is none. */
  submit(fields: Record<string, string>, onWait: () => void): Promise<FormAnswer | undefined>;
  onCancel(): void;
  onDone(fields: Record<string, string>, answer: FormAnswer): void;
  announce(text: string): void;
}

interface Row {
  readonly key: string;
  readonly isRequired: boolean;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  readonly error: HTMLElement;
  readonly label: HTMLElement;
}

/** As long as the service takes a value. */
const MAX_LENGTH = '4096';

/** As many as the shortest number of a telephone system, in the digits of any script. */
const HAS_DIGITS = /(\p{Nd}\P{Nd}*){3}/u;

const KNOWN: Readonly<Record<string, Pick<Field, 'type' | 'autocomplete'>>> = {
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  FirstName: { autocomplete: 'given-name' },
  LastName: { autocomplete: 'family-name' },
};

function createRow(field: Field, index: number, { texts, event }: FormOptions): Row {
  const { userIdentifier, phoneNumber } = event.formKeys;
  const own = { email: [userIdentifier, texts.email], phone: [phoneNumber, texts.phone] } as const;
  const [key, name] = own[field.name as keyof typeof own] ?? [
    field.name,
    field.name === 'FirstName' ? texts.name : field.name,
  ];
  // The service refuses a callback without a number, whatever the site says.
  const isRequired =
    (field.required ?? false) || (key === phoneNumber && event.channel === 'proactiveCallback');
  const { type = 'text', autocomplete = 'on' } = { ...KNOWN[field.name], ...field };
  const attributes = {
    id: `field-${index}`,
    maxlength: MAX_LENGTH,
    autocomplete,
    'aria-describedby': `error-${index}`,
    'aria-required': String(isRequired),
  };
  const input =
    type === 'textarea'
      ? element('textarea', { ...attributes, rows: '3' })
      : element('input', { ...attributes, type });
  const error = element('span', { class: 'error', id: `error-${index}` });
  const caption = element('span', {}, field.label ?? name);
  if (!isRequired) caption.append(element('span', { class: 'optional' }, ` (${texts.optional})`));
  const label = element('label', { for: attributes.id }, caption);
  return { key, isRequired, input, error, label };
}

/** What is wrong with a value, as the visitor reads it. */
function misfitOf({ input, isRequired }: Row, texts: Texts): string {
  if (isRequired && !input.value.trim()) return texts.required;
  const isNumber = input.type !== 'tel' || !input.value || HAS_DIGITS.test(input.value);
  if (!isNumber) return texts.invalidPhone;
  return input.validity.typeMismatch ? texts.invalidEmail : '';
}

function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The registration form; `stop` ends its countdown. */
export function createForm(options: FormOptions): {
  readonly form: HTMLElement;
  readonly stop: () => void;
} {
  const { settings, texts, event, clock, announce } = options;
  const fields = settings.fields[event.channel ?? 'proactiveChat'];
  const rows = fields.map((field, index) => createRow(field, index, options));
  const note = element('p', { class: 'note' });
  const time = element('p', { class: 'time', role: 'timer', 'aria-live': 'off' });
  const sendButton = element('button', { type: 'submit', class: 'primary' }, texts.send);
  let isLate = false;

  function count(): void {
    const deadlineAt = options.deadlineAt();
    if (deadlineAt === undefined) return;
    const leftMs = deadlineAt === null ? 0 : Date.parse(deadlineAt) - clock.now();
    const text = leftMs > 0 ? fill(texts.timeLeft, { time: timeLeft(leftMs) }) : texts.timeUp;
    if (time.textContent !== text) time.textContent = text;
    if (leftMs <= 0 && !isLate) announce(texts.timeUp);
    isLate = leftMs <= 0;
  }
  const counting = setInterval(count, 250);
  const stop = (): void => clearInterval(counting);
  count();

  function tell(row: Row, text: string): void {
    row.error.textContent = text;
    row.input.setAttribute('aria-invalid', String(text !== ''));
  }

  async function submit(): Promise<void> {
    // Both the button and the form tell of one press.
    if (sendButton.disabled) return;
    for (const row of rows) tell(row, misfitOf(row, texts));
    const wrong = rows.find(({ error }) => error.textContent);
    if (wrong) {
      wrong.input.focus();
      return;
    }
    const values = Object.fromEntries(
      rows.map(({ key, input }) => [key, input.value.trim()] as const).filter(([, value]) => value),
    );
    sendButton.disabled = true;
    note.textContent = texts.sending;
    const answer = await options.submit(values, () => {
      if (!navigator.onLine) note.textContent = texts.offline;
    });
    sendButton.disabled = false;
    note.textContent = '';
    if (answer?.status === 200) {
      stop();
      options.onDone(values, answer);
    } else if (answer) refuse(answer);
  }

  /** Says what the service says, where it can be mended. */
  function refuse({ body }: FormAnswer): void {
    const detail = String(body.detail ?? '');
    const phone = rows.find(({ key }) => key === event.formKeys.phoneNumber);
    if (body.code === 'phone_number_required' && phone) {
      tell(phone, texts.required);
      phone.input.focus();
      return;
    }
    note.textContent = fill(texts.refused, { detail });
    announce(note.textContent);
  }

  const form = element('form', { novalidate: true });
  for (const row of rows) {
    row.label.append(row.input, row.error);
    form.append(row.label);
  }
  form.append(
    note,
    element(
      'div',
      { class: 'actions' },
      sendButton,
      button('', texts.cancel, options.onCancel),
      time,
    ),
  );
  // In a sandbox that forbids forms there is no event but the button's, also for Enter in a field.
  sendButton.addEventListener('click', submit);
  form.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    void submit();
  });
  return { form, stop };
}
