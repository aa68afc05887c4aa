import path from 'node:path';
import type { Page } from 'playwright-core';

/** Draws the page into the folder that `PICTURES` names, for somebody to look at; does nothing without it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
