-- Files with boundaries on their way: sent, columns confirmed by a person, read by the worker, looked through, published. KG25-18.4, KG25-18.8.
create table boundary_import (
  id           uuid        primary key default uuidv7(),
  campaign_id  uuid        not null references campaign,
  district_id  integer     not null references district,
  key          uuid        not null unique,
  file_name    text        not null,
  format       text        not null check (format in ('csv', 'xlsx')),
  encoding     text,
  content      bytea       not null,
  sent_by      text        not null,                  -- an actor, as in the journal
  sent_at      timestamptz not null,
  columns      jsonb,                                 -- which column is what; null until a person has confirmed it
  state        text        not null check (state in ('columns', 'reading', 'ready', 'failed', 'published', 'taken_back')),
  turn         integer     not null default 0,        -- counts the readings asked for: one that was overtaken writes nothing
  progress     integer     not null default 0,
  rows         integer     not null,
  summary      jsonb,
  from_day     date,
  published_at timestamptz,
  effect_at    timestamptz                            -- when the journal got to know who moves
);
create index boundary_import_district on boundary_import (campaign_id, district_id, sent_at desc);
grant select, insert, update (columns, state, turn, progress, summary, from_day, published_at, effect_at) on boundary_import to mektep_app;

-- What was found in a file, part by part, in the order of the file. Written anew by every reading.
create table boundary_import_finding (
  import_id uuid    not null references boundary_import,
  part      text    not null,
  place     integer not null,
  item      jsonb   not null,
  primary key (import_id, part, place)
);
grant select, insert, delete on boundary_import_finding to mektep_app;

-- What a person decided about a file: which school or street a name means, how an item is read.
create table boundary_import_choice (
  import_id uuid        not null references boundary_import,
  kind      text        not null check (kind in ('school', 'street', 'reading')),
  subject   text        not null,
  choice    text        not null,
  chosen_by text        not null,
  chosen_at timestamptz not null,
  primary key (import_id, kind, subject)
);
grant select, insert, update (choice, chosen_by, chosen_at) on boundary_import_choice to mektep_app;

-- Names that a person has confirmed to mean a school or a street of the district: the next file need not be asked again.
create table boundary_alias (
  district_id integer     not null references district,
  kind        text        not null check (kind in ('school', 'street')),
  name_key    text        not null,
  target      text        not null,
  chosen_by   text        not null,
  chosen_at   timestamptz not null,
  primary key (district_id, kind, name_key)
);
grant select, insert, update (target, chosen_by, chosen_at) on boundary_alias to mektep_app;
