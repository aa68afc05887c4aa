import { announce, peopleFrom, wholeNumber } from '../simulated-world.ts';
import { createXroadSimulator, simulatedClient } from './xroad-simulator.ts';

/** The X-Road simulator as a process. Environment: PORT, POPULATION_FILE or POPULATION_PLAN, XROAD_CLIENTS (comma list of instance/class/member/subsystem). */
announce(
  await createXroadSimulator({
    population: peopleFrom(process.env),
    port: wholeNumber(process.env, 'PORT', 0),
    clients: (process.env['XROAD_CLIENTS'] ?? simulatedClient).split(','),
  }),
);
