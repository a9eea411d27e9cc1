-- What: counters by series, minute and label; since when each statistic is counted; who has handled
--       a chat.
-- Why: statistics and reports outlive retention and erasure, hold nothing personal, and count a chat
--      that comes back to an agent once.
-- Breaking: no. No row is rewritten; what happened before is counted when somebody asks for it.

-- What was counted of a series in a minute, of each label: how often, and how long it took in
-- milliseconds. `bucket` tells the parts of a histogram apart.
create table tallies (
  series text collate "C" not null,
  -- Since the Unix epoch, of the moment of what is counted.
  minute bigint not null,
  label text collate "C" not null,
  bucket bigint not null,
  count bigint not null,
  total_ms bigint not null,
  min_ms bigint not null,
  max_ms bigint not null,
  primary key (series, minute, label, bucket)
);
create index tallies_minute on tallies (minute);

-- Under which series a statistic is counted, and since when: an edited one begins anew.
create table counted_series (
  statistic text collate "C" primary key,
  series text collate "C" not null,
  since bigint not null
);

-- A JSON array of agents with their groups, each once.
alter table chats add column handled_by text collate "C" not null default '[]';
