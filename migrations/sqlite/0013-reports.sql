-- What: the rule that engaged, on interactions and the chats made of them; since when the funnel is
--       counted.
-- Why: reports are by rule, and nobody reads histories for that.
-- Breaking: no. No row is rewritten: of what was engaged before, the history alone names the rule.

alter table interactions add column engagement_rule text;
alter table chats add column engagement_rule text;

-- The funnel, and how chats are served, are counted from now on.
insert into counted_series (statistic, series, since)
select char(9) || 'funnel', char(9) || 'funnel', newest_moment from service where newest_moment > 0;
