import { ProgressLocation, window, workspace, type LogOutputChannel } from 'vscode';
import { SECTION } from './client.ts';
import { setUpEnvironment, type SetUpProblem } from './server/environment.ts';
import type { System } from './server/system.ts';

export interface Place {
  readonly system: System;
  readonly environment: string;
  readonly channel: LogOutputChannel;
  readonly interpreter: () => Promise<string | undefined>;
}

/** Ask, then install the server into its own environment. What went wrong, or whether it is there. */
export async function setUpServer(place: Place): Promise<SetUpProblem | boolean> {
  const wanted = workspace.getConfiguration(SECTION).get('server.package', '') || 'promptwell';
  const yes = 'Install';
  const detail = `This makes a Python environment in ${place.environment} and runs "pip install ${wanted}" in it. Nothing else on this machine is changed.`;
  const question = "Set up Promptwell's language server?";
  const answer = await window.showInformationMessage(question, { modal: true, detail }, yes);
  if (answer !== yes) return false;
  const title = 'Setting up Promptwell';
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const problem = await window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return setUpEnvironment(place.system, {
      environment: place.environment,
      package: wanted,
      interpreter: await place.interpreter(),
      onStep: (step) => {
        place.channel.info(step);
        progress.report({ message: step });
      },
      options: { signal: abort.signal, onLine: (line) => place.channel.info(line) },
    });
  });
  return problem ?? true;
}
