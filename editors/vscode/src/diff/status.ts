import { MarkdownString, StatusBarAlignment, window, type Disposable } from 'vscode';
import { amounts } from './drawing.ts';
import { isPrompt, type InlineDiff } from './inlineDiff.ts';

/** Keep an entry in the status bar that tells how much differs, and what it means when pointed at. */
export function showDiffStatus(diff: InlineDiff): Disposable {
  const item = window.createStatusBarItem('promptwell.diff', StatusBarAlignment.Right, 89);
  item.name = 'Promptwell: Inline Diff';
  item.command = 'promptwell.compareWith';
  diff.onDidChange(() => {
    const document = window.activeTextEditor?.document;
    if (!diff.isOn || document === undefined || !isPrompt(document)) {
      item.hide();
      return;
    }
    const found = diff.of(document)?.found;
    const problem = diff.problemOf(document);
    if (found === undefined) {
      item.text = problem === undefined ? '$(diff) …' : '$(diff) $(warning)';
      item.tooltip = problem ?? `Comparing with ${diff.against} …`;
    } else {
      const { added, removed } = amounts(found);
      const name = found.base.kind === 'nothing' ? 'new file' : found.base.name;
      item.text = `$(diff) ${name} ${added + removed === 0 ? 'no changes' : `+${added} −${removed}`}`;
      item.tooltip = tooltip(found.structure?.prompts ?? [], name);
    }
    item.show();
  });
  return item;
}

function tooltip(
  prompts: readonly { readonly name: string; readonly sentences: readonly string[] }[],
  name: string,
): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`Compared with ${name}. Click to choose something else.`);
  for (const prompt of prompts) {
    text.appendMarkdown('\n\n');
    if (prompt.name !== '') text.appendText(`${prompt.name}:`).appendMarkdown('\n\n');
    for (const sentence of prompt.sentences) text.appendMarkdown('\n- ').appendText(sentence);
  }
  return text;
}
