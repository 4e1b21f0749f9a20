/** The oldest server that this extension works with. */
export const OLDEST_SERVER = '0.1.0';

/** The oldest Python that the server runs on. */
export const OLDEST_PYTHON = '3.11';

/** The version in what `promptwell --version` or `python --version` prints. */
export function versionIn(printed: string): string | undefined {
  return /\d+(?:\.\d+)+/.exec(printed)?.[0];
}

/** Whether a version is at least another one, by their numbers. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [ours, theirs] = [numbers(version), numbers(oldest)];
  for (let index = 0; index < theirs.length; index++) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
