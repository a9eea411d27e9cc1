-- What: agents, chats with their history and messages, the rules of Chat Routing.
-- Why: an accepted invitation leads to a person.
-- Breaking: no.

-- One row per agent: above what operators set, below where the agent stands.
create table agents (
  n integer primary key,
  name text not null unique,
  display_name text,
  capacity integer check (capacity between 1 and 25),
  skills text not null,
  created_at integer not null,
  version integer not null check (version >= 1),
  state text not null check (state = 'LoggedOut' or state = 'NotReady' or state = 'Ready'),
  reason text,
  -- Who brought the agent there; null before the first time.
  actor text,
  since integer,
  -- Null while logged out: the clock of the presence does not run.
  seen_at integer,
  idle_since integer not null,
  sequence integer not null check (sequence >= 0),
  check ((state = 'LoggedOut') = (seen_at is null))
) strict;

create index agents_seen on agents (seen_at) where seen_at is not null;
create index agents_ready on agents (state, n);

create table agent_history (
  agent text not null,
  sequence integer not null check (sequence >= 1),
  type text not null,
  at integer not null,
  actor text not null,
  reason text,
  primary key (agent, at, sequence)
) strict, without rowid;
create index agent_history_at on agent_history (at);

alter table api_keys add column agent text;
alter table interactions add column chat_id text;

create table chats (
  n integer primary key,
  id text not null unique,
  state text not null check (
    state = 'Queued' or state = 'Offered' or state = 'Active' or state = 'Wrapping' or state = 'Ended'
  ),
  outcome text,
  queue text not null,
  visit_id text,
  visitor_id text,
  visitor_claimed integer not null check (visitor_claimed in (0, 1)),
  identity_id text references identities (id),
  interaction_id text,
  category text,
  page_url text,
  user_data text not null,
  visitor_data text not null,
  route text,
  named text,
  not_agent text,
  note text,
  preferred text,
  -- What keeps it from being pulled: a lease, or without one a pause.
  held_until integer,
  lease text,
  raised_to integer not null,
  declines text not null,
  former_offer text,
  agent text,
  queued_at integer not null,
  waiting_since integer not null,
  offered_at integer,
  offer_seen_at integer,
  accepted_at integer,
  active_at integer,
  ended_at integer,
  closed_at integer,
  erased_at integer,
  seen_at integer,
  visitor_connected integer not null check (visitor_connected in (0, 1)),
  agent_lost_at integer,
  last_message_at integer,
  messages integer not null check (messages >= 0),
  version integer not null check (version >= 1),
  sequence integer not null check (sequence >= 0),
  -- What follows from the columns above, for their indexes; null where there is nothing to find.
  -- What it needs, while it is queued and routed.
  need text,
  -- The group it waits for, while it waits or rings, and how urgently.
  waits_for text,
  priority integer,
  -- The queue, while it waits or rings.
  waits_in text,
  -- The queue, while no strategy has said anything of it.
  unrouted_in text,
  -- The agent, while it takes their room.
  held_by text,
  -- The visit, while it goes on for the visitor.
  open_visit text,
  -- When each clock that runs on it started.
  wait_clock integer,
  offer_clock integer,
  visitor_clock integer,
  silence_clock integer,
  agent_lost_clock integer,
  wrap_up_clock integer,
  check ((state = 'Ended') = (closed_at is not null)),
  check ((state = 'Ended' or state = 'Wrapping') = (ended_at is not null)),
  check ((ended_at is null) = (outcome is null))
) strict;

create index chats_need on chats (waits_in, need, queued_at, id) where need is not null;
create index chats_waits_for on chats (waits_for, priority desc, queued_at, id)
where waits_for is not null;
create index chats_waits_in on chats (waits_in, waiting_since) where waits_in is not null;
create index chats_held_until on chats (held_until) where held_until is not null;
create index chats_unrouted on chats (unrouted_in, n) where unrouted_in is not null;
create index chats_held on chats (held_by) where held_by is not null;
create index chats_open_visit on chats (open_visit) where open_visit is not null;
create index chats_wait_clock on chats (wait_clock) where wait_clock is not null;
create index chats_offer_clock on chats (offer_clock) where offer_clock is not null;
create index chats_visitor_clock on chats (visitor_clock) where visitor_clock is not null;
create index chats_silence_clock on chats (silence_clock) where silence_clock is not null;
create index chats_agent_lost_clock on chats (agent_lost_clock) where agent_lost_clock is not null;
create index chats_wrap_up_clock on chats (wrap_up_clock) where wrap_up_clock is not null;
-- A person's data, the last agent of a visit, the chat of an interaction, retention.
create index chats_visit on chats (visit_id, n) where visit_id is not null;
create index chats_visitor on chats (visitor_id, n) where visitor_id is not null;
create index chats_identity on chats (identity_id) where identity_id is not null;
create index chats_interaction on chats (interaction_id) where interaction_id is not null;
create index chats_closed on chats (closed_at) where closed_at is not null;

-- Every time a chat was handed out, the newest of each; never changed.
create table chat_leases (
  n integer primary key,
  id text not null unique,
  chat integer not null references chats (n) on delete cascade,
  delivery integer not null check (delivery >= 1),
  view text not null,
  key_id text not null,
  leased_at integer not null,
  unique (chat, delivery)
) strict;

create table chat_history (
  chat integer not null references chats (n) on delete cascade,
  sequence integer not null check (sequence >= 1),
  type text not null,
  at integer not null,
  actor text not null,
  from_state text,
  to_state text not null,
  agent text,
  agent_group text,
  outcome text,
  detail text,
  primary key (chat, sequence)
) strict, without rowid;

create table chat_messages (
  chat integer not null references chats (n) on delete cascade,
  sequence integer not null check (sequence >= 1),
  side text not null check (side = 'visitor' or side = 'agent' or side = 'strategy'),
  client_id text,
  text text not null,
  at integer not null,
  primary key (chat, sequence)
) strict, without rowid;
create unique index chat_messages_client on chat_messages (chat, side, client_id)
where client_id is not null;

-- How long chats took the place of an agent: the newest of each group.
create table handlings (
  n integer primary key,
  agent_group text not null,
  duration_ms integer not null check (duration_ms >= 0),
  at integer not null
) strict;
create index handlings_group on handlings (agent_group, n);

-- Every version of the rules of Chat Routing that somebody made; the last one is in force.
create table chat_routing (
  version integer primary key check (version >= 2),
  rules text not null,
  at integer not null,
  actor text not null
) strict;

-- Messages about a chat, for erasing them with it and for sending them in their order.
alter table messages add column chat integer references chats (n) on delete cascade;
create index messages_chat on messages (chat) where chat is not null;
