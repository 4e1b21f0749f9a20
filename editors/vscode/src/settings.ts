/** The part of VS Code's configuration that is asked here. */
export interface Inspected {
  inspect(key: string): Scopes | undefined;
}

interface Scopes {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

// These are the extension's own, and mean nothing to the server.
const OWN = /^promptwell\.(?:server|trace|inlineDiff)\./;

/** The names, without `promptwell.`, of the settings that the server understands. */
export function serverSettings(contributed: Iterable<string>): string[] {
  return [...contributed]
    .filter((name) => !OWN.test(name))
    .map((name) => name.replace(/^promptwell\./, ''));
}

/**
 * The settings that the user has written, as the server reads them.
 *
 * What nobody wrote is left out: an editor's settings go before the files of a repository, and a
 * default that is sent would undo what a `promptwell.toml` says.
 */
export function writtenSettings(
  configuration: Inspected,
  names: readonly string[],
): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const name of names) {
    const value = combined(configuration.inspect(name));
    if (value !== undefined && value !== null) put(written, name.split('.').map(asInFiles), value);
  }
  return written;
}

/** VS Code writes `perFileIgnores` where the files say `per-file-ignores`. */
export function asInFiles(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function combined(scopes: Scopes | undefined): unknown {
  const values = [scopes?.globalValue, scopes?.workspaceValue, scopes?.workspaceFolderValue];
  return values.reduce((outer, inner) => {
    if (inner === undefined) return outer;
    return isTable(outer) && isTable(inner) ? { ...outer, ...inner } : inner;
  });
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function put(table: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key, ...rest] = keys;
  if (key === undefined) return;
  if (rest.length === 0) {
    table[key] = value;
    return;
  }
  const inner = isTable(table[key]) ? table[key] : {};
  table[key] = inner;
  put(inner, rest, value);
}
