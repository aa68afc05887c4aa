import { appoint } from '#server/staff/service.ts';
import type { Office } from '#domain/access/office.ts';
import type { Adult } from '#simulators/population/population.ts';
import { asActor } from './crowd.ts';
import { type Household, signInAs } from './household.ts';
import type { Town } from './town.ts';

/** Appoints somebody to an office; in force at the next page. */
export async function appointIn(town: Town, { pin }: Pick<Adult, 'pin'>, office: Office): Promise<void> {
  const { country } = town.composed.mektep.campaign.policy;
  await asActor(town, 'system', (tx) => appoint(tx, town.keys, country, pin, office, 'system', new Date()));
}

/** The father of a one-child family, by order, appointed to an office and signed in. */
export async function officer(town: Town, place: number, office: Office): Promise<Household> {
  const family = town.population.families.filter(({ tag }) => tag === 'one_child')[place];
  const pin = family?.parents.at(-1) ?? '';
  await appointIn(town, { pin: pin as Adult['pin'] }, office);
  return signInAs(town, pin);
}
