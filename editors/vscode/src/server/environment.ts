import { programIn, programOnPath } from './find.ts';
import type { RunOptions, System } from './system.ts';
import { isAtLeast, OLDEST_PYTHON, versionIn } from './version.ts';

/** Why the private environment could not be made. */
export type SetUpProblem =
  | { readonly kind: 'no-python' }
  | { readonly kind: 'python-too-old'; readonly python: string; readonly version: string }
  | { readonly kind: 'no-venv'; readonly python: string; readonly reason: string }
  | { readonly kind: 'not-installed'; readonly package: string; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface SetUp {
  /** Where the environment is made. */
  readonly environment: string;
  /** What pip is asked for. */
  readonly package: string;
  /** The interpreter that is selected in the Python extension; it is asked first. */
  readonly interpreter: string | undefined;
  /** Told what is happening, in the user's words. */
  readonly onStep: (step: string) => void;
  readonly options: RunOptions;
}

const NAMES = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

/** Make a virtual environment and install the server into it; what went wrong, if anything. */
export async function setUpEnvironment(
  system: System,
  setUp: SetUp,
): Promise<SetUpProblem | undefined> {
  const python = await basePython(system, setUp.interpreter);
  if (typeof python !== 'string') return python;
  const options: RunOptions = { timeoutSeconds: 600, ...setUp.options };
  setUp.onStep(`making an environment with ${python}`);
  const made = await system.run(python, ['-m', 'venv', '--clear', setUp.environment], options);
  if (options.signal?.aborted) return { kind: 'cancelled' };
  if (made.code !== 0)
    return { kind: 'no-venv', python, reason: made.problem ?? reasonIn(made.output) };
  setUp.onStep(`installing ${setUp.package}`);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--upgrade'];
  const inside = programIn(system, setUp.environment, 'python');
  const installed = await system.run(inside, [...pip, setUp.package], options);
  if (options.signal?.aborted) return { kind: 'cancelled' };
  if (installed.code !== 0) {
    const reason = installed.problem ?? reasonIn(installed.output);
    return { kind: 'not-installed', package: setUp.package, reason };
  }
  return undefined;
}

/** A Python that is new enough, or the problem with those that there are. */
async function basePython(
  system: System,
  interpreter: string | undefined,
): Promise<string | SetUpProblem> {
  let tooOld: SetUpProblem | undefined;
  for await (const python of pythons(system, interpreter)) {
    const version = versionIn((await system.run(python, ['--version'])).output);
    if (version === undefined) continue;
    if (isAtLeast(version, OLDEST_PYTHON)) return python;
    tooOld ??= { kind: 'python-too-old', python, version };
  }
  return tooOld ?? { kind: 'no-python' };
}

async function* pythons(system: System, interpreter: string | undefined): AsyncGenerator<string> {
  if (interpreter !== undefined && (await system.isProgram(interpreter))) yield interpreter;
  for (const name of NAMES) {
    const found = await programOnPath(system, name);
    if (found !== undefined) yield found;
  }
}

/** The line that tells most: the first that pip marks as an error, or else the last one. */
function reasonIn(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const marked = lines.find((line) => /^(?:error|fatal)\b/i.test(line));
  return (marked ?? lines.at(-1) ?? 'it says nothing').replace(/^error:\s*/i, '');
}
