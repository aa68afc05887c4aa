/** The name of an element, a header and a function that only an intruder would write: it must never come back as a part of a page. */
export const mark = 'x-hostile';

const long = 'ы'.repeat(10_000);

/** What people, programs and enemies put into fields: each has a name for the one who reads a failure. */
export const badValues: Readonly<Record<string, string>> = {
  empty: '',
  spaces: ' \t ',
  sql: "' or 1=1; drop table place; --",
  sqlQuotes: `"; select pg_sleep(9) --`,
  html: `"><${mark} onerror=alert(1)>`,
  htmlEnds: `</title></main></form><script src=//${mark}></script><${mark}>`,
  attribute: `' onfocus='${mark}()' autofocus='`,
  newLine: `a\r\nset-cookie: ${mark}=1\r\n${mark}: 1\r\n\r\n<${mark}>`,
  nothing: 'a\u0000b',
  template: '{{7*7}}${7*7}#{7*7}<%= 7*7 %>',
  format: '%s%n%x%00%d',
  path: '../../../../etc/passwd',
  prototype: '__proto__',
  constructorName: 'constructor',
  method: 'toString',
  rightToLeft: '\u202eАйгерим\u202c',
  combining: 'a\u0336\u0301\u0323'.repeat(30),
  emoji: '👨‍👩‍👧‍👦🇰🇬',
  halfPair: 'a\ud83d',
  zeroWidth: '\u200b\ufeff',
  ownLetters: 'Өзүңүз Ң',
  arabicDigits: '٣٤',
  tenThousand: long,
  negative: '-1',
  zero: '0',
  huge: '99999999999999999999',
  overInt4: '2147483648',
  overInt8: '9223372036854775808',
  infinity: '1e309',
  fraction: '1.5',
  hexadecimal: '0x10',
  digits: '9'.repeat(400),
  date: '2025-02-30',
  uuid: '01a1f992-c99f-7f94-966a-e25b5847fe2c',
  notUuid: '00000000-0000-0000-0000-00000000000g',
  url: `http://${mark}.example/`,
  otherHost: `//${mark}.example/`,
  json: '{"$ne":1}',
  regex: '(a+)+$'.repeat(20),
  cell: `=cmd|'/c calc'!A1`,
};

/** Queries and paths that are not written as queries and paths are. */
export const brokenEncodings = [
  '%',
  '%zz',
  '%e0%a4%a',
  '%ff',
  '%c0%ae%c0%ae',
  '%00',
  '%0d%0a',
  '%u0041',
  '%ed%a0%80',
  '%252e%252e',
  '%2f..%2f',
  '%5c',
] as const;

/** A value in a query, a path or a form; half a pair becomes what browsers make of it. */
export function encoded(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
