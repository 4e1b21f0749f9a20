import type { Finished, System } from '../src/server/system.ts';

type Answer = string | { readonly code: number; readonly output: string };

export interface Pretended extends System {
  /** The commands that were run, in order. */
  readonly ran: string[];
}

/**
 * A machine with these programs and nothing else: by path, what each prints when it is run. A
 * program answers the first of its keys that its command line begins with.
 */
export function pretendedMachine(
  programs: Readonly<Record<string, Answer>>,
  path: readonly string[] = ['/usr/bin'],
  platform: NodeJS.Platform = 'linux',
): Pretended {
  const ran: string[] = [];
  const keys = Object.keys(programs).sort((one, other) => other.length - one.length);
  return {
    ran,
    platform,
    home: '/home/ann',
    environment: { PATH: path.join(platform === 'win32' ? ';' : ':') },
    isProgram: async (file) => keys.some((key) => key.split(' ')[0] === file),
    run: async (command, args): Promise<Finished> => {
      const line = [command, ...args].join(' ');
      ran.push(line);
      const answer = keys.filter((key) => line.startsWith(key)).map((key) => programs[key])[0];
      if (answer === undefined) return { code: 1, output: '' };
      return typeof answer === 'string' ? { code: 0, output: answer } : answer;
    },
  };
}
