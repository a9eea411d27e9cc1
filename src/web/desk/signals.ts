import { isOn } from './remembered.js';
import { type DeskState, unreadOf } from './state.js';

const TITLE = 'Desk';
/** Hertz of the tones: one that rises for an offer, a short one for a message. */
const TONES = { offer: [660, 880], message: [520] } as const;
const TONE_S = 0.12;
const VOLUME = 0.08;

let audio: AudioContext | undefined;

/** Beeps, if the agent wants it: made here, so that no file has to come. */
export function beep(what: keyof typeof TONES): void {
  if (!isOn('sound')) return;
  audio ??= new AudioContext();
  // Browsers are silent until somebody has touched the page.
  void audio.resume();
  const { currentTime, destination } = audio;
  for (const [index, hertz] of TONES[what].entries()) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const from = currentTime + index * TONE_S;
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(VOLUME, from);
    gain.gain.exponentialRampToValueAtTime(0.001, from + TONE_S);
    tone.connect(gain).connect(destination);
    tone.start(from);
    tone.stop(from + TONE_S);
  }
}

/** How much waits for the agent, in the title, if they want it. */
export function hint({ offers, conversations }: DeskState): void {
  const waiting = offers.length + conversations.reduce((sum, each) => sum + unreadOf(each), 0);
  const title = isOn('title') && waiting > 0 ? `(${waiting}) ${TITLE}` : TITLE;
  if (document.title !== title) document.title = title;
}
