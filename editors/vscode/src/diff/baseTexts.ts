import {
  Disposable,
  EventEmitter,
  extensions,
  scm,
  Uri,
  workspace,
  type SourceControl,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import type { Session } from '../session.ts';
import { BASE } from './answers.ts';
import { HEAD } from './choices.ts';
import type { InlineDiff } from './inlineDiff.ts';

const SCHEME = 'promptwell-base';

/** The texts that prompts are compared with, as documents; and the gutter that VS Code draws by them. */
export class BaseTexts implements Disposable, TextDocumentContentProvider {
  private readonly changes = new EventEmitter<Uri>();
  private readonly provider: Disposable;
  private readonly session: Session;
  private readonly diff: InlineDiff;
  private control: SourceControl | undefined;
  private shown = '';

  readonly onDidChange = this.changes.event;

  constructor(session: Session, diff: InlineDiff) {
    this.session = session;
    this.diff = diff;
    this.provider = workspace.registerTextDocumentContentProvider(SCHEME, this);
    diff.onDidChange(() => this.update());
    diff.onDidMoveBase((document) => this.changes.fire(this.uriOf(document)));
    this.update();
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const params = { textDocument: { uri: asked(uri).toString() }, against: uri.query };
    const found = await this.session.running?.sendRequest<{ text: string }>(BASE, params);
    return found?.text ?? '';
  }

  /** The document with the text that another one is compared with. */
  uriOf(document: TextDocument): Uri {
    return document.uri.with({ scheme: SCHEME, query: this.diff.against(document), fragment: document.uri.scheme });
  }

  dispose(): void {
    this.provider.dispose();
    this.changes.dispose();
    this.control?.dispose();
  }

  private update(): void {
    const shown = workspace.textDocuments.filter((each) => this.isOurs(each));
    // VS Code asks what a file is compared with when there is something new to ask.
    const wanted = shown.map((each) => this.uriOf(each).toString()).join(' ');
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.control?.dispose();
    this.control = undefined;
    if (wanted === '') return;
    const names = new Set(shown.map((each) => this.diff.against(each)));
    this.control = scm.createSourceControl('promptwell', `Promptwell: ${[...names].join(', ')}`);
    this.control.inputBox.visible = false;
    this.control.quickDiffProvider = {
      provideOriginalResource: (uri) => {
        const document = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
        return document !== undefined && this.isOurs(document) ? this.uriOf(document) : undefined;
      },
    };
  }

  /** Whether the gutter of a document is ours: against the last commit VS Code's Git draws it already. */
  private isOurs(document: TextDocument): boolean {
    if (!this.diff.isOn || this.diff.of(document) === undefined) return false;
    return this.diff.against(document) !== HEAD || extensions.getExtension('vscode.git')?.isActive !== true;
  }
}

function asked(uri: Uri): Uri {
  return uri.with({ scheme: uri.fragment, query: '', fragment: '' });
}
