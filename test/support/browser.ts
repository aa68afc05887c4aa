import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';

/** A real browser from npm. Its own temporary folder, and fonts that every machine then has: without any, Chromium draws no letters at all. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const folder = path.join(tmpdir(), `mektep-browser-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const outside = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' });
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    const fonts = writeFontSettings(folder);
    return await playwright.launch({ executablePath, args: ['--no-sandbox', ...args], env: { ...definedEnv(), FONTCONFIG_FILE: fonts } });
  } finally {
    for (const [name, value] of Object.entries(outside)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

function writeFontSettings(folder: string): string {
  const require = createRequire(import.meta.url);
  const fonts = path.dirname(require.resolve('@expo-google-fonts/noto-sans/package.json'));
  const file = path.join(folder, 'fonts.conf');
  const settings = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${path.join(fonts, '400Regular')}</dir><dir>${path.join(fonts, '700Bold')}</dir><dir>${path.join(fonts, '600SemiBold')}</dir>
<cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>`;
  if (!existsSync(file)) writeFileSync(file, settings);
  return file;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
