-- What: leases of interactions that were pulled through a view, and what keeps one from being handed out.
-- Why: two pullers never get the same interaction, also across a restart.
-- Breaking: no. No row is rewritten. Building the index takes seconds for a million interactions.

-- What keeps it from being handed out, and until when: its lease, or without one a pause that was
-- asked for when it was given back. Null once a decision took it from where it waited.
alter table interactions add column held_by text;
alter table interactions add column held_until integer
check (held_until is not null or held_by is null);

-- What is active in a queue, and whether it may be handed out: of many that are held the rows are
-- not looked at.
drop index interactions_active;
create index interactions_active on interactions (queue, placed_at, n, held_until)
where stopped_at is null;
-- Small: a creation has no part in it, nor a decision on what nobody pulled.
create index interactions_held on interactions (held_until, queue, held_by)
where held_until is not null;

-- Every time an interaction was handed out, the newest of each; never changed. What became of it
-- stands in the row of the interaction.
create table leases (
  n integer primary key,
  id text not null unique,
  interaction integer not null references interactions (n) on delete cascade,
  -- 1 for the first time.
  delivery integer not null check (delivery >= 1),
  view text not null,
  key_id text not null,
  leased_at integer not null,
  unique (interaction, delivery)
) strict;
