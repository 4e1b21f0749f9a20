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
import type { Place, Span } from './answers.ts';
import type { Drawing, Ghost } from './drawing.ts';

// Themes of high contrast have no color to lay under a text: they draw a border around it.
const LINES = window.createTextEditorDecorationType({
  isWholeLine: true,
  backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
  borderWidth: '0 0 0 1px',
  borderStyle: 'solid',
  borderColor: new ThemeColor('diffEditor.insertedTextBorder'),
  overviewRulerColor: new ThemeColor('editorOverviewRuler.addedForeground'),
  overviewRulerLane: OverviewRulerLane.Left,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
const WORDS = window.createTextEditorDecorationType({
  backgroundColor: new ThemeColor('diffEditor.insertedTextBackground'),
  borderRadius: '2px',
  borderWidth: '1px',
  borderStyle: 'dashed',
  borderColor: new ThemeColor('diffEditor.insertedTextBorder'),
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
const GHOSTS = window.createTextEditorDecorationType({
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
const GONE = window.createTextEditorDecorationType({
  overviewRulerColor: new ThemeColor('editorOverviewRuler.deletedForeground'),
  overviewRulerLane: OverviewRulerLane.Left,
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});
// A bar between two letters that takes up no room.
const CUTS = window.createTextEditorDecorationType({
  before: {
    contentText: '\u200b',
    color: new ThemeColor('editorOverviewRuler.deletedForeground'),
    textDecoration: 'none; position: absolute; height: 100%; margin-left: -1px; border-left: 2px solid',
  },
  rangeBehavior: DecorationRangeBehavior.ClosedClosed,
});

// Each ghost is a style of its own to VS Code: thousands of them would keep it busy at each keystroke.
const MOST_GHOSTS = 200;
const LINES_AROUND = 60;

/** Draw a difference in an editor, in the place of what was drawn before. */
export function draw(editor: TextEditor, drawing: Drawing): void {
  const { lines, words, ghosts, cuts } = drawing;
  editor.setDecorations(LINES, lines.map(wholeLines));
  editor.setDecorations(WORDS, words.map(range));
  editor.setDecorations(CUTS, cuts.map(at));
  editor.setDecorations(GONE, ghosts.map(({ place }) => at(place)));
  drawGhosts(editor, drawing);
}

/** Draw the ghosts that are in sight after scrolling, where there are too many to draw all. */
export function scroll(editor: TextEditor, drawing: Drawing): void {
  if (drawing.ghosts.length > MOST_GHOSTS) drawGhosts(editor, drawing);
}

function drawGhosts(editor: TextEditor, { ghosts }: Drawing): void {
  const isNear = ({ place: { line } }: Ghost): boolean =>
    editor.visibleRanges.some(({ start, end }) => start.line - LINES_AROUND <= line && line <= end.line + LINES_AROUND);
  const shown = ghosts.length > MOST_GHOSTS ? ghosts.filter(isNear) : ghosts;
  editor.setDecorations(GHOSTS, shown.map(ghost));
}

/** Draw nothing. */
export function wipe(editor: TextEditor): void {
  for (const type of TYPES) editor.setDecorations(type, []);
}

const TYPES = [LINES, WORDS, GHOSTS, GONE, CUTS];

/** The types of decorations, to be given up with the extension. */
export const DECORATIONS: readonly Disposable[] = TYPES;

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

function at({ line, character }: Place): Range {
  return new Range(line, character, line, character);
}

function ghost({ place, text, side }: Ghost): DecorationOptions {
  const shown = {
    contentText: text,
    color: new ThemeColor('descriptionForeground'),
    backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
    border: '1px dashed',
    borderColor: new ThemeColor('diffEditor.removedTextBorder'),
    textDecoration: 'line-through; border-radius: 2px',
    margin: side === 'after' ? '0 0 0 2ch' : '0 0.3ch 0 0',
  };
  return { range: at(place), renderOptions: { [side]: shown } };
}
