-- What: sessions of operators in a browser.
-- Why: who signs in to a page is listed, and can be signed out by somebody else.
-- Breaking: no.

create table sessions (
  id text primary key,
  -- Of the secret in the cookie: SHA-256, hexadecimal.
  hash text not null unique,
  -- The API key that it stands for; it ends with it.
  key_id text not null,
  created_at integer not null,
  expires_at integer not null
) strict;
