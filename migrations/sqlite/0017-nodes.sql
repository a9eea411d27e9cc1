-- What: nothing here; on PostgreSQL, what processes on one database have to agree on.
-- Why: a data directory is one process's, which remembers who is asked, who leaves and how often somebody
-- called. The numbers of both drivers mean the same, so that neither runs ahead of the other.
-- Breaking: no.

select 1;
