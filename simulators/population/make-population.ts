import { birthGroups, enteredGrades, type Cohort } from './birth-days.ts';
import type { Scale } from './family-plans.ts';
import { homesOf, type Homes } from './homes.ts';
import { makeHousehold, type Setting } from './household.ts';
import { nationOf } from './nations.ts';
import { numberOffice } from './number-office.ts';
import { households, type Household, type People } from './people.ts';
import type { Home, Population } from './population.ts';
import { republicGeography } from './republic.ts';
import { townGeography } from './schools.ts';

/** How a country is made: the same plan makes the same people, whoever asks for them and in whatever order. */
export type PopulationPlan = {
  readonly seed: number;
  readonly families: number;
  /** Three districts when not said. */
  readonly scale?: Scale;
  /** Whose children come of age; those of 2025 in Kyrgyzstan when not said. */
  readonly campaign?: CampaignYears;
};

/** What a campaign says of its country and the years of its children; a policy says it. */
export type CampaignYears = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The calendar year in which the school year begins. */
  readonly year: number;
  readonly cohorts: readonly Cohort[];
};

/**
 * Lists everybody of a country. In a town a larger population begins with the people of a smaller. The first families show every case of
 * `family-plans.ts` once; the first of all are the Asanovs.
 */
export function makePopulation(plan: PopulationPlan): Population {
  const people = openPeople(plan);
  const made = [...households(people)];
  return {
    seed: people.seed,
    districts: people.districts,
    streets: people.streets,
    schools: people.schools,
    adults: made.flatMap(({ adults }) => adults),
    children: made.flatMap(({ children }) => children),
    links: made.flatMap(({ links }) => links),
    families: made.map(({ family }) => family),
  };
}

/**
 * Opens a country of any size without listing its people: a family is made when it is asked for, and a national number leads back to it.
 * There may be 800,000 Kyrgyz families, 225,000 Kazakh ones.
 */
export function openPeople(plan: PopulationPlan): People & { readonly schoolsOf: Homes['schoolsOf'] } {
  const { families } = plan;
  const { setting, geography } = settingOf(plan);
  if (families > setting.office.families) throw new Error(`there are numbers for ${setting.office.families} families at most`);
  const household = (place: number) => makeHousehold(setting, place);
  const householdOf = (pin: string): Household | null => {
    const place = setting.office.familyOf(pin);
    return place === null || place >= families ? null : household(place);
  };
  const { districts, streets, schools } = geography;
  return {
    seed: plan.seed,
    districts,
    streets,
    schools,
    families,
    household,
    schoolsOf: setting.homes.schoolsOf,
    adult: (pin) => householdOf(pin)?.adults.find((adult) => adult.pin === pin),
    child: (pin) => householdOf(pin)?.children.find((child) => child.pin === pin),
    childrenOf: (parent) => (householdOf(parent)?.links ?? []).filter((link) => link.parent === parent).map(({ child }) => child),
  };
}

function settingOf({ seed, families, scale = 'town', campaign = firstCampaign }: PopulationPlan) {
  const nation = nationOf(campaign.country);
  const schoolYear = { year: campaign.year, grades: enteredGrades(campaign.cohorts) };
  const isTown = scale === 'town' && nation.citizenship === 'KGZ';
  const geography = isTown ? townGeography(schoolYear) : republicGeography({ seed, families, nation, campaign: schoolYear });
  const districts = new Map(geography.districts.map((district) => [district.districtId, district]));
  const schools = Map.groupBy(geography.schools, ({ districtCode }) => districtCode);
  const setting: Setting = {
    seed,
    scale,
    nation,
    year: campaign.year,
    office: numberOffice(seed, nation.form),
    homes: homesOf(geography),
    births: birthGroups(campaign.cohorts),
    schoolsIn: (districtCode) => schools.get(districtCode) ?? [],
    districtAt: ({ address }: Home) => {
      const district = districts.get(address.districtId);
      if (district === undefined) throw new Error(`there is no district ${address.districtId}`);
      return district;
    },
  };
  return { setting, geography };
}

const firstCampaign: CampaignYears = {
  country: 'KG',
  year: 2025,
  cohorts: [
    { bornFrom: '2018-01-01', bornTo: '2018-12-31', grade: 2, condition: 'none' },
    { bornFrom: '2019-01-01', bornTo: '2019-12-31', grade: 1, condition: 'none' },
    { bornFrom: '2019-01-01', bornTo: '2019-12-31', grade: 2, condition: 'preschool_prepared' },
  ],
};
