import type { Readable } from 'node:stream';
import { window, workspace, type LogOutputChannel, type Uri } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type ErrorHandler,
  type LanguageClientOptions,
  type Middleware,
} from 'vscode-languageclient/node';
import { showServerLog } from './log.ts';
import { ShownReferences } from './references.ts';
import { DOCUMENTS } from './selector.ts';
import type { Server } from './server/find.ts';
import { writtenSettings } from './settings.ts';

export const SECTION = 'promptwell';

export interface Connection {
  readonly server: Server;
  /** Where the server runs: no folder of a workspace, so that it picks up nothing there. */
  readonly folder: string;
  readonly channel: LogOutputChannel;
  readonly trace: LogOutputChannel;
  /** The names of the settings that are the server's. */
  readonly settings: readonly string[];
  /** Told each line that the server prints besides its answers. */
  readonly heard: (text: string) => void;
  /** Told when the server ended by itself; says whether it is to be started again. */
  readonly ended: () => boolean;
}

/** A client that tells what went wrong through us alone, and not by messages of its own. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A language client that is ready to be started. */
export function languageClient(connection: Connection): LanguageClient {
  const { command, args } = connection.server;
  const executable = { command, args: [...args, 'lsp'], options: { cwd: connection.folder } };
  const client = new QuietClient(SECTION, 'Promptwell', executable, clientOptions(connection));
  client.registerFeature(new ShownReferences());
  return client;
}

function clientOptions(connection: Connection): LanguageClientOptions {
  const written = (folder?: Uri): Record<string, unknown> =>
    writtenSettings(workspace.getConfiguration(SECTION, folder), connection.settings);
  const printed = (input: Readable, channel: LogOutputChannel): void =>
    showServerLog(input, channel, connection.heard);
  return {
    documentSelector: DOCUMENTS,
    diagnosticCollectionName: SECTION,
    outputChannel: connection.channel,
    traceOutputChannel: connection.trace,
    initializationOptions: () => ({ settings: written() }),
    initializationFailedHandler: () => false,
    errorHandler: errorHandler(connection),
    // A hover shows text of files, which a stranger may have written.
    markdown: { isTrusted: false, supportHtml: false },
    middleware: middleware(written),
    // Findings are asked for while typing; left out, the client would ask only when a file is opened.
    diagnosticPullOptions: { onChange: true, onSave: true },
    stdioOptions: { stdout: printed, stderr: printed },
  };
}

/** The server is told that settings have changed, and asks for those that the user has written. */
function middleware(written: (folder?: Uri) => Record<string, unknown>): Middleware {
  return {
    workspace: {
      didChangeConfiguration: (_sections, next) => next(undefined),
      configuration: async (params, token, next) => {
        const answers = await next(params, token);
        if (!Array.isArray(answers)) return answers;
        return params.items.map((item, index) =>
          item.section === SECTION ? written(folderOf(item.scopeUri)) : answers[index],
        );
      },
    },
  };
}

function folderOf(uri: string | undefined): Uri | undefined {
  return workspace.workspaceFolders?.find((folder) => folder.uri.toString() === uri)?.uri;
}

function errorHandler(connection: Connection): ErrorHandler {
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => ({
      action: connection.ended() ? CloseAction.Restart : CloseAction.DoNotRestart,
      handled: true,
    }),
  };
}

/** Whether the user wants to see the messages between the editor and the server. */
export function isTraced(): boolean {
  return workspace.getConfiguration(SECTION).get('trace.server', 'off') !== 'off';
}

/** The channel for everything that is told along the way. */
export function logChannel(): LogOutputChannel {
  return window.createOutputChannel('Promptwell', { log: true });
}
