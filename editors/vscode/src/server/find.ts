import { posix, win32 } from 'node:path';
import type { System } from './system.ts';
import { isAtLeast, OLDEST_SERVER, versionIn } from './version.ts';

/** Where a server was looked for, in order of preference. */
export type Origin = 'setting' | 'workspace' | 'interpreter' | 'path' | 'private' | 'module';

/** How the server is started, and where it was found. */
export interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: Origin;
  readonly version: string;
}

/** Why no server can be started. `tried` tells of those that were found and don't do. */
export type Missing =
  | { readonly kind: 'setting'; readonly path: string; readonly reason: string }
  | { readonly kind: 'too-old'; readonly path: string; readonly version: string }
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  | { readonly kind: 'nowhere' };

export interface Search {
  /** The setting `promptwell.server.path`; empty when it isn't set. */
  readonly configured: string;
  /** Folders whose programs may be started: none in a workspace that isn't trusted. */
  readonly trustedFolders: readonly string[];
  /** The interpreter that is selected in the Python extension. */
  readonly interpreter: string | undefined;
  /** The environment that `Set Up Server` makes. */
  readonly privateEnvironment: string;
}

interface Candidate {
  readonly origin: Origin;
  readonly command: string;
  readonly args: readonly string[];
}

type Verdict = { readonly server: Server } | { readonly missing: Missing };

/** The first server that is there and new enough, or why there is none. */
export async function findServer(system: System, search: Search): Promise<Verdict> {
  if (search.configured) return verdictOnSetting(system, search);
  let first: Missing | undefined;
  for await (const candidate of candidates(system, search)) {
    const verdict = await judge(system, candidate);
    if ('server' in verdict) return verdict;
    first ??= verdict.missing;
  }
  return { missing: first ?? { kind: 'nowhere' } };
}

/** The programs of a virtual environment stand in a folder that differs by system. */
export function programIn(system: System, environment: string, name: string): string {
  const path = pathsOf(system);
  return system.platform === 'win32'
    ? path.join(environment, 'Scripts', `${name}.exe`)
    : path.join(environment, 'bin', name);
}

/** A program on PATH. Relative folders on PATH are left out: they would lead into the workspace. */
export async function programOnPath(system: System, name: string): Promise<string | undefined> {
  const path = pathsOf(system);
  const variable = system.environment['PATH'] ?? system.environment['Path'] ?? '';
  const names = system.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of variable.split(path.delimiter).filter((each) => path.isAbsolute(each))) {
    for (const each of names) {
      const found = path.join(folder, each);
      if (await system.isProgram(found)) return found;
    }
  }
  return undefined;
}

async function verdictOnSetting(system: System, search: Search): Promise<Verdict> {
  const path = expanded(system, search);
  const missing = (reason: string): Verdict => ({ missing: { kind: 'setting', path, reason } });
  if (!pathsOf(system).isAbsolute(path)) return missing('it is not an absolute path');
  if (!(await system.isProgram(path))) return missing('there is no such program');
  const verdict = await judge(system, { origin: 'setting', command: path, args: [] });
  if ('missing' in verdict && verdict.missing.kind === 'broken')
    return missing(verdict.missing.reason);
  return verdict;
}

function expanded(system: System, search: Search): string {
  const folder = search.trustedFolders[0];
  const path = search.configured.replace(/^~(?=$|[\\/])/, system.home);
  return folder === undefined ? path : path.replace('${workspaceFolder}', folder);
}

async function* candidates(system: System, search: Search): AsyncGenerator<Candidate> {
  for (const folder of search.trustedFolders)
    for (const name of ['.venv', 'venv'])
      yield* at(
        system,
        'workspace',
        programIn(system, pathsOf(system).join(folder, name), 'promptwell'),
      );
  if (search.interpreter !== undefined)
    for (const path of besideInterpreter(system, search.interpreter))
      yield* at(system, 'interpreter', path);
  const onPath = await programOnPath(system, 'promptwell');
  if (onPath !== undefined) yield { origin: 'path', command: onPath, args: [] };
  yield* at(system, 'private', programIn(system, search.privateEnvironment, 'promptwell'));
  for (const name of ['python3', 'python']) {
    const python = await programOnPath(system, name);
    if (python !== undefined && (await hasModule(system, python)))
      yield { origin: 'module', command: python, args: ['-P', '-m', 'promptwell'] };
  }
}

async function* at(system: System, origin: Origin, command: string): AsyncGenerator<Candidate> {
  if (await system.isProgram(command)) yield { origin, command, args: [] };
}

/** An interpreter's programs are beside it, or, in conda's environments on Windows, in Scripts. */
function besideInterpreter(system: System, interpreter: string): string[] {
  const path = pathsOf(system);
  const folder = path.dirname(interpreter);
  return system.platform === 'win32'
    ? [path.join(folder, 'promptwell.exe'), path.join(folder, 'Scripts', 'promptwell.exe')]
    : [path.join(folder, 'promptwell')];
}

/** `-P` keeps Python from importing what lies in the current folder; 3.11 is the first to have it. */
async function hasModule(system: System, python: string): Promise<boolean> {
  const find = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("promptwell") is None)';
  return (await system.run(python, ['-P', '-c', find])).code === 0;
}

async function judge(system: System, candidate: Candidate): Promise<Verdict> {
  const { command: path, args } = candidate;
  const done = await system.run(path, [...args, '--version']);
  const version = versionIn(done.output);
  if (done.code !== 0 || version === undefined) {
    const reason = done.problem ?? lastLine(done.output) ?? 'it does not tell its version';
    return { missing: { kind: 'broken', path, reason } };
  }
  if (!isAtLeast(version, OLDEST_SERVER)) return { missing: { kind: 'too-old', path, version } };
  return { server: { ...candidate, version } };
}

function lastLine(output: string): string | undefined {
  return output.trim().split(/\r?\n/).at(-1) || undefined;
}

function pathsOf(system: System): typeof posix {
  return system.platform === 'win32' ? win32 : posix;
}
