import { useState } from 'preact/hooks';
import { hrefOf } from '../../address.js';
import { Copy } from '../../kit/copy.js';
import { type Act, ConfirmDialog } from '../../kit/dialog.js';
import { Drawer, Pairs, Section } from '../../kit/drawer.js';
import { Failed, Loading, Stale } from '../../kit/states.js';
import { may, type Session } from '../../session.js';
import { type Page, useAsk } from '../../wire.js';
import { Change } from './change.js';
import { History } from './history.js';
import { type Option, pathOf, Value, ValueText, type Version } from './option.js';
import { EffectOf, usePreview } from './preview.js';

/** A way back that is asked about: to the default, or to a version. */
interface Back {
  readonly act: Act;
  readonly title: string;
  readonly verb: string;
  readonly value: string | null;
}

function AskBack({
  option,
  back,
  done,
  onClose,
}: {
  readonly option: Option;
  readonly back: Back;
  done(): void;
  onClose(): void;
}) {
  const preview = usePreview(option.name, back.value ?? '', option.version);
  return (
    <ConfirmDialog<Option>
      title={back.title}
      verb={back.verb}
      isGrave={(preview?.effect?.endingNow ?? 0) > 0}
      act={back.act}
      done={({ name, value }) => {
        done();
        return `${name} is ${value || 'not set'} from now on.`;
      }}
      onClose={onClose}
    >
      <p>
        <code>{option.name}</code> goes from <ValueText value={option.value} /> to{' '}
        <ValueText value={back.value} /> with the next request. It becomes a new version, which can
        be rolled back as well.
      </p>
      <EffectOf preview={preview} />
    </ConfirmDialog>
  );
}

/** One option, whole. */
export function Detail({
  name,
  session,
  onClose,
  onChange,
}: {
  readonly name: string;
  readonly session: Session;
  onClose(): void;
  onChange(): void;
}) {
  const asked = useAsk<Option>(pathOf(name));
  const history = useAsk<Page<Version>>(pathOf(name, '/history?pageSize=50'));
  const [back, setBack] = useState<Back | null>(null);
  const { data: option } = asked;
  const canChange = may(session, 'admin:write');
  const again = (): void => {
    asked.again();
    history.again();
    onChange();
  };
  if (!option)
    return (
      <Drawer label={`Option ${name}`} title="Option" onClose={onClose}>
        {asked.error ? (
          <Failed error={asked.error} again={asked.again} />
        ) : (
          <Loading label="Option" />
        )}
      </Drawer>
    );
  const headers = { 'If-Match': `"${option.version}"` };
  const reset: Back = {
    act: { method: 'DELETE', path: pathOf(name), headers },
    title: 'Reset to the default',
    verb: 'Reset it',
    value: option.default,
  };
  const rollBackTo = ({ version, value }: Version): Back => ({
    act: { method: 'POST', path: pathOf(name, '/rollback'), body: { version }, headers },
    title: `Roll back to version ${version}`,
    verb: 'Roll back',
    value,
  });
  return (
    <Drawer label={`Option ${name}`} title="Option" onClose={onClose}>
      <Stale since={asked.staleSince} />
      <div class="rows">
        <p class="with-copy">
          <code class="long">{option.name}</code>
          <Copy text={`${location.origin}${hrefOf('options', name)}`} label="Copy the link" />
        </p>
        <p>{option.description}</p>
        {option.warning && <p class="caution">{option.warning}</p>}
      </div>
      <Section
        title={canChange ? 'Change it' : 'In force'}
        aside={
          canChange &&
          !option.isDefault && (
            <button type="button" class="plain small" onClick={() => setBack(reset)}>
              Reset to {option.default || 'not set'}
            </button>
          )
        }
      >
        {canChange ? (
          <Change option={option} done={again} again={again} />
        ) : (
          <Pairs
            of={[
              ['Value', <Value key="value" of={option} />],
              ['Default', <ValueText key="default" value={option.default} />],
              ['Valid', option.valid],
            ]}
          />
        )}
      </Section>
      <Section title="History">
        {history.error && <Failed error={history.error} again={history.again} />}
        {history.data && (
          <History
            option={option}
            versions={history.data.items}
            ask={canChange ? (version) => setBack(rollBackTo(version)) : null}
          />
        )}
      </Section>
      {back && <AskBack option={option} back={back} done={again} onClose={() => setBack(null)} />}
    </Drawer>
  );
}
