-- What: indexes of invitations to a chat and of who waits for a group; visits that asked for a chat.
-- Why: no more visitors are invited than agents can take.
-- Breaking: no. No row is rewritten. Building the indexes takes seconds for a million interactions.

-- Invitations to a chat that are not answered, and accepted ones whose form is not completed.
create index interactions_invited on interactions (state, clock, clock_started_at, channel)
where channel = 'proactiveChat' and clock is not null and (state = 'Engaged' or state = 'Accepted');

-- Invitations to a chat of which it is known what became of them.
create index interactions_known on interactions (disposed_at)
where channel = 'proactiveChat' and engaged_at is not null and disposed_at is not null
and reason is distinct from 'cleaned' and reason is distinct from 'erased'
and (state <> 'Accepted' or chat_id is not null or form_status = 'expired');

create index chats_queued_for on chats (waits_for) where state = 'Queued' and waits_for is not null;
create index chats_proactive on chats (queued_at) where interaction_id is not null;

-- Visits that asked for a chat by themselves lately, refused ones included; each once in a while.
create table reactive_requests (
  agent_group text collate "C" not null,
  -- A number by which the visit is known again, and which does not tell it.
  visit bigint not null,
  at bigint not null,
  primary key (agent_group, visit)
);
create index reactive_requests_at on reactive_requests (agent_group, at);
