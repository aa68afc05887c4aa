import type { Day } from '#domain/core/day.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { RegisterName } from '#domain/core/register-name.ts';

export type { RegisterName };

/** The windows to the world outside. Only `compose.ts` knows which adapter stands behind one. */

export type Sex = 'female' | 'male';

/** What the civil registry (ЗАГС) holds of a child's birth. KG25-8.1. */
export type BirthAct = {
  readonly child: {
    readonly nationalId: NationalId;
    readonly name: PersonName;
    readonly sex: Sex | null;
    readonly birthDate: Day;
  };
  /** As far as the act tells it. */
  readonly certificate: {
    readonly series: string | null;
    readonly number: string | null;
    readonly issued: Day | null;
    readonly issuer: string | null;
  };
  readonly motherId: NationalId | null;
  readonly fatherId: NationalId | null;
};

/** A registered address as the address bureau (АСБ) gives it: keys of its own registers, the house as text. KG25-8.2. */
export type RegisteredAddress = {
  readonly regionId: number;
  readonly districtId: number;
  readonly aymakId: number | null;
  readonly villageId: number | null;
  readonly streetId: number | null;
  readonly house: string;
  readonly flat: string | null;
};

/** An address as the bureau gave it, of which a part may be missing; a house without a number is `''`. */
export type AddressGiven = Omit<RegisteredAddress, 'regionId' | 'districtId'> & {
  readonly regionId: number | null;
  readonly districtId: number | null;
};

/** What the bureau answered: nowhere; one address; or what cannot be judged by, as it was given. No answer at all is a {@link RegisterOutage}. */
export type AddressAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'address'; readonly address: RegisteredAddress }
  | { readonly kind: 'unusable'; readonly because: 'several' | 'incomplete'; readonly given: readonly AddressGiven[] };

/** The children a registry lists; `unread` entries had no number we could read. A parent it does not know is another answer than an empty list. */
export type ChildrenListed =
  { readonly kind: 'not_known' } | { readonly kind: 'list'; readonly children: readonly NationalId[]; readonly unread: number };

/** A passport as the passport service confirms it. KG25-8.2. */
export type Passport = {
  readonly series: string;
  readonly number: string;
  readonly issued: Day | null;
  readonly expires: Day | null;
  readonly issuer: string | null;
};

/** `null` everywhere means “the register answered: not known”. Every function throws {@link RegisterOutage} when there is no answer to trust. */
export type CivilRegistry = {
  /** National ids of the children linked to this parent (zagsChildren). */
  childrenOf(parent: NationalId): Promise<ChildrenListed>;
  /** The birth act of one child (zagsPinBirthAct). */
  birthOf(child: NationalId): Promise<BirthAct | null>;
};

export type PassportRegister = {
  /** Confirms a passport by PIN, series and number (passportDataByPSN). */
  passportOf(owner: NationalId, series: string, number: string): Promise<Passport | null>;
};

export type AddressBureau = {
  /** The permanent registration of a person (asbAddress). */
  addressOf(person: NationalId): Promise<AddressAnswer>;
};

/** What the identity provider (ЕСИ) states about the person who signed in. */
export type Identity = {
  readonly nationalId: NationalId;
  readonly name: PersonName;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  readonly citizenship: string | null;
  readonly phone: string | null;
  readonly email: string | null;
};

/** Secrets of one attempt to sign in, known to the server alone between the redirect and the return. */
export type SignInSecrets = { readonly state: string; readonly nonce: string; readonly codeVerifier: string };

/** Who is expected (the demo alone), and whether the provider must ask although it knows somebody. */
export type SignInAsk = { readonly hint?: string; readonly anew?: boolean };

export type IdentityProvider = {
  /** Where to send the browser. `locale` is the page's language. */
  begin(locale: string, secrets: SignInSecrets, ask?: SignInAsk): Promise<URL>;
  /**
   * Exchanges the code in `returned` (the full callback URL) for the identity; throws {@link SignInRefused} when the answer is not to be trusted.
   * `logoutHint` names the provider's session when it is ended; `null` where that would carry the person's data in an address.
   */
  finish(returned: URL, secrets: SignInSecrets): Promise<{ readonly identity: Identity; readonly logoutHint: string | null }>;
  /** Where to send the browser after sign-out, so that the provider's session ends too. */
  endSessionUrl(logoutHint: string | null): Promise<URL>;
};

/** Where attached files lie, encrypted before they come here. A key is 32 hexadecimal digits drawn by chance. */
export type Storage = {
  /** Keeps the bytes: durable when the promise is fulfilled, or not there at all. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Buffer | null>;
  /** Removes the bytes, if they are there. */
  remove(key: string): Promise<void>;
};

/** The place where files lie took no file: it is full, or cannot be written. Nothing was kept. */
export class StorageTrouble extends Error {
  override readonly name = 'StorageTrouble';
  readonly isFull: boolean;
  constructor(isFull: boolean, cause: unknown) {
    super(isFull ? 'there is no room for files' : 'files cannot be written', { cause });
    this.isFull = isFull;
  }
}

/** Reads what kind of file some bytes are, whatever its name says. */
export type MediaTypes = {
  /** The media type, or `null` when the content is of no known kind. */
  of(bytes: Uint8Array): Promise<string | null>;
};

/** What came of opening a file: it opens, and here it is without what does not belong to it; or not, and why. */
export type Inspected =
  | { readonly kind: 'opens'; readonly bytes: Uint8Array }
  | { readonly kind: 'broken' | 'too_many_pixels' }
  /** The opener is too busy, or was stopped: nothing is known of the file. */
  | { readonly kind: 'not_inspected' };

