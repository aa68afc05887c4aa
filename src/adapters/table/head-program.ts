/** Reads the table on standard input and writes its head to standard output: begun by {@link createTables}, one for each file. */
import { giveWay } from './give-way.ts';
import { readTable } from './read-table.ts';
import { headOf } from './table-head.ts';

giveWay();
const pieces: Buffer[] = [];
for await (const piece of process.stdin) pieces.push(piece as Buffer);
const head = headOf(await readTable(Buffer.concat(pieces)));
process.stdout.write(JSON.stringify(head));
