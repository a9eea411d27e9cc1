-- What: whether the visitor of an interaction was only named by a browser.
-- Why: whoever begins a visit with a publishable key may name any visitor; that is no proof, uses up
--      no caps and is in no export of the visitor.
-- Breaking: no.

alter table interactions add column visitor_claimed bigint not null default 0
check (visitor_claimed in (0, 1));

-- A person's data, of the proven and of the claimed visitor.
drop index interactions_visitor;
create index interactions_visitor on interactions (visitor_id, visitor_claimed)
where visitor_id is not null;