/** Opens files people attach, away from this process: pictures are decoded and drawn anew, so that nothing else rides in them; documents have pages. */
export type FileInspector = { inspect(mediaType: string, bytes: Uint8Array): Promise<Inspected>; close(): Promise<void> };

/** A scanner for malicious software; `not_scanned` when it does not answer. */
export type Scanner = { scan(bytes: Uint8Array): Promise<'clean' | 'infected' | 'not_scanned'> };

/** What is odd about a cell that was read all the same; `date` is what a spreadsheet made of a house number. */
export type CellRemark =
  | 'merged'
  | 'formula'
  | 'formula_without_value'
  | 'date'
  | 'number'
  | 'time'
  | 'percent'
  | 'fraction'
  | 'boolean'
  | 'note'
  | 'quote'
  | 'quoted_rows'
  | 'broken_letter'
  | 'struck'
  | 'white';

/** Why a file is no table that can be read. */
export type TableRefusal =
  | 'empty'
  | 'too_large'
  | 'old_or_locked'
  | 'pdf'
  | 'archive'
  | 'encoding'
  | 'not_text'
  | 'broken'
  | 'one_column'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'too_many_cells'
  | 'too_long'
  | 'took_too_long';

/** One sheet as text, row 1 first; a CSV is one without a name. Rows and columns are counted from 1. */
export type SheetRead = {
  readonly name: string;
  readonly isHidden: boolean;
  /** What parts the cells of a CSV. */
  readonly delimiter: string | null;
  readonly cells: readonly (readonly string[])[];
  readonly remarks: readonly { readonly row: number; readonly column: number; readonly remark: CellRemark; readonly text: string }[];
  /** How many remarks more there are than are kept. */
  readonly remarksMore: number;
  /** Rows and columns with something in them that whoever sent the file does not see. */
  readonly hiddenRows: readonly number[];
  readonly hiddenColumns: readonly number[];
  /** Cells of which something is struck out or white, with what is left without it. */
  readonly unseen: readonly { readonly row: number; readonly column: number; readonly left: string }[];
};

export type TableRefused = { readonly kind: 'refused'; readonly because: TableRefusal; readonly row?: number };

export type TableRead =
  | { readonly kind: 'table'; readonly format: 'csv' | 'xlsx'; readonly encoding: string | null; readonly sheets: readonly SheetRead[] }
  | TableRefused;

/** The beginning of a sheet, and how much there is of it: enough to say which column is what. */
export type SheetHead = Pick<SheetRead, 'name' | 'isHidden' | 'hiddenColumns'> & {
  readonly rows: number;
  readonly sample: readonly (readonly string[])[];
  /** How many rows are hidden and how many cells are struck out or white, and the first of them. */
  readonly hiddenRows: { readonly count: number; readonly first: readonly number[] };
  readonly unseen: { readonly count: number; readonly first: readonly (readonly [row: number, column: number])[] };
};

export type TableHead =
  | { readonly kind: 'head'; readonly format: 'csv' | 'xlsx'; readonly encoding: string | null; readonly sheets: readonly SheetHead[] }
  | TableRefused;

/** Reads tables people send: CSV in the encodings and with the delimiters they use, and spreadsheets. */
export type Tables = {
  /** The head of a table, read in a process of its own with limits of memory and of time; it ends when nobody waits any more. */
  head(bytes: Uint8Array, until?: AbortSignal): Promise<TableHead>;
  /** A whole table, read here: for a process that does nothing else. */
  read(bytes: Uint8Array): Promise<TableRead>;
};

/** How a process ended that read a file: in order, at its limits, stopped by us, or in a way nobody foresaw. */
export type ReadingEnd = 'done' | 'took_too_long' | 'too_large' | 'stopped' | 'ended';

/** Reads a file that was sent in a process of its own. An orderly fault of that process is thrown. */
export type FileReaders = { read(id: string, turn: number): Promise<ReadingEnd>; close(): Promise<void> };

/** One printed page as its words and one picture; how it looks is the press's. */
export type Sheet = {
  readonly language: string;
  /** The day it is printed on. */
  readonly day: Day;
  readonly site: string;
  readonly title: string;
  readonly outcome: string;
  readonly rows: readonly { readonly term: string; readonly text: string }[];
  readonly parts: readonly {
    readonly title: string;
    readonly paragraphs: readonly string[];
    readonly points: readonly string[];
    readonly closing: string;
  }[];
  readonly proof: {
    readonly title: string;
    readonly text: string;
    /** Dark modules as an SVG path in a square of `size` modules. */
    readonly qr: { readonly size: number; readonly path: string };
    readonly address: string;
    /** The address as people read it. */
    readonly shown: string;
    readonly code: string;
  };
  readonly foot: string;
};

/**
 * Prints a sheet as a PDF of one A4 page. A sign that no font has is printed as a box. `order` says for whom, whose orders are printed one after
 * the other, and when nobody waits for it any more. Throws {@link PressTrouble} when it cannot be had now.
 */
export type Press = {
  print(sheet: Sheet, order?: { readonly by: string; readonly signal?: AbortSignal }): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** No paper came out: too many wait for the press, it took too long, grew too large or stopped. The same may be asked for again. */
export class PressTrouble extends Error {
  override readonly name = 'PressTrouble';
}

/** A register was slow, down, refused us, or answered something that cannot be believed (`nonsense`). Nothing was changed. */
export class RegisterOutage extends Error {
  readonly register: RegisterName;
  readonly reason: 'timeout' | 'unreachable' | 'fault' | 'nonsense';
  constructor(register: RegisterName, reason: RegisterOutage['reason'], detail: string) {
    super(`${register}: ${reason}: ${detail}`);
    this.name = 'RegisterOutage';
    this.register = register;
    this.reason = reason;
  }
}

/** The person cancelled, or the provider's answer failed a check (state, nonce, signature, audience, age). */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}
