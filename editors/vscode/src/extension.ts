import { homedir } from 'node:os';
import { join } from 'node:path';
import { workspace, type ExtensionContext, type TextDocument } from 'vscode';
import { isTraced, languageClient, logChannel, SECTION } from './client.ts';
import { registerCommands, tell } from './commands.ts';
import { BaseTexts } from './diff/baseTexts.ts';
import { registerDiffCommands } from './diff/commands.ts';
import { InlineDiff, type Drawn } from './diff/inlineDiff.ts';
import { showDiffStatus } from './diff/status.ts';
import { interpreterChanges, selectedInterpreter } from './interpreter.ts';
import { traceChannel } from './log.ts';
import { Report } from './report.ts';
import { findServer, type Search } from './server/find.ts';
import { machine } from './server/system.ts';
import { Session } from './session.ts';
import { serverSettings } from './settings.ts';
import { showStatus } from './status.ts';

let session: Session | undefined;

/** What other extensions, and tests, can ask of this one. */
export interface Api {
  /** What the inline diff draws in a document; undefined where it draws nothing. */
  drawnIn(document: TextDocument): Drawn | undefined;
}

/** Start the server for the first document that concerns it. */
export async function activate(context: ExtensionContext): Promise<Api> {
  const folder = context.globalStorageUri;
  await workspace.fs.createDirectory(folder);
  const channel = logChannel();
  const trace = traceChannel(channel, isTraced, workspace.onDidChangeConfiguration);
  const system = machine(folder.fsPath, homedir());
  const environment = join(folder.fsPath, 'server');
  const settings = serverSettings(contributedSettings(context.extension.packageJSON));
  const current = new Session({
    find: async () => findServer(system, await search(environment)),
    client: (server, heard, ended) =>
      languageClient({ server, folder: folder.fsPath, channel, trace, settings, heard, ended }),
    log: (text) => channel.info(text),
  });
  session = current;
  const report = new Report(current, system, context.extension.packageJSON.version);
  const place = { system, environment, channel, interpreter };
  context.subscriptions.push(channel, current, report);
  context.subscriptions.push(...showStatus(current));
  context.subscriptions.push(...registerCommands({ session: current, report, channel, place }));
  const diff = new InlineDiff(current, context.workspaceState);
  const bases = new BaseTexts(current, diff);
  context.subscriptions.push(diff, bases, showDiffStatus(diff));
  context.subscriptions.push(...registerDiffCommands(current, diff, bases));
  await current.restart();
  if (current.state.kind === 'failed') tell(current.state.message);
  await lookAgainWhenItMatters(context, current);
  return { drawnIn: (document) => diff.drawnIn(document) };
}

/** Stop the server. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}

async function search(privateEnvironment: string): Promise<Search> {
  const folders = workspace.isTrusted ? (workspace.workspaceFolders ?? []) : [];
  return {
    configured: workspace.getConfiguration(SECTION).get('server.path', '').trim(),
    trustedFolders: folders.map((folder) => folder.uri.fsPath),
    interpreter: await interpreter(),
    privateEnvironment,
  };
}

/** The selected interpreter may be one that the workspace holds: it counts where that is trusted. */
async function interpreter(): Promise<string | undefined> {
  return workspace.isTrusted
    ? selectedInterpreter(workspace.workspaceFolders?.[0]?.uri)
    : undefined;
}

async function lookAgainWhenItMatters(context: ExtensionContext, current: Session): Promise<void> {
  const lookAgain = (): Promise<void> => current.lookAgain();
  context.subscriptions.push(
    workspace.onDidGrantWorkspaceTrust(lookAgain),
    workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration('promptwell.server.path')) return;
      await current.restart();
      if (current.state.kind === 'failed') tell(current.state.message);
    }),
  );
  const changes = await interpreterChanges();
  if (changes !== undefined) context.subscriptions.push(changes(lookAgain));
}

function contributedSettings(manifest: {
  contributes: { configuration: { properties: object }[] };
}): string[] {
  return manifest.contributes.configuration.flatMap((each) => Object.keys(each.properties));
}
