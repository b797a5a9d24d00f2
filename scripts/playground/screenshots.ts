/**
 * Takes the pictures of the playground in docs/images: npm run build && npm run screenshots
 * It starts the built server with the simulated model and drives Debian's chromium. What the letters look like depends on the
 * machine's fonts: the checked-in pictures were taken with Inter (Debian's fonts-inter).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { startServer, stop } from '../../test/support/server-process.js';

const FOLDER = fileURLToPath(new URL('../../docs/images', import.meta.url));
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const WIDTHS = [
  { width: 320, height: 640, scale: 1.5, longest: 1900 },
  { width: 768, height: 1024, scale: 1, longest: 4000 },
  { width: 1440, height: 900, scale: 1, longest: 4000 },
];
const SCHEMES = ['light', 'dark'] as const;
const MOST_BYTES = 150_000;

const server = await startServer({ WORKERS: '1' });
const browser = await launch();
// 2 is a finger, 4 a mouse.
const phone = await launch('--blink-settings=primaryPointerType=2,availablePointerTypes=2');
try {
  await mkdir(FOLDER, { recursive: true });
  for (const colorScheme of SCHEMES) {
    for (const { width, height, scale, longest } of WIDTHS) {
      const page = await open(width < 768 ? phone : browser, colorScheme, { width, height, scale });
      await play(page);
      const whole = await page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width, height: Math.min(whole, longest) };
      const png = await page.screenshot({ fullPage: true, clip });
      await save(`playground-${String(width)}-${colorScheme}.webp`, png);
      await page.close();
    }
  }
  const hero = await open(browser, 'light', { width: 1440, height: 1010, scale: 1.2 });
  await play(hero);
  await hero.evaluate(() => {
    scrollTo(0, 0);
  });
  await save('playground.webp', await hero.screenshot());
} finally {
  await Promise.all([browser.close(), phone.close()]);
  stop(server);
}

function launch(...more: string[]): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', ...more];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

async function open(
  on: Browser,
  colorScheme: (typeof SCHEMES)[number],
  { width, height, scale }: { width: number; height: number; scale: number },
): Promise<Page> {
  const page = await on.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme,
    // On phones the buttons are others.
    hasTouch: width < 768,
    isMobile: width < 768,
    reducedMotion: 'reduce',
  });
  await page.goto(server.url);
  return page;
}

/** A session as somebody might have it, with answers that are warm. */
async function play(page: Page): Promise<void> {
  for (const name of ['Goldfish', 'Fox', 'Gecko', 'Kingfisher', 'Frog']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator(`#caption:has-text("${name.toLowerCase()}.webp")`).waitFor();
    await page.locator('#view').waitFor();
  }
  let answers = 5;
  do {
    await page.getByRole('button', { name: 'Ask 10 times' }).click();
    answers += 10;
    await page.locator('#histogram-words', { hasText: `${String(answers)} answers` }).waitFor();
    // Until the last of a series is an ordinary one: on a machine that does other things, some are not.
  } while (answers < 100 && !(await isOrdinary(page)));
  await page.locator('#threshold').fill('1');
  await page.getByRole('button', { name: 'Why this answer?' }).click();
  await page.locator('#why-result').waitFor();
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
}

/** Whether the last answer took no longer than half of all. */
async function isOrdinary(page: Page): Promise<boolean> {
  const number = async (id: string) =>
    Number(/[\d.]+(?=\s?ms)/.exec(await page.locator(id).innerText())?.[0]);
  return (await number('#stages-total')) <= 1.1 * (await number('#histogram-words'));
}

/** As good as fits. */
async function save(name: string, png: Buffer): Promise<void> {
  for (const quality of [90, 84, 78, 70]) {
    const small = await sharp(png).webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (small.length > MOST_BYTES) continue;
    await writeFile(join(FOLDER, name), small);
    console.log(`docs/images/${name}: ${String(small.length)} bytes, quality ${String(quality)}`);
    return;
  }
  throw new Error(
    `expected ${name} to fit into ${String(MOST_BYTES)} bytes with the quality 70, and it does not`,
  );
}
