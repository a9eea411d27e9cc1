-- What: counters of the funnel by whole hours, beside those by quarters of an hour and by days.
-- Why: reports of days in time zones, and by the hour, add up a third of the rows.
-- Breaking: no. One row is added for each four or fewer there are; none is rewritten.

insert into tallies (series, minute, label, bucket, count, total_ms, min_ms, max_ms)
select chr(9) || 'funnel/hour', minute / 60 * 60, label, bucket,
  sum(count), sum(total_ms), min(min_ms), max(max_ms)
from tallies where series = chr(9) || 'funnel'
group by 2, 3, 4;
