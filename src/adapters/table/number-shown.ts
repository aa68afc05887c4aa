/** What a number format makes of a number, as far as a person reads another text than the one that is kept. */
export type NumberShown =
  | { readonly kind: 'general' | 'day' | 'month' | 'time' | 'percent' | 'nothing' }
  | { readonly kind: 'fixed'; readonly decimals: number }
  | { readonly kind: 'padded'; readonly digits: number }
  | { readonly kind: 'fraction'; readonly digits: number }
  | { readonly kind: 'worded'; readonly before: string; readonly after: string };

/** Formats every spreadsheet knows by number: 17 is a month with its year, 12 and 13 are fractions. */
export function shownByNumber(id: number): NumberShown {
  if (id === 17) return { kind: 'month' };
  if (BUILT_IN_DAYS.has(id)) return { kind: 'day' };
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return { kind: 'time' };
  if (id === 9 || id === 10) return { kind: 'percent' };
  if (id === 12 || id === 13) return { kind: 'fraction', digits: id - 11 };
  if (id === 2 || id === 4) return { kind: 'fixed', decimals: 2 };
  return { kind: 'general' };
}

const BUILT_IN_DAYS: ReadonlySet<number> = new Set([14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** What an own format shows: judged by its part for positive numbers. */
export function shownBy(code: string): NumberShown {
  const [positive = ''] = code.slice(0, 255).split(';');
  if (code.includes(';') && positive.trim() === '') return { kind: 'nothing' };
  const plain = positive
    .replace(/\[(h+|m+|s+)\]/gi, '$1')
    .replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
    .toLowerCase();
  if (!/[0#?]/.test(plain.replace(/\.0+/, ''))) return dateShown(plain);
  if (plain.includes('%')) return { kind: 'percent' };
  const fraction = /\?+\/(\?+)/.exec(plain)?.[1];
  if (fraction !== undefined) return { kind: 'fraction', digits: Math.min(fraction.length, 3) };
  const decimals = /0\.(0+)$/.exec(plain.trim())?.[1];
  if (decimals !== undefined) return { kind: 'fixed', decimals: decimals.length };
  return /^0{2,10}$/.test(plain.trim()) ? { kind: 'padded', digits: plain.trim().length } : worded(positive);
}

function dateShown(plain: string): NumberShown {
  if (plain.includes('d') || plain.includes('д')) return { kind: 'day' };
  if (/m|м/.test(plain) && /y|г/.test(plain)) return { kind: 'month' };
  if (/h|ч|s/.test(plain)) return { kind: 'time' };
  return /m|м/.test(plain) ? { kind: 'day' } : { kind: 'general' };
}

/** A number with words of the format around it: `0"а"` shows 12 as 12а. */
function worded(positive: string): NumberShown {
  const parts = /^((?:"[^"]*"|\\.)*)(?:0|#|General)((?:"[^"]*"|\\.)*)$/i.exec(positive);
  if (parts === null || (parts[1] === '' && parts[2] === '')) return { kind: 'general' };
  const [before, after] = [parts[1] ?? '', parts[2] ?? ''].map((text) => text.replace(/"([^"]*)"|\\(.)/g, '$1$2')) as [string, string];
  return { kind: 'worded', before, after };
}
