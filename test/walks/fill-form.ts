import type { Town } from '#test/support/town.ts';
import { pdf, png } from '#test/support/files.ts';
import type { Adult } from '#simulators/population/population.ts';
import { badValues, encoded } from './bad-values.ts';
import type { FieldRead, FormRead } from './read-page.ts';
import type { Ask } from './rough-browser.ts';

/** Throws of the dice for one step; the same throws do the same on the same page. */
export type Dice = { pick<T>(from: readonly T[]): T | undefined; number(below: number): number };

/** How somebody fills a form in. */
export const fillings = ['well', 'empty', 'one_bad', 'all_bad', 'twice', 'more'] as const;
export type Filling = (typeof fillings)[number];

/** Dice out of three numbers. */
export function diceOf(throws: readonly number[]): Dice {
  let at = 0;
  let state = throws.reduce((sum, one) => (Math.imul(sum, 31) + one) >>> 0, 7);
  const next = () => {
    at += 1;
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + at) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  const number = (below: number) => (below <= 0 ? 0 : next() % below);
  return { number, pick: (from) => from[number(from.length)] };
}

/** The names and values a form would send, filled in in some way by this adult, or by anybody; files are bytes. */
export function filled(
  { fields }: FormRead,
  how: Filling,
  dice: Dice,
  town: Town,
  by: Adult | null = null,
): readonly (readonly [string, string | Buffer])[] {
  const well = fields.flatMap((field): (readonly [string, string | Buffer])[] => {
    const value = field.kind === 'file' ? fileOf(dice) : wellFilled(field, dice, town, by);
    return value === null ? [] : [[field.name, value]];
  });
  const bad = () => dice.pick(Object.values(badValues)) ?? '';
  const victim = dice.pick(fields)?.name;
  switch (how) {
    case 'well':
      return well;
    case 'empty':
      return fields
        .filter(({ kind }) => kind === 'text' || kind === 'hidden')
        .map(({ name, kind, value }) => [name, kind === 'hidden' ? value : '']);
    case 'one_bad':
      return [...well.filter(([name]) => name !== victim), ...(victim === undefined ? [] : [[victim, bad()] as const])];
    case 'all_bad':
      return fields.map(({ name }) => [name, bad()]);
    case 'twice':
      return [...well, ...well.map(([name, value]) => [name, dice.number(2) === 0 ? value : bad()] as const)];
    case 'more':
      return [...well, ['__proto__', 'x'], ['constructor', bad()], ['status', 'enrolled'], ['person', bad()], [bad(), bad()]];
  }
}

/** A form on its way: urlencoded or in parts, as the form says. */
export function sending(form: FormRead, url: string, values: readonly (readonly [string, string | Buffer])[]): Ask {
  const query = values.map(([name, value]) => `${encoded(name)}=${typeof value === 'string' ? encoded(value) : ''}`).join('&');
  // A head of a request may be 16 KB; what is larger does not reach a page.
  if (form.method === 'GET') return { method: 'GET', url: `${url.split('?')[0]}?${query.slice(0, 9000).replace(/%[^%]{0,1}$/, '')}` };
  const headers = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' };
  if (!form.isMultipart)
    return { method: 'POST', url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: query };
  const boundary = '----walk';
  const parts = values.map(([name, value]) => partOf(boundary, name, value));
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { method: 'POST', url, headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` }, body };
}

function partOf(boundary: string, name: string, value: string | Buffer): Buffer {
  const quoted = name.toWellFormed().replace(/[\r\n"]/g, encodeURIComponent);
  const file = typeof value === 'string' ? '' : '; filename="приказ.pdf"\r\ncontent-type: application/pdf';
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted}"${file}\r\n\r\n`),
    Buffer.from(value as string),
    Buffer.from('\r\n'),
  ]);
}

function fileOf(dice: Dice): Buffer {
  return dice.pick([pdf(`walk ${dice.number(1e9)}`), png(), Buffer.from('not a document'), Buffer.alloc(0)]) ?? Buffer.alloc(0);
}

function wellFilled({ name, kind, value, options }: FieldRead, dice: Dice, town: Town, by: Adult | null): string | null {
  if (kind === 'choice') return dice.pick(options) ?? null;
  if (kind === 'check') return options[0] ?? null;
  if (kind === 'hidden' || kind === 'button') return value;
  const { streets, adults, children, schools } = town.population;
  const adult = by !== null && dice.number(3) > 0 ? by : dice.pick(adults);
  const street = dice.pick(streets);
  const known: Readonly<Record<string, readonly string[]>> = {
    phone: ['+996 555 123456', '0555123456', ''],
    workPhone: ['+996 312 123456', ''],
    email: ['ene@example.kg', ''],
    series: [adult?.passport?.series ?? 'ID'],
    number: [adult?.passport?.number ?? '1234567'],
    pin: [dice.pick(children)?.pin ?? ''],
    street: [street?.name.ru ?? '', street?.name.ky ?? '', street?.name.ru.slice(0, 5) ?? ''],
    house: [String(1 + dice.number(street?.lastHouse ?? 9)), '12а', '12/3'],
    q: [dice.pick(schools)?.name.ky ?? '', street?.name.ru ?? '', 'льгота', 'документ', 'жеңилдик', 'мектеп 24'],
    code: ['ABCD-EFGH-JKLM-NPQR', '0'.repeat(26)],
  };
  return dice.pick(known[name] ?? [value]) ?? value;
}
