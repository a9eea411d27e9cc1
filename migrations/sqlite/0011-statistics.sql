-- What: counters by series, label and minute.
-- Why: statistics and reports are to outlive retention and erasure, and hold nothing personal.
-- Breaking: no. No row is rewritten; what happened before is not counted.

-- What was counted of a series in a minute, of each label: how often, and how long it took in
-- milliseconds. `bucket` tells the parts of a histogram apart.
create table tallies (
  series text not null,
  label text not null,
  -- Since the Unix epoch, of the moment of what is counted.
  minute integer not null,
  bucket integer not null,
  count integer not null,
  total_ms integer not null,
  min_ms integer not null,
  max_ms integer not null,
  primary key (series, label, minute, bucket)
) strict, without rowid;
