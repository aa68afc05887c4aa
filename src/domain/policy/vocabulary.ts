/**
 * What a state calls its own institutions: the words that a family reads for them under its laws, in every language of the interface. A text
 * names the word (`{civilRegistry}`); a language has the forms its sentences need, and no others.
 */
export type Vocabulary = {
  readonly ru: Words<RussianForm>;
  readonly ky: Words<KyrgyzForm>;
  readonly kk: Words<KazakhForm>;
  readonly en: Words<EnglishForm>;
};

type Words<Form extends string> = Readonly<Record<Term | Form, string>>;

type Term =
  /** The number of a person in the state's registers, as it stands on papers. */
  | 'nationalId'
  /** The office that keeps acts of birth. */
  | 'civilRegistry'
  /** The register of where people live. */
  | 'addressRegister'
  /** Where people prove to the state who they are, and what that name means. */
  | 'identityProvider'
  | 'identityProviderMeans'
  /** A street and a phone number as they are written in this state, and the languages in which its streets have names. */
  | 'streetExample'
  | 'streetLanguages'
  | 'phoneExample';

/** «в ЗАГСе», «из ЗАГСа»; «в адресном бюро», «адресного бюро»; «РайОО» in a sentence and as a heading; «по делам детей». */
type RussianForm =
  | 'civilRegistryIn'
  | 'civilRegistryFrom'
  | 'addressRegisterIn'
  | 'addressRegisterOf'
  | 'educationOffice'
  | 'educationOfficeHeading'
  | 'commissionFor';

/** “ЗАГСта”, “ЗАГСтан”; “бюросунда”, “бюросунан”, “бюросунун”; “РайББга”; “балдар иштери боюнча”. */
type KyrgyzForm =
  | 'civilRegistryIn'
  | 'civilRegistryFrom'
  | 'addressRegisterIn'
  | 'addressRegisterFrom'
  | 'addressRegisterOf'
  | 'educationOffice'
  | 'educationOfficeTo'
  | 'commissionFor';

/** «бюросында», «бюросынан», «бюросының». The body of education and the commission have one name in Kazakh for both states. */
type KazakhForm = 'addressRegisterIn' | 'addressRegisterFrom' | 'addressRegisterOf';

/** What begins with a capital where it heads a line. The civil registry has one name in English. */
type EnglishForm = 'nationalIdHeading' | 'educationOffice' | 'commission';
