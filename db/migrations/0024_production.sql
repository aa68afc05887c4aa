-- What production needs to be begun and kept: a journal in which nobody signs for somebody else, keys that can be changed, work that is done by the
-- clock, jobs that are known to have ended their process, and what may be forgotten.

-- Whoever acts signs. Three lines are written for a person: by the register for a stranger whose draft it refused (many in one batch), by the sign-in for
-- the person whose session begins or ends, who is nobody before and after it, and in an author's act, which it stays, for whoever agreed to it or did not.
drop policy journal_write on journal;
create policy journal_write on journal for insert to mektep_app with check (
  (select actor()) <> ''
  and (
    actor = (select actor())
    or ((select actor()) = 'register' and act = 'draft.refused_to_stranger' and actor like 'person:%')
    or ((select actor()) = 'sign_in' and act in ('session.begun', 'session.ended') and actor = 'person:' || subject)
    or (act in ('boundaries.agreed', 'boundaries.partly_agreed', 'boundaries.not_agreed', 'boundaries.proposal_outdated') and exists (
      select 1 from boundary_proposal p where p.id = journal.subject and p.asked_by = (select actor())))
  )
);

-- A data key is wrapped anew under another master key, and retired when it seals nothing more. It still opens what it sealed.
grant update (wrapped, retired_at) on data_key to mektep_app;
grant update (name_cipher) on document to mektep_app;
grant update (child_national_id_cipher) on guardianship to mektep_app;

-- Up to when each line of the timetable has been handed out, so that several workers hand it out once.
create table timetable (
  line       text        primary key,
  done_until timestamptz not null
);
grant select, insert, update on timetable to mektep_app;

-- How many processes ended with a job in hand.
create table job_death (
  job_id  bigint      primary key,
  deaths  integer     not null check (deaths > 0),
  last_at timestamptz not null default now()
);
grant select, insert, update, delete on job_death to mektep_app;

-- What is forgotten after its time: sessions that ended, and prepared acts that nobody sent. Nobody but the worker and the sign-in forgets.
grant delete on draft, offer to mektep_app;
create policy draft_forget on draft as restrictive for delete to mektep_app using ((select actor()) = 'worker');
create policy offer_forget on offer as restrictive for delete to mektep_app using ((select actor()) = 'worker');
