import type { SetUpProblem } from './server/environment.ts';
import type { Missing } from './server/find.ts';
import { OLDEST_PYTHON, OLDEST_SERVER } from './server/version.ts';

/** What a message offers; each is a command of this extension or a page of settings. */
export type Way = 'Set Up' | 'Restart' | 'Show Log' | 'Open Setting' | 'Get Python';

/** What is said when something is wrong: the fact, and the ways out. */
export interface Message {
  readonly text: string;
  readonly ways: readonly Way[];
}

/** Why there is no server, and what can be done. */
export function aboutMissing(missing: Missing): Message {
  switch (missing.kind) {
    case 'setting':
      return {
        text: `The server that the setting promptwell.server.path names can't be started: ${missing.path}: ${missing.reason}. Correct the setting, or remove it to let Promptwell look for itself.`,
        ways: ['Open Setting', 'Show Log'],
      };
    case 'too-old':
      return {
        text: `Promptwell ${missing.version} is too old for this extension, which needs ${OLDEST_SERVER} or later: ${missing.path}. Upgrade it with pip, or let the extension set up a server of its own.`,
        ways: ['Set Up', 'Open Setting'],
      };
    case 'broken':
      return {
        text: `Promptwell was found but doesn't start: ${missing.path}: ${missing.reason}. Install it again, or let the extension set up a server of its own.`,
        ways: ['Set Up', 'Open Setting', 'Show Log'],
      };
    case 'nowhere':
      return {
        text: `Promptwell's language server is not installed. The extension can set one up for itself (Python ${OLDEST_PYTHON} or later is needed), or use one that you have: run "pip install promptwell", or name its path.`,
        ways: ['Set Up', 'Open Setting'],
      };
  }
}

/** Why setting up the server did not work, and what can be done. */
export function aboutSetUp(problem: SetUpProblem, platform: NodeJS.Platform): Message {
  switch (problem.kind) {
    case 'no-python':
      return {
        text: `There is no Python on this machine's PATH. Install Python ${OLDEST_PYTHON} or later, then set up the server again.`,
        ways: ['Get Python', 'Set Up'],
      };
    case 'python-too-old':
      return {
        text: `Promptwell needs Python ${OLDEST_PYTHON} or later, and ${problem.python} is ${problem.version}. Install a newer one, then set up the server again.`,
        ways: ['Get Python', 'Set Up'],
      };
    case 'no-venv': {
      const debian = platform === 'linux' && /ensurepip|venv/.test(problem.reason);
      const hint = debian ? ' On Debian and Ubuntu: apt install python3-venv.' : '';
      return {
        text: `${problem.python} can't make a virtual environment: ${problem.reason}.${hint}`,
        ways: ['Set Up', 'Show Log'],
      };
    }
    case 'not-installed':
      return {
        text: `pip could not install ${problem.package}: ${problem.reason}. The log has all that pip said.`,
        ways: ['Set Up', 'Show Log'],
      };
    case 'cancelled':
      return { text: 'Setting up the server was canceled.', ways: ['Set Up'] };
  }
}

/** What is said of a server that ended by itself too often to be started again. */
export function aboutCrash(times: number): Message {
  return {
    text: `Promptwell's language server ended ${times} times within three minutes and stays off. The log tells what happened.`,
    ways: ['Show Log', 'Restart'],
  };
}

/** What is said of a server that does not begin to talk. */
export function aboutFailedStart(command: string, reason: string): Message {
  return {
    text: `Promptwell's language server could not be started (${command}): ${reason}. The log has what it printed.`,
    ways: ['Show Log', 'Restart', 'Set Up'],
  };
}
