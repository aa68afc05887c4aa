import { openPeople } from '#simulators/population/make-population.ts';
const rss=()=>`rss ${(process.memoryUsage().rss/1e6).toFixed(0)} heap ${(process.memoryUsage().heapUsed/1e6).toFixed(0)} max ${process.resourceUsage().maxRSS/1024|0}`;
console.log(rss());
await import('#server/db/connect.ts'); await import('../src/cli/seed.ts'); console.log('imports',rss());
const p=openPeople({seed:1,families:200000,scale:'republic'}); console.log('open',rss());
for(let i=0;i<40000;i++) p.household(i); console.log('40k',rss());
globalThis.gc?.(); console.log('gc',rss());
