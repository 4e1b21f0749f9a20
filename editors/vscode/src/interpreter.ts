import { extensions, type Event, type Uri } from 'vscode';

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(folder?: Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: Event<unknown>;
  };
}

const PYTHON = 'ms-python.python';

/** The interpreter that is selected for a folder, where the Python extension is installed. */
export async function selectedInterpreter(folder: Uri | undefined): Promise<string | undefined> {
  const api = await pythonExtension();
  if (api === undefined) return undefined;
  const active = api.environments.getActiveEnvironmentPath(folder);
  return (await api.environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

/** Told when another interpreter is selected; undefined without the Python extension. */
export async function interpreterChanges(): Promise<Event<unknown> | undefined> {
  return (await pythonExtension())?.environments.onDidChangeActiveEnvironmentPath;
}

/** The extension's interface; an extension that fails or is of another kind counts as none. */
async function pythonExtension(): Promise<PythonExtension | undefined> {
  try {
    const exported: unknown = await extensions.getExtension(PYTHON)?.activate();
    const known = typeof exported === 'object' && exported !== null && 'environments' in exported;
    return known ? (exported as PythonExtension) : undefined;
  } catch {
    return undefined;
  }
}
