-- What: counters by series, minute and label; since when each statistic is counted; who has handled
--       a chat.
-- Why: statistics and reports outlive retention and erasure, hold nothing personal, and count a chat
--      that comes back to an agent once.
-- Breaking: no. No row is rewritten; what happened before is counted when somebody asks for it.

-- What was counted of a series in a minute, of each label: how often, and how long it took in
-- milliseconds. `bucket` tells the parts of a histogram apart.
create table tallies (
  series text not null,
  -- Since the Unix epoch, of the moment of what is counted.
  minute integer not null,
  label text not null,
  bucket integer not null,
  count integer not null,
  total_ms integer not null,
  min_ms integer not null,
  max_ms integer not null,
  primary key (series, minute, label, bucket)
) strict, without rowid;
create index tallies_minute on tallies (minute);

-- Under which series a statistic is counted, and since when: an edited one begins anew.
create table counted_series (
  statistic text primary key,
  series text not null,
  since integer not null
) strict, without rowid;

-- What is provisioned already is counted from now on.
insert into counted_series (statistic, series, since)
select '', '', newest_moment from service where newest_moment > 0;

-- A JSON array of agents with their groups, each once.
alter table chats add column handled_by text not null default '[]';
