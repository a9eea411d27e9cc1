-- What: publishable keys, kept answers of idempotent requests.
-- Why: browsers get a visit with a key that is bound to origins; a repeated request is answered
--      as the first time.
-- Breaking: no.

-- Not secret: a publishable key is in the source of every page that uses it.
create table publishable_keys (
  id text primary key,
  name text not null,
  key text not null unique,
  -- A JSON array of origins.
  origins text not null,
  created_at integer not null,
  revoked_at integer
) strict;

-- Written in the transaction of the change it answers; kept for 24 hours.
create table kept_answers (
  -- The credential and the operation.
  scope text not null,
  idempotency_key text not null,
  -- Of the payload: the same key with another payload is refused.
  fingerprint text not null,
  at integer not null,
  interaction_id text,
  -- The refusal, when it was one; anonymous.
  refusal text,
  primary key (scope, idempotency_key),
  check ((interaction_id is null) <> (refusal is null))
) strict, without rowid;

create index kept_answers_at on kept_answers (at);
create index kept_answers_interaction on kept_answers (interaction_id)
where interaction_id is not null;
