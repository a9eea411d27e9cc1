-- What: marks of erased visitors.
-- Why: a browser token that carries one goes on without them, also after a restart.
-- Breaking: no.

-- A mark is the HMAC of a visitor's id with the secret that signed the tokens in question: without
-- the secret nobody can try ids against it. It goes with the secret, or when every token is void.
create table erased_visitors (
  signing_key text collate "C" not null references signing_keys (id) on delete cascade,
  mark text collate "C" not null,
  erased_at bigint not null,
  primary key (signing_key, mark)
);

create index erased_visitors_at on erased_visitors (erased_at);
