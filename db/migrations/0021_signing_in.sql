-- An attempt to sign in travels sealed with the browser; only what came back and was good is remembered, so that it is good once.
drop table sign_in_attempt;
create table sign_in_return (
  state_hash bytea       primary key check (octet_length(state_hash) = 32),
  expires_at timestamptz not null
);

-- Why a session ended, for the word to whoever held it; and the provider's own word for its session, sealed, so that signing out ends that too.
alter table session
  add column end_reason          text check (end_reason in ('signed_out', 'elsewhere', 'too_many', 'signed_in_anew')),
  add column logout_hint_cipher  bytea;

-- How often somebody did what is written down whole only the first few times of a day.
create table journal_tally (
  actor text    not null,
  act   text    not null,
  day   date    not null,
  times integer not null,
  primary key (actor, act, day)
);

alter table sign_in_return enable row level security;
create policy sign_in_return_office on sign_in_return to mektep_app
  using ((select actor()) = 'sign_in');

create policy session_forget on session for delete to mektep_app
  using ((select actor()) = 'sign_in');

alter table journal_tally enable row level security;
create policy journal_tally_own on journal_tally to mektep_app
  using (actor = (select actor()) or (select actor()) in ('sign_in', 'system'));

grant select, insert, delete on sign_in_return to mektep_app;
grant update (end_reason, logout_hint_cipher), delete on session to mektep_app;
grant select, insert, update (times) on journal_tally to mektep_app;
