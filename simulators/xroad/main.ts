import { announce, populationOf, wholeNumber } from '../simulated-world.ts';
import { createXroadSimulator, simulatedClient } from './xroad-simulator.ts';

/** The X-Road simulator as a process. Environment: PORT, POPULATION_*, XROAD_CLIENTS (comma list of instance/class/member/subsystem). */
announce(
  await createXroadSimulator({
    population: populationOf(process.env),
    port: wholeNumber(process.env, 'PORT', 0),
    clients: (process.env['XROAD_CLIENTS'] ?? simulatedClient).split(','),
  }),
);
