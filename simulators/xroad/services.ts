import type { Child, RegisteredAddress } from '../population/population.ts';
import type { Registry } from './registry.ts';
import type { Content, Element } from './soap-answer.ts';

export type ServiceCode = 'zagsChildren' | 'zagsPinBirthAct' | 'passportDataByPSN' | 'asbAddress';

/** Where each service lives: the provider's subsystem and the version. The member is {@link provider}. */
export const services: Readonly<Record<ServiceCode, { readonly subsystem: string; readonly version: string }>> = {
  zagsChildren: { subsystem: 'zags-service', version: 'v1' },
  zagsPinBirthAct: { subsystem: 'zags-service', version: 'v1' },
  passportDataByPSN: { subsystem: 'passport-service', version: 'v1' },
  asbAddress: { subsystem: 'asb-service', version: 'v1' },
};

export const provider = { xRoadInstance: 'central-server', memberClass: 'GOV', memberCode: '70000005' } as const;

/** What a provider answers: the request repeated, then its response. Somebody it does not know gets an empty one. */
export function answer(service: ServiceCode, fields: Readonly<Record<string, string>>, registry: Registry): Content {
  const request: Element = ['request', Object.entries(fields)];
  return [request, ...answers[service](fields, registry)];
}

type Answer = (fields: Readonly<Record<string, string>>, registry: Registry) => readonly Element[];

const zagsChildren: Answer = ({ pin = '' }, registry) => {
  const children = registry.childrenOf(pin).map((child): Element => ['child', [['pin', child]]]);
  return [['response', [['children', children]]]];
};

const zagsPinBirthAct: Answer = ({ pin = '' }, registry) => {
  const child = registry.child(pin);
  return [['response', child === undefined ? null : birthAct(child, registry)]];
};

/** The passport service puts its faults inside the answer, beside an absent response. */
const passportDataByPSN: Answer = ({ pin = '', series, number }, registry) => {
  const adult = registry.adult(pin);
  const passport = adult?.passport;
  if (adult === undefined || !passport || passport.series !== series || passport.number !== number) {
    return [
      [
        'fault',
        [
          ['faultCode', 'DATA_NOT_FOUND'],
          ['faultString', 'Данные не найдены'],
        ],
      ],
    ];
  }
  return [
    [
      'response',
      [
        ['pin', pin],
        ['surname', adult.name.surname],
        ['name', adult.name.given],
        ['patronymic', adult.name.patronymic],
        ['gender', adult.sex === 'female' ? 'F' : 'M'],
        ['dateOfBirth', adult.birthDate],
        ['passportSeries', passport.series],
        ['passportNumber', passport.number],
        ['issuedDate', passport.issued],
        ['expiredDate', passport.expires],
        ['passportAuthority', passport.issuer],
      ],
    ],
  ];
};

const asbAddress: Answer = ({ pin = '' }, registry) => {
  const address = registry.addressOf(pin);
  return [['response', address === undefined ? null : [['addressArray', addressElements(address)]]]];
};

const answers: Readonly<Record<ServiceCode, Answer>> = { zagsChildren, zagsPinBirthAct, passportDataByPSN, asbAddress };

function birthAct(child: Child, registry: Registry): Content {
  const { certificate, name } = child;
  if (certificate === null) return null;
  return [
    [
      'child',
      [
        ['pin', child.pin],
        ['surname', name.surname],
        ['name', name.given],
        ['patronymic', name.patronymic],
        ['gender', child.sex === 'female' ? '1' : '2'],
        ['birthDate', dayFirst(child.birthDate)],
      ],
    ],
    [
      'certificate',
      [
        ['series', certificate.series],
        ['number', certificate.number],
        ['issueDate', dayFirst(certificate.issued)],
        ['issuer', certificate.issuer],
      ],
    ],
    parentElement('mother', child.motherPin, registry),
    parentElement('father', child.fatherPin, registry),
  ];
}

function parentElement(role: string, pin: string | null, registry: Registry): Element {
  const name = pin === null ? undefined : registry.adult(pin)?.name;
  return [
    role,
    pin === null || name === undefined
      ? null
      : [
          ['pin', pin],
          ['surname', name.surname],
          ['name', name.given],
        ],
  ];
}

function addressElements(address: RegisteredAddress): Content {
  const { house, flat, ...keys } = address;
  const numbers = Object.entries(keys).map(([key, value]): Element => [key, value === null ? null : String(value)]);
  return [...numbers, ['houseTxt', house], ['flatTxt', flat]];
}

/** The acts of the registry write DD-MM-YYYY. */
function dayFirst(day: string): string {
  return day.split('-').reverse().join('-');
}
