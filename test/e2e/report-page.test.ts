import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/report/render.ts';
import { SAMPLES } from '../fixtures/reports/samples.ts';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = PLACES.find((place) => place !== '' && existsSync(place)) ?? null;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sdn-page-'));
const style = { color: false, unicode: true, width: 100, verbose: false, quiet: false };
let browser: Browser | null = null;

beforeAll(async () => {
  if (executablePath !== null) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Circumstances = {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly scripts?: boolean;
  readonly policy?: boolean;
};

async function open(
  name: string,
  { width = 1440, scheme = 'light', scripts = true, policy = true }: Circumstances = {},
) {
  const report = SAMPLES[name];
  if (report === undefined || browser === null) throw new Error(`no sample ${name}, or no browser`);
  const file = join(folder, `${name}.html`);
  writeFileSync(file, render(report, 'html', style).join('\n'));
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    bypassCSP: !policy,
  });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

const telephone = ['verify-gpu-proven', 'doctor-every-status', 'hostile', 'comparison'];
const looks = [360, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);

describe.skipIf(executablePath === null)('the page in a browser', () => {
  describe.each(Object.keys(SAMPLES))('%s', (name) => {
    test('loads nothing and complains of nothing, and fits a telephone', async () => {
      const { page, complaints } = await open(name, { width: 360 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      await page.close();
      expect(complaints).toEqual([]);
      expect(overflow).toBe(0);
    });
  });

  test.each(looks)('keeps the accessibility rules at $width px, $scheme', async (look) => {
    for (const name of look.width === 360 ? telephone : ['verify-gpu-proven', 'fleet']) {
      const { page } = await open(name, { ...look, policy: false });
      await page.evaluate(axe);
      const violations = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
      );
      await page.close();
      expect(violations, name).toEqual([]);
    }
  });

  test('reads the same without script, without dead buttons', async () => {
    const { page } = await open('doctor-every-status', { scripts: false });
    const text = await page.locator('main').innerText();
    const buttons = await page.locator('button:visible').count();
    await page.close();
    expect(text.indexOf('Not ready.')).toBeLessThan(text.indexOf('Render node cannot be opened'));
    expect(text).toContain('sudo usermod -aG render $USER');
    expect(buttons).toBe(0);
  });

  test('a fix is copied with the keyboard', async () => {
    const { page } = await open('doctor-every-status');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('button.copy').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#said:text("Copied")').waitFor({ state: 'attached' });
    const copied = await page.evaluate('navigator.clipboard.readText()');
    await page.close();
    expect(copied).toBe('sudo usermod -aG render $USER');
  });
});
