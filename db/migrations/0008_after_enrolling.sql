-- After enrolling: notices that were read, sessions a person can name and end, addresses that no school's boundaries hold.

alter table notice add column read_at timestamptz;
create index notice_unread on notice (person_id, campaign_id) where read_at is null;

-- What a person calls a session by: the hash of its token stays in the database.
alter table session add column id uuid not null unique default uuidv7();

-- No school is shown for a registered address: the family asks, the school answers. Once for a child and an address. KG25-21.8.
create table address_request (
  id                uuid        primary key default uuidv7(),
  campaign_id       uuid        not null references campaign,
  child_id          uuid        not null references child,
  person_id         uuid        not null references person,   -- who asked
  address           jsonb       not null,                     -- as the address bureau gave it
  bureau_answered_at timestamptz not null,
  state             text        not null default 'sent' check (state in ('sent', 'added', 'outside')),
  sent_at           timestamptz not null,
  answered_at       timestamptz check ((state = 'sent') = (answered_at is null)),
  unique (campaign_id, child_id, address)
);

alter table address_request enable row level security;
create policy address_request_read on address_request for select to mektep_app
  using ((select actor()) in ('worker', 'system')
    or exists (select 1 from family_link l where l.child_id = address_request.child_id and l.person_id = (select actor_person()) and l.ended_at is null));
create policy address_request_write on address_request for insert to mektep_app
  with check (person_id = (select actor_person()) and state = 'sent'
    and exists (select 1 from family_link l where l.child_id = address_request.child_id and l.person_id = (select actor_person()) and l.ended_at is null));

grant select, insert on address_request to mektep_app;
