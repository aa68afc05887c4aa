-- A move is one act: it gives back another seat than it takes, and an act that was refused gives back none. KG25-21.13, KG22-1.

alter table arrival
  add constraint arrival_releases_another check (released_id is null or released_id is distinct from pool_id),
  add constraint arrival_refused_releases_none check (released_id is null or outcome <> 'refused');
