import qrcode from 'qrcode-generator';

/** A QR code as one path of dark modules in a square of `size` modules, without its quiet zone. */
export type QrCode = { readonly size: number; readonly path: string };

/** Draws a text as a QR code that is still read when a seventh of it is worn or folded. */
export function qrOf(text: string): QrCode {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const rows = Array.from({ length: size }, (_, row) =>
    runsOf(size, (column) => code.isDark(row, column))
      .map(([from, to]) => `M${from} ${row}h${to - from}v1h${from - to}z`)
      .join(''),
  );
  return { size, path: rows.join('') };
}

/** Neighbours that are dark together, as half-open intervals. */
function runsOf(size: number, isDark: (column: number) => boolean): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let column = 0; column < size; column += 1) {
    if (!isDark(column)) continue;
    const last = runs.at(-1);
    if (last?.[1] === column) last[1] = column + 1;
    else runs.push([column, column + 1]);
  }
  return runs;
}
