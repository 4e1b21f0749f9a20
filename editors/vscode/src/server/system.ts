import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';

/** How a program ended: its exit code, or why it could not be started at all. */
export interface Finished {
  readonly code: number | undefined;
  readonly output: string;
  readonly problem?: string;
}

/** What looking for the server needs of the machine. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  isProgram(path: string): Promise<boolean>;
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
}

export interface RunOptions {
  /** Told each line that the program prints. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
  /** A program that takes longer is ended. */
  readonly timeoutSeconds?: number;
  /** Where it runs, if not where all programs do. */
  readonly folder?: string;
}

/** The machine itself. Programs run in `folder`, so that none picks up what a workspace holds. */
export function machine(folder: string, home: string): System {
  return {
    platform: process.platform,
    home,
    environment: process.env,
    isProgram,
    run: (command, args, options = {}) => run(folder, command, args, options),
  };
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function run(
  folder: string,
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Finished> {
  return new Promise((resolve) => {
    let output = '';
    let rest = '';
    const take = (data: string): void => {
      output += data;
      const lines = (rest + data).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    const child = spawn(command, [...args], {
      cwd: options.folder ?? folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      timeout: 1000 * (options.timeoutSeconds ?? 20),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: undefined, output, problem: error.message }));
    child.on('close', (code, signal) => {
      if (rest) options.onLine?.(rest);
      const ended = signal ? { problem: `it was ended by ${signal}` } : {};
      resolve({ code: code ?? undefined, output, ...ended });
    });
  });
}
