-- What: SCXML strategies: their names, their versions, and each text once.
-- Why: operators bring the strategies that their composer makes; a version is named for ever.
-- Breaking: no. The admin key gets the scope that is new with them: it holds every one.

create table strategies (
  name text primary key,
  -- The newest number there ever was: one is never given twice, not after a deletion either.
  version integer not null,
  -- Of the newest version; null once the strategy was deleted.
  sha256 text
) strict;

create table strategy_bundles (
  sha256 text primary key,
  -- The path of the document that a session begins with.
  main text not null,
  -- JSON: path → text.
  files text not null
) strict;

create table strategy_versions (
  name text not null references strategies (name),
  version integer not null,
  sha256 text not null references strategy_bundles (sha256),
  main text not null,
  files integer not null,
  bytes integer not null,
  -- JSON.
  warnings text not null,
  at integer not null,
  actor text not null,
  primary key (name, version)
) strict;

create index strategy_versions_bundle on strategy_versions (sha256);

update api_keys set scopes = scopes || ' strategies:write' where name = 'admin';
