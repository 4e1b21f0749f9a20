import { Range, Selection, type TextEditor } from 'vscode';
import { range } from './decorations.ts';
import type { InlineDiff } from './inlineDiff.ts';

/** Take back the changes that the selections of an editor touch, or else the one nearest above. */
export async function revert(diff: InlineDiff, editor: TextEditor): Promise<boolean> {
  const found = await diff.upToDate(editor.document);
  // Of a new file there is nothing to put back: it would be emptied.
  if (found === undefined || found.base.kind === 'nothing') return false;
  const touched = found.hunks.filter((hunk) => {
    const { start, end } = hunk.range;
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    // What went stands at the end of the line above it.
    const first = hunk.kind === 'removed' ? Math.max(start.line - 1, 0) : start.line;
    return editor.selections.some((each) => each.start.line <= last && first <= each.end.line);
  });
  if (touched.length === 0) return false;
  const [{ active, isEmpty }, ...others] = editor.selections as [Selection, ...Selection[]];
  const isDone = await editor.edit((edit) => {
    for (const hunk of touched) edit.replace(range(hunk.range), hunk.oldText);
  });
  // What is put in at the cursor would take it along to its end.
  if (isDone && isEmpty && others.length === 0) {
    const here = editor.document.validatePosition(active);
    editor.selection = new Selection(here, here);
    editor.revealRange(new Range(here, here));
  }
  return isDone;
}
