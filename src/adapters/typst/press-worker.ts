import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Sheet } from '#server/ports.ts';
import { charactersOf } from './font-characters.ts';
import { type Order, pictureOf } from './order.ts';
import { printable } from './printable.ts';

/** The press itself, in a process of its own: setting a page takes tens of milliseconds, and what goes wrong in it must not cost the server. */
const folder = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
const fonts = ['400Regular', '700Bold'].map((weight) => path.join(folder, weight));
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: fonts }] });
const known = ['400Regular/NotoSans_400Regular.ttf', '700Bold/NotoSans_700Bold.ttf'].map((file) =>
  charactersOf(readFileSync(path.join(folder, file))),
);
const template = readFileSync(path.join(import.meta.dirname, 'sheet.typ'), 'utf8');
const cacheAge = 10;

function print(sheet: Sheet): Uint8Array {
  const { qr, ...proof } = sheet.proof;
  const texts = printable({ ...sheet, proof }, (character) => known.every((characters) => characters.has(character)));
  // The picture is no text: cut as one, it would be no picture.
  const said = { ...texts, proof: { ...texts.proof, qr: pictureOf(qr) } };
  const pdf = compiler.pdf({ mainFileContent: template, inputs: { sheet: JSON.stringify(said) } }, { pdfStandard: 'a-2b' });
  // What was set for one family need not be remembered for the next.
  compiler.evictCache(cacheAge);
  return pdf;
}

process.on('message', ({ id, sheet }: Order) => {
  try {
    process.send?.({ id, pdf: print(sheet) });
  } catch (fault) {
    process.send?.({ id, fault: fault instanceof Error ? fault.message : String(fault) });
  }
});
// Nobody is left to print for.
process.on('disconnect', () => process.exit(0));
