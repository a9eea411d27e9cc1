-- What: webhook endpoints, the messages for them, their deliveries and attempts.
-- Why: every fact is told to its subscribers, at least once, across crashes: the message is written
--      in the transaction of the fact, deliveries are made when it is dispatched.
-- Breaking: no.

create table webhook_endpoints (
  n integer primary key,
  id text not null unique,
  url text not null,
  -- A JSON array of types, `prefix.*` and `*`.
  event_types text not null,
  description text not null,
  enabled integer not null check (enabled in (0, 1)),
  disabled_reason text check (
    disabled_reason = 'ops' or disabled_reason = 'gone' or disabled_reason = 'failing'
  ),
  rate_limit_per_second integer check (rate_limit_per_second >= 1),
  secret text not null,
  previous_secret text,
  previous_secret_expires_at integer,
  version integer not null check (version >= 1),
  created_at integer not null,
  updated_at integer not null,
  -- Hidden at once; what belongs to it is removed in small steps.
  deleted_at integer,
  -- The newest message that has been looked at for it.
  cursor integer not null,
  -- Who dispatches for it, and until when without a word.
  lease_owner text,
  lease_until integer,
  -- Since when every attempt has failed; null after a success.
  failing_since integer,
  check ((enabled = 1) = (disabled_reason is null)),
  check ((previous_secret is null) = (previous_secret_expires_at is null))
) strict;

-- Numbers are never given out twice: a cursor must not stand beyond a message to come.
create table messages (
  n integer primary key autoincrement,
  -- `webhook-id`, the same over all attempts.
  id text not null unique,
  type text not null,
  created_at integer not null,
  interaction integer references interactions (n) on delete cascade,
  sequence integer,
  -- For one endpoint only, whatever the others subscribed to.
  endpoint text,
  -- Exactly what is signed and sent; null once the person is erased.
  body text
) strict;

create index messages_interaction on messages (interaction);

create table deliveries (
  n integer primary key,
  id text not null unique,
  endpoint integer not null references webhook_endpoints (n),
  message integer not null references messages (n) on delete cascade,
  status text not null check (
    status = 'pending' or status = 'succeeded' or status = 'failed'
  ),
  next_attempt_at integer,
  -- Attempts of the schedule that were made; starts again when it is sent again by ops.
  step integer not null check (step >= 0),
  -- Attempts ever made.
  attempts integer not null check (attempts >= 0),
  unique (message, endpoint),
  check ((status = 'pending') = (next_attempt_at is not null))
) strict;

-- What is due for an endpoint, oldest message first among what is due at one moment.
create index deliveries_pending on deliveries (endpoint, next_attempt_at, message)
where status = 'pending';
create index deliveries_endpoint on deliveries (endpoint, n);

create table delivery_attempts (
  delivery integer not null references deliveries (n) on delete cascade,
  number integer not null check (number >= 1),
  at integer not null,
  status integer,
  error text,
  duration_ms integer not null,
  response_excerpt text,
  primary key (delivery, number)
) strict, without rowid;

-- Counters of ten minutes each: what the last 24 hours were like, without reading them.
create table webhook_counts (
  endpoint integer not null references webhook_endpoints (n) on delete cascade,
  bucket integer not null,
  attempts integer not null,
  succeeded integer not null,
  failed_attempts integer not null,
  given_up integer not null,
  duration_ms integer not null,
  primary key (endpoint, bucket)
) strict, without rowid;
