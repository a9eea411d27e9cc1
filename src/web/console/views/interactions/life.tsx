import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../kit/drawer.js';
import { StateBadge } from '../../kit/state-badge.js';
import { gap, Timeline } from '../../kit/timeline.js';
import { pauseAfter, scenesOf } from './replay.js';
import { trackOf } from './track.js';
import { Track } from './way.js';
import { ACTOR_WORDS, LINE_WORDS, type Line, REASON_WORDS, type Shown } from './words.js';

const NOTES = /^strategy\.|^chat\./;

const happened = (line: Line) => ({
  key: line.sequence,
  at: line.at,
  title: LINE_WORDS[line.type],
  by: ACTOR_WORDS[line.by],
  mark: line.from !== line.to && <StateBadge state={line.to} />,
  why: [line.reason && REASON_WORDS[line.reason], line.reasonDetail, line.detail]
    .filter(Boolean)
    .join(': '),
  isNote: NOTES.test(line.type),
});

/** The life of an interaction: its way as a picture, every fact of it, and all of that again as it happened. */
export function Life({ of, lines }: { readonly of: Shown; readonly lines: readonly Line[] }) {
  const [step, setStep] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const scenes = scenesOf(lines);
  const last = scenes.length - 1;
  const scene = step === null ? undefined : scenes[step];

  useEffect(() => {
    if (!isPlaying || step === null) return;
    if (step >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setStep(step + 1), pauseAfter(scenes, step));
    return () => clearTimeout(timer);
  }, [isPlaying, step, last]);

  const show = (next: number): void => {
    setPlaying(false);
    setStep(Math.max(0, Math.min(next, last)));
  };
  const play = (): void => {
    if (!isPlaying && (step === null || step >= last)) setStep(0);
    setPlaying(!isPlaying);
  };
  const leave = (): void => {
    setPlaying(false);
    setStep(null);
  };
  const KEYS: Readonly<Record<string, () => void>> = {
    ' ': play,
    ArrowRight: () => show((step ?? -1) + 1),
    ArrowLeft: () => show((step ?? last + 1) - 1),
    Home: () => show(0),
    End: () => show(last),
  };

  return (
    <>
      <Track
        stops={trackOf(lines, of.registrationForm?.status === 'pending')}
        deadlineAt={of.deadlineAt}
        {...(step !== null && { upTo: step })}
      />
      <Section title="History">
        <fieldset
          aria-label="Replay"
          class="replay"
          onKeyDown={(event) => {
            const act = KEYS[event.key];
            // Space on a button is the button's own.
            if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            act();
          }}
        >
          <button type="button" onClick={play} aria-keyshortcuts="Space">
            {isPlaying ? 'Pause' : 'Replay'}
          </button>
          {step !== null && (
            <>
              <button type="button" disabled={step <= 0} onClick={() => show(step - 1)}>
                Back
              </button>
              <button type="button" disabled={step >= last} onClick={() => show(step + 1)}>
                Next
              </button>
              <button type="button" class="plain" onClick={leave}>
                As it is now
              </button>
            </>
          )}
        </fieldset>
        {scene && (
          <p class="scene" role="status">
            <span class="quiet">
              {(step ?? 0) + 1} of {scenes.length} · {gap(scene.sinceMs)} after its creation
            </span>
            <span>
              <StateBadge state={scene.state} /> in <code>{scene.queue}</code>
              {scene.isDisplayed && ' · was on screen'}
              {scene.form && ` · form ${scene.form.replace('_', ' ')}`}
              {scene.isStopped && ' · stopped'}
            </span>
          </p>
        )}
        <Timeline of={lines.map(happened)} {...(step !== null && { upTo: step })} />
      </Section>
    </>
  );
}
