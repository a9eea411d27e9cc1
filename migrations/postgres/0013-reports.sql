-- What: the rule that engaged, on interactions and the chats made of them.
-- Why: reports are by rule, and nobody reads histories for that.
-- Breaking: no. No row is rewritten: of what was engaged before, the history alone names the rule.

alter table interactions add column engagement_rule text collate "C";
alter table chats add column engagement_rule text collate "C";
