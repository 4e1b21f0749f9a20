import {
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  type Disposable,
  type StatusBarItem,
} from 'vscode';
import { isOurs } from './selector.ts';
import type { Session, State } from './session.ts';

/** Keep an entry in the status bar that tells the server's state and offers what can be done. */
export function showStatus(session: Session): Disposable[] {
  const item = window.createStatusBarItem('promptwell.status', StatusBarAlignment.Right, 90);
  item.name = 'Promptwell';
  item.command = 'promptwell.showActions';
  const update = (): void => paint(item, session.state);
  update();
  return [item, session.onDidChange(update), window.onDidChangeActiveTextEditor(update)];
}

function paint(item: StatusBarItem, state: State): void {
  const language = window.activeTextEditor?.document.languageId;
  if (state.kind !== 'failed' && !(language !== undefined && isOurs(language))) {
    item.hide();
    return;
  }
  item.text = `${ICONS[state.kind]}Promptwell`;
  item.tooltip = new MarkdownString(tooltip(state));
  item.accessibilityInformation = { label: `Promptwell: ${spoken(state)}`, role: 'button' };
  item.backgroundColor =
    state.kind === 'failed' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  item.show();
}

const ICONS: Readonly<Record<State['kind'], string>> = {
  stopped: '$(circle-slash) ',
  starting: '$(loading~spin) ',
  ready: '',
  failed: '$(warning) ',
};

function spoken(state: State): string {
  return state.kind === 'ready' ? `ready, version ${state.server.version}` : state.kind;
}

function tooltip(state: State): string {
  switch (state.kind) {
    case 'stopped':
      return 'Promptwell is stopped.';
    case 'starting':
      return 'Promptwell is starting …';
    case 'ready':
      return `Promptwell ${state.server.version}\n\n\`${state.server.command}\``;
    case 'failed':
      return state.message.text;
  }
}
