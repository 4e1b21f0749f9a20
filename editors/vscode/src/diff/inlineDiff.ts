import {
  commands,
  Disposable,
  languages,
  window,
  workspace,
  type Memento,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { DOCUMENTS } from '../selector.ts';
import type { Session } from '../session.ts';
import { BASE_CHANGED, DIFF, STOP, type Difference } from './answers.ts';
import { DECORATIONS, draw, range, wipe } from './decorations.ts';
import { drawing, type Drawing, type Page } from './drawing.ts';

export const HEAD = 'HEAD';

const PAUSE_MILLISECONDS = 400;
const ON = 'inlineDiff.on';
const AGAINST = 'inlineDiff.against';

export interface Shown {
  readonly found: Difference;
  /** The version of the document that it is about. */
  readonly version: number;
}

/** What is drawn, and the version of the document that it was drawn for. */
export interface Drawn extends Drawing {
  readonly version: number;
}

/** The diff drawn in the text, in all editors that show prompts, while it is on. */
export class InlineDiff implements Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly problems = new Map<string, string>();
  private readonly drawn = new Map<string, Drawn>();
  private readonly asking = new Map<string, Promise<void>>();
  private readonly again = new Map<string, boolean>();
  private readonly pauses = new Map<string, NodeJS.Timeout>();
  private readonly listeners: (() => void)[] = [];
  private readonly subscriptions: Disposable[];
  private readonly session: Session;
  private readonly memory: Memento;
  private told: Disposable | undefined;

  constructor(session: Session, memory: Memento) {
    this.session = session;
    this.memory = memory;
    this.subscriptions = [
      ...DECORATIONS,
      session.onDidChange(() => this.connected()),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edited(document);
      }),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      window.onDidChangeVisibleTextEditors(() => this.all()),
      window.onDidChangeActiveTextEditor(() => this.active()),
    ];
    this.active();
    this.connected();
  }

  get isOn(): boolean {
    return this.memory.get(ON, false);
  }

  /** What is compared with. */
  get against(): string {
    return this.memory.get(AGAINST, HEAD);
  }

  /** What is shown of a document; undefined where nothing is. */
  of(document: TextDocument): Shown | undefined {
    return this.shown.get(key(document));
  }

  /** What is drawn in a document. */
  drawnIn(document: TextDocument): Drawn | undefined {
    return this.drawn.get(key(document));
  }

  /** Why nothing can be shown of a document; undefined where something is. */
  problemOf(document: TextDocument): string | undefined {
    return this.problems.get(key(document));
  }

  /** Have a function called whenever something else is shown. */
  onDidChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  async turn(on: boolean): Promise<void> {
    await this.memory.update(ON, on);
    this.active();
    if (on) {
      await this.allNow();
      return;
    }
    for (const editor of window.visibleTextEditors) wipe(editor);
    for (const document of workspace.textDocuments) this.forget(document, true);
    this.changed();
  }

  async compareWith(against: string): Promise<void> {
    await this.memory.update(AGAINST, against);
    await this.turn(true);
  }

  /** What differs in a document as it is now; undefined where that can't be told. */
  async upToDate(document: TextDocument): Promise<Difference | undefined> {
    for (let tries = 0; tries < 3; tries++) {
      const known = this.of(document);
      if (known?.version === document.version) return known.found;
      await (this.asking.get(key(document)) ?? this.ask(document, false));
    }
    return undefined;
  }

  dispose(): void {
    Disposable.from(...this.subscriptions).dispose();
    this.told?.dispose();
    for (const each of this.pauses.values()) clearTimeout(each);
  }

  private connected(): void {
    this.told?.dispose();
    this.told = this.session.running?.onNotification(
      BASE_CHANGED,
      ({ textDocument }: { textDocument: { uri: string } }) => {
        const document = workspace.textDocuments.find((each) => key(each) === textDocument.uri);
        if (document !== undefined) void this.ask(document, true);
      },
    );
    this.shown.clear();
    this.problems.clear();
    if (this.session.running !== undefined) this.all();
    else for (const editor of window.visibleTextEditors) wipe(editor);
  }

  private active(): void {
    const document = window.activeTextEditor?.document;
    void commands.executeCommand('setContext', 'promptwell.isPrompt', document !== undefined && isPrompt(document));
    void commands.executeCommand('setContext', 'promptwell.inlineDiff', this.isOn);
    this.changed();
  }

  private all(): void {
    void this.allNow();
  }

  private async allNow(): Promise<void> {
    if (!this.isOn) return;
    const documents = new Set(window.visibleTextEditors.map((each) => each.document));
    await Promise.all([...documents].filter(isPrompt).map((each) => this.ask(each, true)));
  }

  private edited(document: TextDocument): void {
    if (!this.isOn || !isPrompt(document) || editorsOf(document).length === 0) return;
    void this.ask(document, false);
    clearTimeout(this.pauses.get(key(document)));
    const later = setTimeout(() => void this.ask(document, true), PAUSE_MILLISECONDS);
    this.pauses.set(key(document), later);
  }

  /** Ask what differs; while one answer is awaited, only what to ask next is kept. */
  private ask(document: TextDocument, structure: boolean): Promise<void> {
    const name = key(document);
    const asking = this.asking.get(name);
    if (asking !== undefined) {
      this.again.set(name, structure || this.again.get(name) === true);
      return asking;
    }
    const task = this.askOnce(document, structure).finally(async () => {
      this.asking.delete(name);
      this.changed();
      const again = this.again.get(name);
      this.again.delete(name);
      if (again !== undefined && !document.isClosed) await this.ask(document, again);
    });
    this.asking.set(name, task);
    return task;
  }

  private async askOnce(document: TextDocument, structure: boolean): Promise<void> {
    const client = this.session.running;
    if (client === undefined || !this.isOn) return;
    const name = key(document);
    try {
      const params = { textDocument: { uri: name }, against: this.against, structure };
      this.show(document, await client.sendRequest<Difference>(DIFF, params));
    } catch (error) {
      this.problems.set(name, error instanceof Error ? error.message : String(error));
      this.clear(document);
    }
  }

  private show(document: TextDocument, found: Difference): void {
    if (!this.isOn || found.base.against !== this.against) return;
    const name = key(document);
    this.problems.delete(name);
    const before = this.shown.get(name)?.found;
    // While somebody types, what it means stays until the next pause.
    const structure = found.structure ?? (before?.base.against === found.base.against ? before?.structure : undefined);
    const whole = structure === undefined ? found : { ...found, structure };
    this.shown.set(name, { found: whole, version: found.version ?? document.version });
    // The editor moves what is drawn with the text: an answer to an older text would put it wrong.
    if (found.version !== document.version) return;
    const picture = drawing(found, pageOf(document));
    this.drawn.set(name, { ...picture, version: document.version });
    for (const editor of editorsOf(document)) draw(editor, picture);
  }

  private clear(document: TextDocument): void {
    this.shown.delete(key(document));
    this.drawn.delete(key(document));
    for (const editor of editorsOf(document)) wipe(editor);
  }

  private forget(document: TextDocument, tell = false): void {
    const name = key(document);
    clearTimeout(this.pauses.get(name));
    this.pauses.delete(name);
    this.problems.delete(name);
    const known = this.shown.delete(name);
    this.drawn.delete(name);
    if (known && tell) void this.session.running?.sendNotification(STOP, { textDocument: { uri: name } });
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Whether the server is asked about a document. */
export function isPrompt(document: TextDocument): boolean {
  return languages.match(DOCUMENTS, document) > 0;
}

/** Take back the changes that the selections of an editor touch, or else the one nearest above. */
export async function revert(diff: InlineDiff, editor: TextEditor): Promise<boolean> {
  const found = await diff.upToDate(editor.document);
  if (found === undefined) return false;
  const touched = found.hunks.filter((hunk) => {
    const { start, end } = hunk.range;
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    // What went stands at the end of the line above it.
    const first = hunk.kind === 'removed' ? Math.max(start.line - 1, 0) : start.line;
    return editor.selections.some((each) => each.start.line <= last && first <= each.end.line);
  });
  if (touched.length === 0) return false;
  return editor.edit((edit) => {
    for (const hunk of touched) edit.replace(range(hunk.range), hunk.oldText);
  });
}

/** No extension is told how wide an editor is: where lines wrap at its edge, this is what fits most screens. */
const USUAL_ROOM = 80;

function pageOf(document: TextDocument): Page {
  const settings = workspace.getConfiguration('editor', document);
  const wrap = settings.get('wordWrap', 'off');
  const column = settings.get('wordWrapColumn', USUAL_ROOM);
  const rooms: Readonly<Record<string, number>> = { off: Infinity, wordWrapColumn: column };
  return {
    length: (line) => document.lineAt(line).text.length,
    room: rooms[wrap] ?? Math.min(column, USUAL_ROOM),
  };
}

function key(document: TextDocument): string {
  return document.uri.toString();
}

function editorsOf(document: TextDocument): TextEditor[] {
  return window.visibleTextEditors.filter((each) => each.document === document);
}
