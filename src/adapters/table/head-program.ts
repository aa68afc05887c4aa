/** Reads the table on standard input and writes its head to standard output: begun by {@link createTables}, one for each file. */
import { endAfter, giveWay } from './give-way.ts';
import { readTable } from './read-table.ts';
import { headOf } from './table-head.ts';

giveWay();
endAfter(60_000);
const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);
const head = headOf(await readTable(Buffer.concat(pieces)));
process.stdout.write(JSON.stringify(head));
