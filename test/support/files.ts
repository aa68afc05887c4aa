import sharp from 'sharp';
import { deflateSync, crc32 } from 'node:zlib';

/** Files as people send them, made here: small, whole, of every kind the system takes or turns away. */

/** A document of one empty page. `text` makes it another file. */
export function pdf(text = 'order of guardianship'): Buffer {
  return Buffer.from(
    `%PDF-1.4\n% ${text}\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n` +
      '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n',
    'latin1',
  );
}

/** A picture of one grey point. */
export function png(): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A photograph's frame: beginning, a comment, end; behind it whatever a telephone writes there. */
export function jpeg(comment = 'photo', behind: Buffer = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(comment, 'latin1');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length + 2);
  const jfif = Buffer.from('ffe000104a46494600010100000100010000', 'hex');
  return Buffer.concat([Buffer.from('ffd8', 'hex'), jfif, Buffer.from('fffe', 'hex'), length, text, Buffer.from('ffd9', 'hex'), behind]);
}

/** The beginning of a HEIC photograph: what says which kind of file it is. */
export function heic(): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic', 'latin1'),
    Buffer.alloc(4),
    Buffer.from('mif1heic', 'latin1'),
    Buffer.alloc(200),
  ]);
}

/** A whole photograph, with what its telephone wrote beside it: where it was taken. */
export async function photo(width = 8, height = 8): Promise<Buffer> {
  const colour = { r: 120, g: 90, b: 60 };
  const place = { IFD0: { Make: 'Telephone of Bermet' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '42/1 52/1 0/1' } };
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .withExif(place)
    .jpeg()
    .toBuffer();
}

/** An archive with one empty file. */
export function zip(): Buffer {
  const name = Buffer.from('a.txt');
  const local = Buffer.concat([Buffer.from('504b0304140000000000000000000000000000000000000000000500' + '0000', 'hex'), name]);
  const central = Buffer.concat([Buffer.from(`504b0102140014${'00'.repeat(21)}0500${'00'.repeat(16)}`, 'hex'), name]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

export const svg = (): Buffer =>
  Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}
