import { commands, env, Uri, window, type Disposable, type LogOutputChannel } from 'vscode';
import { aboutSetUp, type Message, type Way } from './messages.ts';
import type { Report } from './report.ts';
import type { Session } from './session.ts';
import { setUpServer, type Place } from './setUp.ts';

export interface Surroundings {
  readonly session: Session;
  readonly report: Report;
  readonly channel: LogOutputChannel;
  readonly place: Place;
}

const COMMANDS: Readonly<Record<Way, string>> = {
  'Set Up': 'promptwell.setUpServer',
  Restart: 'promptwell.restartServer',
  'Show Log': 'promptwell.showLog',
  'Open Setting': 'promptwell.openServerSetting',
  'Get Python': 'promptwell.openPythonPage',
};

/** Register all commands, those of the palette and those that only messages lead to. */
export function registerCommands({ session, report, channel, place }: Surroundings): Disposable[] {
  const handlers: Readonly<Record<string, () => unknown>> = {
    'promptwell.restartServer': async () => {
      await session.restart();
      if (session.state.kind === 'failed') tell(session.state.message);
    },
    'promptwell.showLog': () => channel.show(),
    'promptwell.showServerReport': () => report.show(),
    'promptwell.setUpServer': async () => {
      await session.stop();
      const result = await setUpServer(place);
      if (typeof result === 'object') tell(aboutSetUp(result, place.system.platform));
      await session.restart();
      if (result === true && session.state.kind === 'ready')
        void window.showInformationMessage(`Promptwell ${session.state.server.version} is ready.`);
    },
    'promptwell.showActions': () => offerActions(session),
    'promptwell.openServerSetting': () =>
      commands.executeCommand('workbench.action.openSettings', 'promptwell.server'),
    'promptwell.openPythonPage': () => env.openExternal(Uri.parse('https://www.python.org/downloads/')),
  };
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(name, run));
}

/** Show a message without waiting for what is chosen in it. */
export function tell(message: Message): void {
  void window.showWarningMessage(message.text, ...message.ways).then((way) => {
    if (way !== undefined) void commands.executeCommand(COMMANDS[way]);
  });
}

async function offerActions(session: Session): Promise<void> {
  const actions = [
    { label: '$(debug-restart) Restart Server', command: 'promptwell.restartServer' },
    { label: '$(output) Show Log', command: 'promptwell.showLog' },
    { label: '$(info) Show Server Version and Report', command: 'promptwell.showServerReport' },
    { label: '$(cloud-download) Set Up Server', command: 'promptwell.setUpServer' },
    { label: '$(settings-gear) Open Settings', command: 'promptwell.openServerSetting' },
  ];
  const { state } = session;
  const version = state.kind === 'ready' ? ` ${state.server.version}` : '';
  const placeHolder =
    state.kind === 'failed' ? state.message.text : `Promptwell${version}: ${state.kind}`;
  const chosen = await window.showQuickPick(actions, { title: 'Promptwell', placeHolder });
  if (chosen !== undefined) await commands.executeCommand(chosen.command);
}
