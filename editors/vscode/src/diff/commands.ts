import { commands, Position, QuickPickItemKind, Range, Selection, window, type Disposable, type QuickPickItem } from 'vscode';
import type { Session } from '../session.ts';
import { BASES, type Offered } from './answers.ts';
import type { BaseTexts } from './baseTexts.ts';
import { isPrompt, revert, type InlineDiff } from './inlineDiff.ts';

interface Choice extends QuickPickItem {
  readonly ref?: string;
}

const KINDS: Readonly<Record<string, { readonly title: string; readonly icon: string }>> = {
  head: { title: 'last commit', icon: 'git-commit' },
  label: { title: 'labels', icon: 'bookmark' },
  version: { title: 'versions', icon: 'history' },
  branch: { title: 'branches', icon: 'git-branch' },
  tag: { title: 'tags', icon: 'tag' },
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
      const chosen = await choose(session, diff);
      if (chosen === undefined) return;
      await diff.compareWith(chosen);
      tellProblem(diff);
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
      const title = `${name} (${diff.against} ↔ now)`;
      await commands.executeCommand('vscode.diff', bases.uriOf(document.uri), document.uri, title);
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

async function choose(session: Session, diff: InlineDiff): Promise<string | undefined> {
  const document = window.activeTextEditor?.document;
  const client = session.running;
  if (document === undefined || client === undefined) return undefined;
  const params = { textDocument: { uri: document.uri.toString() } };
  let offered: Offered[];
  try {
    offered = await client.sendRequest<Offered[]>(BASES, params);
  } catch (error) {
    void window.showWarningMessage(`Promptwell: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  const other: Choice = { label: '$(edit) Another ref …', description: 'a commit, or HEAD~2', alwaysShow: true };
  const title = `Compare with (now: ${diff.against})`;
  const options = { title, matchOnDescription: true, placeHolder: 'What to compare this prompt with' };
  const chosen = await window.showQuickPick<Choice>([...choices(offered), other], options);
  if (chosen !== other) return chosen?.ref;
  return window.showInputBox({ title, prompt: 'Whatever git knows: a commit, a branch, a tag, HEAD~2' });
}

function choices(offered: readonly Offered[]): Choice[] {
  const found: Choice[] = [];
  let kind = '';
  for (const each of offered) {
    const { title, icon } = KINDS[each.kind] ?? { title: each.kind, icon: 'circle' };
    if (each.kind !== kind) found.push({ label: title, kind: QuickPickItemKind.Separator });
    kind = each.kind;
    const when = each.time === '' ? '' : ` · ${new Date(each.time).toLocaleDateString()}`;
    found.push({ ref: each.ref, label: `$(${icon}) ${each.ref}`, description: `${each.about}${when}` });
  }
  return found;
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
