-- What: the rules of the built-in strategy, secrets of strategies, refusals, remarks in histories.
-- Why: strategies decide, and "why was it not offered?" has an answer.
-- Breaking: no.

-- The rule that decided, or how a call to the strategy went.
alter table history add column detail text;

-- Every version of the Engagement Logic that was ever made; the last one is in force. Version 1,
-- no rules, is shipped and not stored.
create table engagement_logic (
  version integer primary key check (version >= 2),
  -- A JSON array of rules.
  rules text not null,
  at integer not null,
  actor text not null
) strict;

-- Secrets that sign what strategies send. Needed as they are; gone once revoked.
create table strategy_secrets (
  id text primary key,
  name text not null,
  secret text,
  created_at integer not null,
  revoked_at integer,
  check ((secret is null) = (revoked_at is not null))
) strict;

-- The newest refused creations and decisions against an engagement; bounded by the writer.
create table refusals (
  n integer primary key,
  at integer not null,
  reason text not null,
  visit_id text,
  -- The live attempt in the way, or the one that was decided against.
  interaction_id text,
  -- The rule that decided.
  rule text
) strict;

create index refusals_visit on refusals (visit_id, n) where visit_id is not null;

-- All of them, ever.
create table refusal_counts (
  reason text not null,
  -- Empty where no rule decided.
  rule text not null,
  total integer not null,
  primary key (reason, rule)
) strict, without rowid;
