import {
  commands,
  ConfigurationTarget,
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
import { BASE_CHANGED, DIFF, STOP, type Difference, type Level } from './answers.ts';
import { Choices, HEAD, LEVEL } from './choices.ts';
import { DECORATIONS, draw, scroll, wipe } from './decorations.ts';
import { drawing, type Drawing } from './drawing.ts';
import { editorsOf, isBesideItsBase } from './editors.ts';
import { pageOf } from './page.ts';

const PAUSE_MILLISECONDS = 400;

export interface Shown {
  readonly found: Difference;
  /** Why it is compared with the last commit and not with what was chosen. */
  readonly instead?: string;
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
  private readonly moved: ((document: TextDocument) => void)[] = [];
  private readonly subscriptions: Disposable[];
  private readonly session: Session;
  private readonly choices: Choices;
  private told: Disposable | undefined;

  constructor(session: Session, memory: Memento) {
    this.session = session;
    this.choices = new Choices(memory);
    this.subscriptions = [
      ...DECORATIONS,
      session.onDidChange(() => this.connected()),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edited(document);
      }),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(LEVEL)) this.all();
      }),
      window.onDidChangeVisibleTextEditors(() => this.all()),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.scrolled(textEditor)),
      window.onDidChangeActiveTextEditor(() => this.active()),
      window.tabGroups.onDidChangeTabs(() => {
        for (const editor of window.visibleTextEditors) if (isBesideItsBase(editor)) wipe(editor);
      }),
    ];
    this.active();
    this.connected();
  }

  get isOn(): boolean {
    return this.choices.isOn;
  }

  /** What a document is compared with. */
  against(document: TextDocument): string {
    return this.of(document)?.found.base.against ?? this.choices.against(document);
  }

  /** Whether words or the model's tokens are marked. */
  get level(): Level {
    return this.choices.level;
  }

  /** Have words or tokens marked from now on, in all folders. */
  async markBy(level: Level): Promise<void> {
    await workspace.getConfiguration().update(LEVEL, level, ConfigurationTarget.Global);
    await this.turn(true);
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

  /** Have a function called when what a document is compared with says something else. */
  onDidMoveBase(listener: (document: TextDocument) => void): void {
    this.moved.push(listener);
  }

  async turn(on: boolean): Promise<void> {
    await this.choices.turn(on);
    this.active();
    if (on) {
      await this.allNow();
      return;
    }
    for (const editor of window.visibleTextEditors) wipe(editor);
    for (const document of workspace.textDocuments) this.forget(document, true);
    this.changed();
  }

  /** Compare with something from now on: one document, or all that have no choice of their own. */
  async compareWith(against: string, document: TextDocument, onlyThis: boolean): Promise<void> {
    await this.choices.compareWith(against, document, onlyThis);
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
        if (document === undefined) return;
        for (const listener of this.moved) listener(document);
        void this.ask(document, true);
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

  private scrolled(editor: TextEditor): void {
    const drawn = this.drawnIn(editor.document);
    // What was drawn for an older text has moved with it; soon it is drawn anew.
    if (drawn?.version === editor.document.version && !isBesideItsBase(editor)) scroll(editor, drawn);
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
    const chosen = this.choices.against(document);
    const asked = { textDocument: { uri: name }, level: this.level, structure };
    const ask = (against: string): Promise<Difference> => client.sendRequest<Difference>(DIFF, { ...asked, against });
    try {
      this.show(document, chosen, await ask(chosen));
    } catch (error) {
      const problem = messageOf(error);
      // What was chosen for all may be a label that not every prompt has.
      const instead = this.choices.isForAll(document) ? await ask(HEAD).catch(() => undefined) : undefined;
      if (instead !== undefined) return this.show(document, chosen, instead, problem);
      this.problems.set(name, problem);
      this.clear(document);
    }
  }

  private show(document: TextDocument, chosen: string, found: Difference, instead?: string): void {
    if (!this.isOn || chosen !== this.choices.against(document)) return;
    const name = key(document);
    this.problems.delete(name);
    const before = this.shown.get(name)?.found;
    // While somebody types, what it means stays until the next pause.
    const structure = found.structure ?? (before?.base.against === found.base.against ? before?.structure : undefined);
    const whole = structure === undefined ? found : { ...found, structure };
    const version = found.version ?? document.version;
    this.shown.set(name, instead === undefined ? { found: whole, version } : { found: whole, version, instead });
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
    const known = this.shown.delete(name) || this.asking.has(name);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function key(document: TextDocument): string {
  return document.uri.toString();
}
