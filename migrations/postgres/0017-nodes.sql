-- What: what processes on one database have to agree on: who asks a strategy, which page is leaving, how
-- often somebody has called, which codes are good once, and which migrations an older program cannot go on with.
-- Why: each process remembered that for itself, and another one knew nothing of it.
-- Breaking: no. Rows of `visits` get two columns without a value; none is rewritten.

alter table migrations add column if not exists breaking bigint not null default 0;

-- The page of an invitation that said it leaves, and when; nothing once a page of the visit listens.
alter table visits add column leaving text collate "C";
alter table visits add column leaving_at bigint check ((leaving is null) = (leaving_at is null));
create index visits_leaving on visits (leaving_at) where leaving_at is not null;

-- Who asks a strategy about an interaction or a chat: nobody else does before the end, or while that
-- process is there.
create table questions (
  subject text collate "C" primary key,
  noun text collate "C" not null check (noun = 'interaction' or noun = 'chat'),
  node text collate "C" not null,
  epoch bigint not null,
  until timestamptz not null
);
create index questions_until on questions (until);

-- Gone when the server loses its power, which does no harm: how often somebody has called lately, and
-- codes that sign a browser in, good once. Neither is in the log of the server, nor in its replicas.
create unlogged table calls (
  name text collate "C" primary key,
  count bigint not null,
  until timestamptz not null
);
create index calls_until on calls (until);

create unlogged table codes (
  purpose text collate "C" not null,
  hash text collate "C" not null,
  until timestamptz not null,
  primary key (purpose, hash)
);
