-- A family's page is read on one snapshot by the family itself: whether her own child is on a preparation class's list is hers to know. KG25-5.1.

create policy preschool_list_own on preschool_list for select to mektep_app using (
  exists (select 1 from child c where c.country = preschool_list.country and c.national_id_index = preschool_list.national_id_index)
);
