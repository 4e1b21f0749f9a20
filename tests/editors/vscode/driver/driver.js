// Runs one scenario inside of VS Code and writes what it saw; Python judges it.
const { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const folder = process.env.PROMPTWELL_EXCHANGE;

exports.activate = () => {
  if (folder !== undefined) void run(require(`./${process.env.PROMPTWELL_SCENARIO}.js`));
};

async function run(scenario) {
  const seen = {};
  try {
    await scenario(seen, { ask, until });
  } catch (error) {
    await ask({ do: 'look', picture: 'problem' });
    await vscode.commands.executeCommand('promptwell.showServerReport');
    const report = vscode.window.activeTextEditor?.document.getText();
    seen.problem = `${error?.stack ?? error}\n${report}`;
  }
  write('result.json', seen);
}

let asked = 0;

/** Let the person before the screen do something (see session.mjs); what they saw. */
async function ask(request) {
  const name = ++asked;
  write(`ask-${name}.json`, request);
  const answer = join(folder, `answer-${name}.json`);
  await until(() => existsSync(answer), `an answer to ${JSON.stringify(request)}`);
  const { problem, ...seen } = JSON.parse(readFileSync(answer, 'utf8'));
  if (problem !== undefined) throw new Error(`${JSON.stringify(request)}: ${problem}`);
  return seen;
}

/** The first answer that isn't empty; fails when there is none within a bounded time. */
async function until(look, what, seconds = 25) {
  appendFileSync(join(folder, 'log.txt'), `waiting for ${what}\n`);
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: not within ${seconds} seconds`);
}

/** Whole or not at all: the other side looks for the name. */
function write(name, value) {
  writeFileSync(join(folder, `${name}.part`), JSON.stringify(value, null, 2));
  renameSync(join(folder, `${name}.part`), join(folder, name));
}
