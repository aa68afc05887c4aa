import jsQR from 'jsqr';
import type { Browser } from 'playwright-core';

/** Reads the QR code on a picture (PNG) as a phone would; `null` when there is none. */
export async function readQr(browser: Browser, png: Buffer): Promise<string | null> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const picture = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('there is no canvas');
      pen.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, pixels: [...pen.getImageData(0, 0, image.width, image.height).data] };
    }, png.toString('base64'));
    return jsQR(Uint8ClampedArray.from(picture.pixels), picture.width, picture.height)?.data ?? null;
  } finally {
    await context.close();
  }
}
