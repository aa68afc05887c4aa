-- The head of a file is kept when it is taken: no page opens a file. How often it was opened is counted before it is opened, what could not be
-- read says why, and what was sent can be deleted.
alter table boundary_import
  add column head      jsonb,                          -- first rows and columns; null in a file that was sent before heads were kept
  add column opened    integer not null default 0,     -- readings begun and not ended: a file that ended its process twice is not opened again
  add column opened_at timestamptz,                    -- when whoever reads it was last heard of
  add column refused   text,                           -- why it could not be read
  add column erased_at timestamptz,                    -- when its content was erased, by a person or by the clock
  alter column content drop not null,
  drop constraint boundary_import_state_check,
  add constraint boundary_import_state_check check (state in ('columns', 'reading', 'ready', 'failed', 'published', 'taken_back', 'deleted')),
  add constraint boundary_import_content_erased check (content is not null or erased_at is not null);
grant update (head, opened, opened_at, refused, erased_at, content) on boundary_import to mektep_app;
grant delete on boundary_import_choice to mektep_app;
create index boundary_import_kept on boundary_import (sent_at) where erased_at is null;
