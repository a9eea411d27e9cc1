-- What: live attempts of a visit in the order of their clocks; messages about no interaction.
-- Why: with strict mode off a visit may have thousands of live attempts, and a creation looks at a
--      few of them; removing old messages looks at those that retention does not remove.
-- Breaking: no. Building the indexes takes seconds for a million interactions.

drop index interactions_visit;
-- A visit, its live attempts, and of those on which one clock runs the first and the last to end.
create index interactions_visit on interactions (visit_id, clock, clock_started_at);

create index messages_apart on messages (created_at) where interaction is null;
