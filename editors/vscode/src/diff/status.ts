import { MarkdownString, StatusBarAlignment, window, type Disposable } from 'vscode';
import type { Difference } from './answers.ts';
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
      item.tooltip = problem ?? `Comparing with ${diff.against(document)} …`;
    } else {
      const { added, removed } = amounts(found);
      const name = found.base.kind === 'nothing' ? 'new file' : found.base.name;
      const tokens = found.tokens ? ` · +${found.tokens.added} −${found.tokens.removed} tokens` : '';
      item.text = `$(diff) ${name} ${added + removed === 0 ? 'no changes' : `+${added} −${removed}${tokens}`}`;
      item.tooltip = tooltip(found, name, diff.of(document)?.instead);
    }
    item.show();
  });
  return item;
}

function tooltip(found: Difference, name: string, instead: string | undefined): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`Compared with ${name}. Click to choose something else.`);
  if (instead !== undefined) text.appendMarkdown('\n\n').appendText(instead).appendMarkdown('\n\n');
  const { otherLineEnds } = found.base;
  if (otherLineEnds !== '')
    text.appendText(` Its line ends are others (${otherLineEnds}); this file is saved with its own.`);
  if (found.tokens === null)
    text.appendText(' Words are marked: nobody has published how the model of this prompt cuts a text into tokens.');
  for (const prompt of found.structure?.prompts ?? []) {
    text.appendMarkdown('\n\n');
    if (prompt.name !== '') text.appendText(`${prompt.name}:`).appendMarkdown('\n\n');
    for (const sentence of prompt.sentences) text.appendMarkdown('\n- ').appendText(sentence);
  }
  return text;
}
