-- Who works for the state's education, and where. A person is named by the national id before the first sign-in; nobody is deleted, an appointment ends. KG25-10.
create table staff_role (
  id                uuid        primary key default uuidv7(),
  country           text        not null,
  national_id_index bytea       not null check (octet_length(national_id_index) = 32),
  role              text        not null check (role in ('director', 'district', 'ministry')),
  school_id         uuid        references school,
  district_id       integer     references district,
  appointed_by      text        not null,
  appointed_at      timestamptz not null default now(),
  ended_at          timestamptz,
  check ((role = 'director') = (school_id is not null)),
  check ((role = 'district') = (district_id is not null))
);
create unique index staff_role_once on staff_role (country, national_id_index, role, coalesce(school_id::text, ''), coalesce(district_id, 0)) where ended_at is null;
create index staff_role_person on staff_role (country, national_id_index) where ended_at is null;
alter table staff_role enable row level security;
create policy staff_role_read on staff_role for select to mektep_app
  using ((select actor()) in ('sign_in', 'system', 'worker')
    or exists (select 1 from person p where p.id = (select actor_person()) and p.country = staff_role.country and p.national_id_index = staff_role.national_id_index));
create policy staff_role_write on staff_role for all to mektep_app using ((select actor()) = 'system') with check ((select actor()) = 'system');
grant select, insert, update on staff_role to mektep_app;
