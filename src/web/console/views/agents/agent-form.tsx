import { useState } from 'preact/hooks';
import { Checks } from '../../forms/checks.js';
import { FormDialog } from '../../forms/form-dialog.js';
import { linesIn, TextArea } from '../../forms/text-area.js';
import type { Act } from '../../kit/dialog.js';
import { TextField } from '../../kit/field.js';
import { type Page, useAsk } from '../../wire.js';
import { type Agent, PATH, pathOf, skillsIn } from './words.js';

type Answer = Agent & { readonly key?: string | null; readonly note?: string };

/** Makes an agent, or changes one: then only if nobody else has meanwhile. */
export function AgentForm({
  agent,
  done,
  onClose,
}: {
  readonly agent?: Agent;
  done(answer: Answer): void;
  onClose(): void;
}) {
  const known = useAsk<Page<{ readonly name: string }>>('/v1/admin/objects/agent-groups');
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState(agent?.displayName ?? '');
  const [capacity, setCapacity] = useState(String(agent?.ownCapacity ?? ''));
  const [skills, setSkills] = useState(
    Object.entries(agent?.skills ?? {})
      .map(([skill, level]) => `${skill} ${level}`)
      .join('\n'),
  );
  const [groups, setGroups] = useState<readonly string[] | null>(agent?.groups ?? null);
  const body = {
    displayName: displayName === '' ? null : displayName,
    capacity: capacity.trim() === '' ? null : Number(capacity),
    skills: skillsIn(linesIn(skills)),
    // Of one that is made the service chooses, unless somebody has.
    ...(groups !== null && { groups }),
  };
  const act: Act = agent
    ? {
        method: 'PATCH',
        path: pathOf(agent.name),
        body,
        headers: { 'If-Match': `"${agent.version}"` },
      }
    : { method: 'POST', path: PATH, body: { name, ...body } };
  return (
    <FormDialog<Answer>
      title={agent ? `Change ${agent.name}` : 'New agent'}
      verb={agent ? 'Change' : 'Create'}
      act={act}
      canSend={agent !== undefined || name !== ''}
      done={(answer) => {
        done(answer);
        return agent ? `${agent.name} is changed.` : answer.note;
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          {!agent && (
            <>
              <p>The key with which they sign in at the desk is shown once.</p>
              <TextField
                label="Name"
                hint="By which the agent is known; it stays."
                value={name}
                required
                error={errorOf('#/name')}
                onValue={setName}
              />
            </>
          )}
          <TextField
            label="Name that visitors see"
            value={displayName}
            error={errorOf('#/displayName')}
            onValue={setDisplayName}
          />
          <TextField
            label="Chats at a time"
            hint="1 to 25; empty for as many as agents.chatCapacity says."
            value={capacity}
            error={errorOf('#/capacity')}
            onValue={setCapacity}
          />
          <Checks
            legend="Groups"
            choices={(known.data?.items ?? []).map((group) => ({
              value: group.name,
              label: <bdi>{group.name}</bdi>,
            }))}
            chosen={groups ?? []}
            choose={setGroups}
            error={errorOf('#/groups')}
            {...(groups === null && { hint: 'None chosen: that of pacing.connector.chatGroup.' })}
          />
          <TextArea
            label="Skills, one a line, with a level from 1 to 100"
            hint="For instance: French 80"
            value={skills}
            error={errorOf('#/skills')}
            onValue={setSkills}
          />
        </>
      )}
    </FormDialog>
  );
}
