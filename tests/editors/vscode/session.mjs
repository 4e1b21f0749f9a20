// Opens a folder in a real VS Code and does there what the driver asks of the person at the keyboard.
// node session.mjs CONFIGURATION: a JSON file with the paths named below.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const { codeServer, browser, workspace, profile, exchange, extension, environment, seconds } =
  JSON.parse(readFileSync(process.argv[2], 'utf8'));
const folders = ['--user-data-dir', profile, '--extensions-dir', join(profile, 'extensions')];

// What the person at the keyboard can be asked to do.
const HANDS = {
  async type(page, { text, suggests }) {
    await focusEditor(page);
    await page.keyboard.type(text, { delay: 30 });
    const widget = page.locator('.suggest-widget.visible');
    await widget.locator('.monaco-list-row', { hasText: suggests }).first().waitFor();
    const rows = await widget.locator('.monaco-list-row').allInnerTexts();
    await page.screenshot({ path: join(exchange, 'typing.png') });
    await page.keyboard.press('Enter');
    return { rows };
  },
  async rename(page, { to }) {
    await focusEditor(page);
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    await box.fill(to);
    await page.screenshot({ path: join(exchange, 'rename.png') });
    await page.keyboard.press('Enter');
    // A data set is among what could be renamed: the editor asks first.
    const apply = page.getByRole('button', { name: 'Apply', exact: true });
    await apply.waitFor();
    await page.screenshot({ path: join(exchange, 'preview.png') });
    await apply.click();
  },
  async undo(page) {
    await focusEditor(page);
    await page.keyboard.press('Control+z');
  },
  async read(page, { says, picture, choose }) {
    const toast = page.locator('.notification-toast', { hasText: says }).first();
    await toast.waitFor();
    const text = await toast.locator('.notification-list-item-message').innerText();
    const ways = await toast.locator('.notification-list-item-buttons-container a').allInnerTexts();
    const entry = page.locator('[id="promptwell.promptwell.promptwell.status"], .statusbar-item', { hasText: 'Promptwell' }).first();
    const status = await entry.locator('a').first().getAttribute('aria-label');
    await page.screenshot({ path: join(exchange, `${picture}.png`) });
    if (choose) await toast.getByRole('button', { name: choose }).click();
    return { text, ways, status };
  },
  async confirm(page, { picture, choose }) {
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = await dialog.innerText();
    await page.screenshot({ path: join(exchange, `${picture}.png`) });
    await dialog.getByRole('button', { name: choose }).click();
    return { text };
  },
  async pick(page, { says, picture }) {
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: says }).first();
    await row.waitFor();
    const rows = await page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    await page.screenshot({ path: join(exchange, `${picture}.png`) });
    await row.click();
    return { rows };
  },
  // What is on the screen and not in the text, and how many places have a mark or a sign in the gutter.
  async marks(page, { picture }) {
    await page.screenshot({ path: join(exchange, `${picture}.png`) });
    return page.evaluate(() => {
      const said = (element, side) => getComputedStyle(element, side).content;
      const spans = [...document.querySelectorAll('.view-lines .view-line span span')];
      const ghosts = spans
        .flatMap((each) => [said(each, '::before'), said(each, '::after')])
        .filter((each) => each.startsWith('"'))
        .map((each) => JSON.parse(each).replaceAll('\u00a0', ' '));
      const marks = [...document.querySelectorAll('.view-overlays .cdr[class*="TextEditorDecorationType"]')];
      const isBordered = ({ borderTopWidth, borderTopColor }) => borderTopWidth !== '0px' && !/, 0\)|transparent/.test(borderTopColor);
      const entry = document.querySelector('[id="promptwell.promptwell.promptwell.diff"]');
      return {
        ghosts: [...new Set(ghosts)],
        marks: marks.length,
        bordered: marks.filter((each) => isBordered(getComputedStyle(each))).length,
        removed: document.querySelectorAll('.char-delete').length,
        gutter: document.querySelectorAll('.margin .dirty-diff-glyph').length,
        status: entry?.innerText ?? '',
      };
    });
  },
  async look(page, { picture }) {
    await page.screenshot({ path: join(exchange, `${picture}.png`) });
  },
};

const installed = spawnSync(process.execPath, [codeServer, ...folders, '--install-extension', extension], {
  encoding: 'utf8',
});
if (installed.status !== 0) throw new Error(installed.stdout + installed.stderr);

const server = spawn(
  process.execPath,
  [codeServer, ...folders, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', workspace],
  { env: environment, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
);
let window;
try {
  window = await chromium.launch({ executablePath: browser, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await window.newPage({ viewport: { width: 1200, height: 760 } });
  page.setDefaultTimeout(12_000);
  await page.goto(`${await address()}/?folder=${encodeURIComponent(workspace)}`);
  await obey(page);
  await page.screenshot({ path: join(exchange, 'end.png') });
} finally {
  await window?.close();
  process.kill(-server.pid, 'SIGTERM');
}

function address() {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stdout.setEncoding('utf8').on('data', (data) => {
      printed += data;
      const found = /listening on (http:\S+?)\/?\s/.exec(printed);
      if (found) resolve(found[1]);
    });
    server.on('exit', () => reject(new Error(`VS Code did not start: ${printed}`)));
  });
}

async function obey(page) {
  const end = Date.now() + 1000 * seconds;
  for (let name = 1; !existsSync(join(exchange, 'result.json')); ) {
    if (Date.now() > end) {
      await page.screenshot({ path: join(exchange, 'end.png') });
      throw new Error(`not done within ${seconds} seconds`);
    }
    const file = join(exchange, `ask-${name}.json`);
    if (!existsSync(file)) {
      await pause(20);
      continue;
    }
    write(`answer-${name}.json`, await answer(page, JSON.parse(readFileSync(file, 'utf8'))));
    name++;
  }
}

async function answer(page, request) {
  try {
    return (await HANDS[request.do](page, request)) ?? {};
  } catch (error) {
    await page.screenshot({ path: join(exchange, `problem-${request.do}.png`) });
    return { problem: String(error) };
  }
}

/** Keys go to the text even where something else was clicked last. */
async function focusEditor(page) {
  await page.locator('.editor-instance .monaco-editor').first().waitFor();
  await page.keyboard.press('Control+1');
}

/** Whole or not at all: the other side looks for the name. */
function write(name, value) {
  writeFileSync(join(exchange, `${name}.part`), JSON.stringify(value));
  renameSync(join(exchange, `${name}.part`), join(exchange, name));
}
