-- On what a decision by registered address rested: the addresses that counted, and the version of the school's boundaries that served them. KG25-21.4, KG22-9.
alter table arrival
  add column homes      jsonb,                                 -- [{"streetId": …, "house": …}, …]; null where no address counted
  add column version_id uuid;                                  -- of boundary_version; null where no boundaries decided
