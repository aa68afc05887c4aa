import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { Order, Report } from './order.ts';

type Opened = Report extends infer One ? (One extends unknown ? Omit<One, 'id'> : never) : never;

/** More than any telephone photographs in five megabytes, less than what fills the memory. */
const pixelsAtMost = 80_000_000;

sharp.cache(false);
sharp.concurrency(1);

/** Opens a file: a picture is decoded to its last line and drawn anew, a document must have a page. Whatever fails to open is broken. */
export async function openFile({ mediaType, bytes }: Pick<Order, 'mediaType' | 'bytes'>): Promise<Opened> {
  try {
    return mediaType === 'application/pdf' ? await openDocument(bytes) : await openPicture(mediaType, bytes);
  } catch {
    // The libraries' own words may quote the file.
    return { kind: 'broken' };
  }
}

/** Kept as it is: a signed document would lose its signature. One that is only locked against changes can be read. */
async function openDocument(bytes: Uint8Array): Promise<Opened> {
  const document = await PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false });
  const pages = document.getPages();
  const isDrawn = pages.every((page) => page.getWidth() > 0 && page.getHeight() > 0);
  return pages.length > 0 && isDrawn ? { kind: 'opens', bytes } : { kind: 'broken' };
}

/** Drawn anew without what was written beside the picture: where it was taken, by which telephone, a smaller picture of before it was cut. */
async function openPicture(mediaType: string, bytes: Uint8Array): Promise<Opened> {
  const options = { failOn: 'truncated', limitInputPixels: false, sequentialRead: true } as const;
  const { width, height } = await sharp(bytes, options).metadata();
  if (width * height > pixelsAtMost) return { kind: 'too_many_pixels' };
  const upright = sharp(bytes, { ...options, limitInputPixels: pixelsAtMost }).rotate();
  const drawn = mediaType === 'image/png' ? upright.png() : upright.jpeg({ quality: 90, mozjpeg: false });
  return { kind: 'opens', bytes: await drawn.toBuffer() };
}
