-- What: interactions with their history, options, queues, keys, audit.
-- Why: the first schema. Moments are milliseconds since the epoch, in service time.
-- Breaking: no.
--
-- Lists of more than two words are spelled with `or`: for `in` SQLite would build and drop a
-- temporary b-tree at every insert.

-- One row per engagement attempt. `clock` names the one clock that runs on it: deadlines are
-- derived from `clock_started_at` and the options, never stored. A running clock = a live attempt.
create table interactions (
  n integer primary key,
  id text not null unique,
  state text not null check (
    state = 'Qualified' or state = 'Engaged' or state = 'Accepted' or state = 'Rejected'
    or state = 'Timeout' or state = 'Failed' or state = 'Missed'
  ),
  queue text not null,
  visit_id text,
  visitor_id text,
  page_id text,
  page_url text,
  category text,
  channel text check (channel in ('proactiveChat', 'proactiveCallback')),
  invitation text,
  disposition_code text check (
    disposition_code = 'acceptCall' or disposition_code = 'reject' or disposition_code = 'timeout'
  ),
  reason text check (
    reason = 'not_engaged' or reason = 'engagement_expired' or reason = 'abandoned'
    or reason = 'cleaned' or reason = 'erased'
  ),
  reason_detail text check (length(reason_detail) <= 256),
  created_at integer not null,
  engaged_at integer check (engaged_at >= created_at),
  displayed_at integer check (displayed_at >= engaged_at),
  disposed_at integer check (disposed_at >= created_at),
  stopped_at integer check (stopped_at >= disposed_at),
  erased_at integer,
  placed_at integer not null,
  form_status text check (
    form_status = 'pending' or form_status = 'completed' or form_status = 'expired'
    or form_status = 'completed_late'
  ),
  form_fields text,
  form_completed_at integer check (form_completed_at >= disposed_at),
  identity_id text references identities (id),
  case_data text not null,
  user_data text not null,
  version integer not null check (version >= 1),
  sequence integer not null check (sequence >= 1),
  clock text check (
    clock = 'engagement' or clock = 'abandoned' or clock = 'registrationForm'
  ),
  clock_started_at integer,
  check ((clock is null) = (clock_started_at is null)),
  check ((state in ('Qualified', 'Engaged')) = (disposed_at is null)),
  check ((state = 'Accepted') = (form_status is not null)),
  check (stopped_at is null or disposed_at is not null),
  check (visit_id is not null or erased_at is not null)
) strict;

-- The expiry pulse: what is due, and what is next.
create index interactions_clock on interactions (clock, clock_started_at) where clock is not null;
-- A visit, and its live attempts. One index for both: ids of visits are random, so every index on
-- them costs a page of its own at every creation. Not unique: strict mode is an option, checked
-- inside the write.
create index interactions_visit on interactions (visit_id, clock);
-- Cleaning, and the oldest active interaction of a queue.
create index interactions_active on interactions (queue, placed_at) where stopped_at is null;
-- A person's data.
create index interactions_visitor on interactions (visitor_id) where visitor_id is not null;
create index interactions_identity on interactions (identity_id) where identity_id is not null;
-- Retention.
create index interactions_stopped on interactions (stopped_at) where stopped_at is not null;

create table history (
  interaction integer not null references interactions (n) on delete cascade,
  sequence integer not null check (sequence >= 1),
  type text not null,
  at integer not null,
  actor text not null check (
    actor = 'site' or actor = 'strategy' or actor = 'browser' or actor = 'clock' or actor = 'ops'
    or actor = 'system'
  ),
  from_state text,
  to_state text not null,
  queue text not null,
  reason text,
  primary key (interaction, sequence)
) strict, without rowid;

create table identities (
  id text primary key,
  key text not null,
  value text not null,
  -- `value` as it compares: e-mail addresses without case.
  folded text not null,
  unique (key, folded)
) strict, without rowid;

-- Counters, changed in the transaction of each placement and stop.
create table queue_counts (
  queue text primary key,
  active integer not null check (active >= 0),
  stopped integer not null check (stopped >= 0),
  entered integer not null check (entered >= 0)
) strict, without rowid;

-- Every version of every option that was ever changed; the last one is in force.
create table option_changes (
  n integer primary key,
  name text not null,
  version integer not null check (version >= 2),
  value text not null,
  at integer not null,
  actor text not null,
  unique (name, version)
) strict;

-- Provisioned objects. The eight queues are here from the start: option values name them.
create table objects (
  n integer primary key,
  kind text not null,
  name text not null,
  version integer not null check (version >= 1),
  provisioned integer not null check (provisioned in (0, 1)),
  properties text not null,
  unique (kind, name)
) strict;

insert into objects (kind, name, version, provisioned, properties)
values
  ('interaction-queues', 'Webengagement_Qualified', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Chat', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Engaged', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Accepted', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Missed', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Rejected', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Timeout', 1, 1, '{}'),
  ('interaction-queues', 'Webengagement_Failed', 1, 1, '{}');

create table api_keys (
  id text primary key,
  name text not null,
  prefix text not null,
  hash text not null unique,
  scopes text not null,
  created_at integer not null,
  revoked_at integer
) strict;

-- Secrets that sign browser tokens, so that tokens survive a restart.
create table signing_keys (
  id text primary key,
  secret blob not null,
  created_at integer not null
) strict;

create table audit (
  n integer primary key,
  at integer not null,
  key_id text not null,
  key_name text not null,
  action text not null,
  target text not null,
  before text,
  after text
) strict;

-- One row: the newest moment of anything stored. Service time never starts before it.
create table service (
  only_row integer primary key check (only_row = 1),
  newest_moment integer not null
) strict;

insert into service (only_row, newest_moment) values (1, 0);
