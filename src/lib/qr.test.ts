import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsQR from 'jsqr';
import { qrOf } from './qr.ts';

const modulePixels = 4;
const quietModules = 4;

/** Paints the path as a printer would and reads it as a phone would. */
function readBack(text: string): string | undefined {
  const { size, path } = qrOf(text);
  const side = (size + 2 * quietModules) * modulePixels;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x = '', y = '', length = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let dy = 0; dy < modulePixels; dy += 1) {
      const start = ((Number(y) + quietModules) * modulePixels + dy) * side + (Number(x) + quietModules) * modulePixels;
      pixels.subarray(start * 4, (start + Number(length) * modulePixels) * 4).fill(0);
    }
  }
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return jsQR(pixels, side, side)?.data;
}

test('the code that is drawn is the address that was meant', () => {
  for (const address of [
    'https://1mektep.edu.gov.kg/verify/1042-0123456789abcdefghjkmnpqrs',
    'http://127.0.0.1:3000/verify/1-00000000000000000000000000',
  ]) {
    assert.equal(readBack(address), address);
  }
});
