-- Where streets and schools lie, where a file says so: for the map of a catchment and for the schools around an address. Nobody needs it to find a school.
-- KG25-21.8b.
create table street_place (
  street_id integer          primary key references street,
  lines     jsonb            not null,     -- lines of points [longitude, latitude]
  longitude double precision not null,     -- the middle
  latitude  double precision not null,
  source    text             not null,     -- the file
  entered_at timestamptz     not null default now()
);
create table school_place (
  school_id uuid             primary key references school,
  longitude double precision not null,
  latitude  double precision not null,
  source    text             not null,
  entered_at timestamptz     not null default now()
);
grant select, insert, update on street_place, school_place to mektep_app;
