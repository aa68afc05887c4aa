import { badValues, brokenEncodings, encoded } from './bad-values.ts';
import type { Dice } from './fill-form.ts';

/** Every name that some page or route of ours reads out of its query, and some that it must not. */
export const queryNames = [
  ...[
    'grade',
    'region',
    'wishes',
    'turn',
    'district',
    'school',
    'page',
    'free',
    'before',
    'q',
    'act',
    'unprinted',
    'problem',
    'relation',
    'done',
    'outage',
    'earlier',
    'refreshed',
    'watch',
    'from',
    'as',
    'pool',
  ],
  ...['to', 'set', 'code', 'state', 'street', 'id', 'house', 'which', 'error', '__proto__', 'constructor', '/enrol'],
] as const;

/** An address with one thing of its query changed, doubled, added or broken. */
export function editQuery(url: string, dice: Dice): string {
  const [path = '', query = ''] = url.split('?');
  const pairs = query === '' ? [] : query.split('&');
  const name = dice.number(3) === 0 ? pairs[dice.number(pairs.length)]?.split('=')[0] : dice.pick(queryNames);
  const value = dice.number(5) === 0 ? dice.pick(brokenEncodings) : encoded(dice.pick(Object.values(badValues)) ?? '').slice(0, 3000);
  const others = dice.number(3) === 0 ? pairs : pairs.filter((pair) => pair.split('=')[0] !== name);
  return `${path}?${[...others, `${name ?? 'q'}=${value ?? ''}`].join('&')}`;
}

/** An address with one part of its path changed, added or broken. */
export function editPath(url: string, dice: Dice): string {
  const [, origin = '', path = '/', query = ''] = /^(http:\/\/[^/]+)([^?]*)(.*)$/.exec(url) ?? [];
  const parts = path.split('/').slice(1);
  const bad = dice.number(3) === 0 ? dice.pick(brokenEncodings) : encoded(dice.pick(Object.values(badValues)) ?? '').slice(0, 3000);
  const place = dice.number(parts.length);
  const edited: readonly (readonly string[])[] = [
    parts.map((part, at) => (at === place ? (bad ?? '') : part)),
    [...parts, bad ?? ''],
    [...parts, '__data.json'],
    ['', ...parts],
    [...parts, ''],
    parts.map((part) => part.toUpperCase()),
    ['_app', 'immutable', bad ?? ''],
    ['.well-known', bad ?? ''],
    ['api', 'v1', 'children', bad ?? ''],
    ['schools', bad ?? ''],
    ['verify', bad ?? ''],
    ['acts', bad ?? ''],
    [
      'children',
      bad ?? '',
      dice.pick(['', 'choose', 'decline', 'history', 'address', 'confirmation', 'confirmation.pdf', 'withdraw']) ?? '',
    ],
  ];
  return `${origin}/${(dice.pick(edited) ?? parts).join('/')}${dice.number(2) === 0 ? query : ''}`;
}
