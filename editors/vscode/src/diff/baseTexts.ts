import {
  Disposable,
  EventEmitter,
  extensions,
  scm,
  Uri,
  workspace,
  type SourceControl,
  type TextDocumentContentProvider,
} from 'vscode';
import type { Session } from '../session.ts';
import { BASE } from './answers.ts';
import { HEAD, type InlineDiff } from './inlineDiff.ts';

const SCHEME = 'promptwell-base';

/** The texts that prompts are compared with, as documents; and the gutter that VS Code draws by them. */
export class BaseTexts implements Disposable, TextDocumentContentProvider {
  private readonly changes = new EventEmitter<Uri>();
  private readonly provider: Disposable;
  private readonly session: Session;
  private readonly diff: InlineDiff;
  private control: SourceControl | undefined;
  private shown = '';
  private readonly commits = new Map<string, string>();

  readonly onDidChange = this.changes.event;

  constructor(session: Session, diff: InlineDiff) {
    this.session = session;
    this.diff = diff;
    this.provider = workspace.registerTextDocumentContentProvider(SCHEME, this);
    diff.onDidChange(() => this.update());
    this.update();
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const params = { textDocument: { uri: asked(uri).toString() }, against: uri.query };
    const found = await this.session.running?.sendRequest<{ text: string }>(BASE, params);
    return found?.text ?? '';
  }

  /** The document with the text that another one is compared with. */
  uriOf(document: Uri): Uri {
    return document.with({ scheme: SCHEME, query: this.diff.against, fragment: document.scheme });
  }

  dispose(): void {
    this.provider.dispose();
    this.changes.dispose();
    this.control?.dispose();
  }

  private update(): void {
    this.renew();
    const wanted = this.diff.isOn && !this.isGitsOwn() ? this.diff.against : '';
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.control?.dispose();
    this.control = undefined;
    if (wanted === '') return;
    this.control = scm.createSourceControl('promptwell', `Promptwell: ${wanted}`);
    this.control.inputBox.visible = false;
    this.control.quickDiffProvider = {
      provideOriginalResource: (uri) => {
        const document = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
        return document !== undefined && this.diff.of(document) !== undefined ? this.uriOf(uri) : undefined;
      },
    };
  }

  /** Have a base read again once the commit it is of is another one. */
  private renew(): void {
    for (const document of workspace.textDocuments) {
      const base = this.diff.of(document)?.found.base;
      if (base === undefined) continue;
      const uri = this.uriOf(document.uri);
      const before = this.commits.get(uri.toString());
      this.commits.set(uri.toString(), base.commit);
      if (before !== undefined && before !== base.commit) this.changes.fire(uri);
    }
  }

  /** VS Code's Git draws the gutter against the last commit: twice would be once too often. */
  private isGitsOwn(): boolean {
    return this.diff.against === HEAD && extensions.getExtension('vscode.git')?.isActive === true;
  }
}

function asked(uri: Uri): Uri {
  return uri.with({ scheme: uri.fragment, query: '', fragment: '' });
}
