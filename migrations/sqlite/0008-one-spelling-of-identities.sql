-- What: identities that differ only in spelling become one, folded as they compare now.
-- Why: Unicode normal form, invisible characters and the spelling of a domain make no other contact.
--      `fold_identity` is the program's own folding.
-- Breaking: no. The identity that was there first stays, with its id and its spelling.

create temporary table refolded as
select id, key, fold_identity(value) as folded from identities;

create unique index temp.refolded_id on refolded (id);
create index temp.refolded_folded on refolded (key, folded, id);

-- Ids are in the order of their making.
create temporary table survivors as
select r.id, (select min(s.id) from refolded s where s.key = r.key and s.folded = r.folded) as survivor
from refolded r;

create unique index temp.survivors_id on survivors (id);

update interactions
set identity_id = (select survivor from survivors where survivors.id = interactions.identity_id)
where identity_id in (select id from survivors where id <> survivor);

delete from identities where id in (select id from survivors where id <> survivor);

update identities set folded = (select folded from refolded where refolded.id = identities.id)
where folded <> (select folded from refolded where refolded.id = identities.id);

drop table survivors;
drop table refolded;
