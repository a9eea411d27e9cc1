-- What: whether the visitor of an interaction was only named by a browser.
-- Why: whoever begins a visit with a publishable key may name any visitor; that is no proof, uses up
--      no caps and is in no export of the visitor.
-- Breaking: no. Of what is stored already nobody can tell who named the visitor: it counts as named
--      by a browser when a site had a publishable key by then.

alter table interactions add column visitor_claimed integer not null default 0
check (visitor_claimed in (0, 1));

update interactions set visitor_claimed = 1
where visitor_id is not null
  and created_at >= (
    select min(created_at) from publishable_keys where key not like 'pk\_playground\_%' escape '\'
  );

-- A person's data, of the proven and of the claimed visitor.
drop index interactions_visitor;
create index interactions_visitor on interactions (visitor_id, visitor_claimed)
where visitor_id is not null;
