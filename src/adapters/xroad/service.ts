import type { RegisterName } from '#server/ports.ts';

/** A subsystem of an X-Road member that asks: ours. */
export type ClientIdentifier = {
  readonly instance: string;
  readonly memberClass: string;
  readonly memberCode: string;
  readonly subsystemCode: string;
};

/** A service of a provider, and the register it speaks for. */
export type Service = ClientIdentifier & {
  readonly register: RegisterName;
  readonly serviceCode: string;
  readonly serviceVersion: string;
  /** The elements of its answer that we know. */
  readonly elements: ReadonlySet<string>;
};

/** The state's own member, behind which the three registers stand. */
export const stateRegisters = { memberClass: 'GOV', memberCode: '70000005', serviceVersion: 'v1' } as const;
