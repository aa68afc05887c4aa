import type { AddressBureau, CivilRegistry, PassportRegister } from '#server/ports.ts';
import { askAddress } from './asb-address.ts';
import { createExchange, type ExchangeConfig } from './exchange.ts';
import { askPassport } from './passport-data-by-psn.ts';
import { askChildren } from './zags-children.ts';
import { askBirthAct } from './zags-pin-birth-act.ts';

/** The civil registry, the passport service and the address bureau through «Тундук» (X-Road 7, SOAP 4.0). KG25-8.3. */
export function createXroadRegisters(config: ExchangeConfig): CivilRegistry & PassportRegister & AddressBureau {
  const exchange = createExchange(config);
  return {
    childrenOf: (parent) => askChildren(exchange, parent),
    birthOf: (child) => askBirthAct(exchange, child),
    passportOf: (owner, series, number) => askPassport(exchange, owner, series, number),
    addressOf: (person) => askAddress(exchange, person),
  };
}
