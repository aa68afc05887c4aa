import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium as playwright } from 'playwright-core';

const require = createRequire(import.meta.url);
const lambda = 'AWS_Lambda_nodejs24.x';

/** A real browser from npm. Its own temporary folder, and fonts that every machine then has: without any, Chromium draws no letters at all. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const folder = await unpacked();
  const outside = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: lambda });
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

/**
 * The folder with the unpacked browser. Several tests open one at the same moment, and a run may be ended in the middle of unpacking: it is unpacked
 * elsewhere and put into its place whole.
 */
async function unpacked(): Promise<string> {
  const manifest = path.join(path.dirname(require.resolve('@sparticuz/chromium')), '../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const folder = path.join(tmpdir(), `mektep-browser-${version}-${userInfo().uid}`);
  if (existsSync(path.join(folder, 'chromium'))) return folder;
  const beside = await mkdtemp(`${folder}-`);
  const unpack = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const env = { ...definedEnv(), TMPDIR: beside, AWS_EXECUTION_ENV: lambda };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], { env, cwd: import.meta.dirname });
  // Somebody else may have been faster: theirs is as good.
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }));
  return folder;
}

function writeFontSettings(folder: string): string {
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
