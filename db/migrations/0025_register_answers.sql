-- What the registers said, told apart from what they did not say: silence, “nothing”, and what cannot be judged by. A link that a list leaves out once
-- is doubtful, not ended. KG25-21.3, KG25-21.4, KG25-21.7.

alter table person
  add column address_given          jsonb,                       -- as the bureau gave it, where it cannot be judged by: a list
  add column children_other_parents integer not null default 0,  -- of those without an act that names this parent: the act names others
  add column children_unread        integer not null default 0;  -- listed children whose acts were not read yet

alter table child
  alter column sex drop not null,                                -- not every act tells it
  add column national_id_end text check (national_id_end ~ '^[0-9]{4}$');  -- what pages show, so that a list opens no number

alter table family_link
  add column doubtful_since timestamptz,                         -- since when the registry has left the child out
  add column ended_because  text check (ended_because in ('act_names_others', 'not_listed'));

-- Whether a scanner found nothing in a file; false where the installation has none.
alter table document
  add column is_scanned boolean not null default false;
