-- What: nothing; it keeps the number of the migration of agents and chats.
-- Why: migrations are numbered without gaps, and that one is made at the same time.
-- Breaking: no. To be replaced by it before anything is released.

select 1;
