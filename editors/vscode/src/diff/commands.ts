import { commands, Position, QuickPickItemKind, Range, Selection, window, type Disposable, type QuickPickItem, type TextDocument } from 'vscode';
import type { Session } from '../session.ts';
import { BASES, type Level, type Offered } from './answers.ts';
import type { BaseTexts } from './baseTexts.ts';
import { isPrompt, type InlineDiff } from './inlineDiff.ts';
import { revert } from './revert.ts';

interface Chosen {
  readonly ref: string;
  readonly kind: string;
}

interface Choice extends QuickPickItem {
  readonly chosen?: Chosen;
}

/** What these are called means something else, or nothing, in another prompt. */
const OF_ONE_PROMPT: ReadonlySet<string> = new Set(['version', 'prompt-branch', 'commit']);

const KINDS: Readonly<Record<string, { readonly title: string; readonly icon: string }>> = {
  head: { title: 'last commit', icon: 'git-commit' },
  label: { title: 'labels', icon: 'bookmark' },
  'prompt-branch': { title: 'branches of this prompt', icon: 'repo-forked' },
  version: { title: 'versions', icon: 'history' },
  branch: { title: 'branches of Git', icon: 'git-branch' },
  tag: { title: 'tags of Git', icon: 'tag' },
  commit: { title: 'commits that changed this file', icon: 'git-commit' },
};

/** Register the commands of the inline diff. */
export function registerDiffCommands(
  session: Session,
  diff: InlineDiff,
  bases: BaseTexts,
): Disposable[] {
  const handlers: Readonly<Record<string, () => Promise<unknown>>> = {
    'promptwell.toggleInlineDiff': async () => {
      await diff.turn(!diff.isOn);
      tellProblem(diff);
    },
    'promptwell.compareWith': async () => {
      const document = window.activeTextEditor?.document;
      const chosen = document && (await choose(session, diff, document));
      if (document === undefined || chosen === undefined) return;
      await diff.compareWith(chosen.ref, document, OF_ONE_PROMPT.has(chosen.kind));
      tellProblem(diff);
    },
    'promptwell.markDiffBy': async () => {
      const chosen = await chooseLevel(diff);
      if (chosen !== undefined) await diff.markBy(chosen);
    },
    'promptwell.revertChange': async () => {
      const editor = window.activeTextEditor;
      if (editor === undefined || !isPrompt(editor.document)) return;
      if (!diff.isOn) await diff.turn(true);
      if (!(await revert(diff, editor)))
        void window.setStatusBarMessage('Promptwell: nothing has changed here', 3000);
    },
    'promptwell.nextChange': () => go(diff, 1),
    'promptwell.previousChange': () => go(diff, -1),
    'promptwell.openChanges': async () => {
      const document = window.activeTextEditor?.document;
      if (document === undefined) return;
      const name = document.uri.path.split('/').at(-1);
      const title = `${name} (${diff.against(document)} ↔ now)`;
      await commands.executeCommand('vscode.diff', bases.uriOf(document), document.uri, title);
    },
  };
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(name, run));
}

/** Who asked for the diff of the document before them is told why there is none. */
function tellProblem(diff: InlineDiff): void {
  const document = window.activeTextEditor?.document;
  const problem = document === undefined || !diff.isOn ? undefined : diff.problemOf(document);
  if (problem !== undefined) void window.showWarningMessage(`Promptwell: ${problem}`);
}

async function choose(session: Session, diff: InlineDiff, document: TextDocument): Promise<Chosen | undefined> {
  const client = session.running;
  if (client === undefined) return undefined;
  const params = { textDocument: { uri: document.uri.toString() } };
  const other: Choice = { label: '$(edit) Another ref …', description: 'a commit, or HEAD~2', alwaysShow: true };
  const title = `Compare with (now: ${diff.against(document)})`;
  const options = { title, matchOnDescription: true, placeHolder: 'What to compare this prompt with' };
  // The list is there at once: the store's part may have to start the engine.
  const offered = client.sendRequest<Offered[]>(BASES, params).then((found) => [...choices(found), other]);
  let picked: Choice | undefined;
  try {
    picked = await window.showQuickPick<Choice>(offered, options);
  } catch (error) {
    void window.showWarningMessage(`Promptwell: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  if (picked !== other) return picked?.chosen;
  const ref = await window.showInputBox({ title, prompt: 'Whatever git knows: a commit, a branch, a tag, HEAD~2' });
  return ref === undefined ? undefined : { ref, kind: 'ref' };
}

function choices(offered: readonly Offered[]): Choice[] {
  const found: Choice[] = [];
  let kind = '';
  for (const each of offered) {
    const { title, icon } = KINDS[each.kind] ?? { title: each.kind, icon: 'circle' };
    if (each.kind !== kind) found.push({ label: title, kind: QuickPickItemKind.Separator });
    kind = each.kind;
    const about = [each.about, when(each.time)].filter((part) => part !== '').join(' · ');
    found.push({ chosen: each, label: `$(${icon}) ${nameOf(each)}`, description: about });
  }
  return found;
}

function nameOf({ ref, kind }: Offered): string {
  if (kind === 'version') return `version ${ref}`;
  return ref.replace(/^(?:heads|tags|remotes)\//, '');
}

/** The day, or the hour where that is today. */
function when(time: string): string {
  if (time === '') return '';
  const at = new Date(time);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : at.toLocaleDateString();
}

async function chooseLevel(diff: InlineDiff): Promise<Level | undefined> {
  const levels: readonly { readonly level: Level; readonly label: string; readonly detail: string }[] = [
    { level: 'word', label: '$(word-wrap) Words', detail: 'What a reader sees' },
    { level: 'token', label: '$(symbol-key) Tokens', detail: 'What the model of the prompt sees, where its tokenizer is known' },
  ];
  const offered = levels.map((each) => ({ ...each, description: each.level === diff.level ? 'now' : '' }));
  const chosen = await window.showQuickPick(offered, { title: 'What the inline diff marks' });
  return chosen?.level;
}

/** Go to the next or the previous change, around the ends of the document. */
async function go(diff: InlineDiff, step: 1 | -1): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  if (!diff.isOn) await diff.turn(true);
  const found = await diff.upToDate(editor.document);
  const lines = found?.hunks.map((each) => each.range.start.line) ?? [];
  const here = editor.selection.active.line;
  const next =
    step === 1
      ? (lines.find((line) => line > here) ?? lines[0])
      : (lines.filter((line) => line < here).at(-1) ?? lines.at(-1));
  if (next === undefined) return;
  const place = new Position(Math.min(next, editor.document.lineCount - 1), 0);
  editor.selection = new Selection(place, place);
  editor.revealRange(new Range(place, place));
}
