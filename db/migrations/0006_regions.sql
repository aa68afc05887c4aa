-- The region of a district, by the address bureau's key: what a registered address says of itself. The name stands beside it already.

alter table district add column region_id integer;
update district set region_id = id / 100;      -- the first three districts had keys of four digits or three, the region's before the last two
alter table district alter column region_id set not null;
create index district_region on district (region_id);
