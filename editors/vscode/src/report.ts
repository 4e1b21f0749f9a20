import { EventEmitter, Uri, window, workspace, type Disposable } from 'vscode';
import type { Session } from './session.ts';
import type { System } from './server/system.ts';

const PAGE = Uri.parse('promptwell-report:Promptwell report');

/** A page that tells which server runs and what `promptwell doctor` says of it. */
export class Report implements Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly session: Session;
  private readonly system: System;
  private readonly version: string;
  private readonly registration: Disposable;
  private text = '';

  constructor(session: Session, system: System, version: string) {
    this.session = session;
    this.system = system;
    this.version = version;
    this.registration = workspace.registerTextDocumentContentProvider(PAGE.scheme, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: () => this.text,
    });
  }

  async show(): Promise<void> {
    this.text = await this.written();
    this.changed.fire(PAGE);
    await window.showTextDocument(await workspace.openTextDocument(PAGE));
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async written(): Promise<string> {
    const { state } = this.session;
    const lines = [`Extension: ${this.version}`];
    if (state.kind !== 'ready') {
      const more = state.kind === 'failed' ? `\n${state.message.text}` : '';
      return [...lines, `Server:    ${state.kind}${more}`, ''].join('\n');
    }
    const { server } = state;
    lines.push(`Server:    ${server.version}, found by ${server.origin}`);
    lines.push(`Command:   ${[server.command, ...server.args, 'lsp'].join(' ')}`, '');
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
    const options = folder === undefined ? {} : { folder };
    const done = await this.system.run(server.command, [...server.args, 'doctor'], options);
    return [...lines, done.problem ?? done.output].join('\n');
  }
}
