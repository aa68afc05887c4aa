import { type Count, type TableLimits, Unreadable } from './limits.ts';
import { keeper } from './kept-text.ts';
import { type RichText, textCollector } from './rich-text.ts';
import { readXml } from './xml-stream.ts';

/** The texts that cells of a workbook share, by their place. */
export type SharedTexts = { at(place: number): RichText | null };

export async function readStrings(pieces: AsyncIterable<Buffer>, limits: TableLimits, count: Count): Promise<SharedTexts> {
  const texts: string[] = [];
  const unstruck = new Map<number, string>();
  const collector = textCollector(limits);
  const keep = keeper();
  await readXml(pieces, {
    open: (name, attributes) => collector.open(name, attributes),
    text: (text) => collector.text(text),
    close(name) {
      collector.close(name);
      if (name !== 'si') return;
      const rich = collector.take();
      if (texts.length >= limits.cells) throw new Unreadable('too_many_cells');
      count.add('characters', rich.text.length);
      if (rich.unstruck !== rich.text) unstruck.set(texts.length, keep(rich.unstruck));
      texts.push(keep(rich.text));
    },
  });
  return {
    at(place) {
      const text = texts[place];
      return text === undefined ? null : { text, unstruck: unstruck.get(place) ?? text };
    },
  };
}
