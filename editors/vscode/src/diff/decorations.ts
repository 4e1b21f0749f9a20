import {
  DecorationRangeBehavior,
  OverviewRulerLane,
  Range,
  ThemeColor,
  window,
  type DecorationOptions,
  type Disposable,
  type TextEditor,
} from 'vscode';
import type { Span } from './answers.ts';
import type { Drawing, Ghost } from './drawing.ts';

const LINES = window.createTextEditorDecorationType({
  isWholeLine: true,
  backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
  overviewRulerColor: new ThemeColor('editorOverviewRuler.addedForeground'),
  overviewRulerLane: OverviewRulerLane.Left,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
const WORDS = window.createTextEditorDecorationType({
  backgroundColor: new ThemeColor('diffEditor.insertedTextBackground'),
  borderRadius: '2px',
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
const GHOSTS = window.createTextEditorDecorationType({
  overviewRulerColor: new ThemeColor('editorOverviewRuler.deletedForeground'),
  overviewRulerLane: OverviewRulerLane.Left,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});

/** Draw a difference in an editor, in the place of what was drawn before. */
export function draw(editor: TextEditor, { lines, words, ghosts }: Drawing): void {
  editor.setDecorations(LINES, lines.map(wholeLines));
  editor.setDecorations(WORDS, words.map(range));
  editor.setDecorations(GHOSTS, ghosts.map(ghost));
}

/** Draw nothing. */
export function wipe(editor: TextEditor): void {
  for (const type of [LINES, WORDS, GHOSTS]) editor.setDecorations(type, []);
}

/** The types of decorations, to be given up with the extension. */
export const DECORATIONS: readonly Disposable[] = [LINES, WORDS, GHOSTS];

/** A range of ours as the editor has it. */
export function range({ start, end }: Span): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** The lines of a range that ends where the next line begins. */
function wholeLines(span: Span): Range {
  const { start, end } = span;
  return end.line > start.line && end.character === 0
    ? new Range(start.line, 0, end.line - 1, Number.MAX_SAFE_INTEGER)
    : range(span);
}

function ghost({ place, text, side }: Ghost): DecorationOptions {
  const shown = {
    contentText: text,
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
    textDecoration: 'line-through; border-radius: 2px',
    margin: side === 'after' ? '0 0 0 2ch' : '0 0.3ch 0 0',
  };
  const { line, character } = place;
  return { range: new Range(line, character, line, character), renderOptions: { [side]: shown } };
}
