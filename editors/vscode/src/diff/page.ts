import { workspace, type TextDocument } from 'vscode';
import { columns, type Page } from './drawing.ts';

/** No extension is told how wide an editor is: where lines wrap at its edge, this is what fits most screens. */
const USUAL_ROOM = 80;

/** The lines of a document as the editor shows them. */
export function pageOf(document: TextDocument): Page {
  const settings = workspace.getConfiguration('editor', document);
  const wrap = settings.get('wordWrap', 'off');
  const column = settings.get('wordWrapColumn', USUAL_ROOM);
  const rooms: Readonly<Record<string, number>> = { off: Infinity, wordWrapColumn: column };
  return {
    length: (line) => document.lineAt(line).text.length,
    columns: (line) => columns(document.lineAt(line).text),
    room: rooms[wrap] ?? Math.min(column, USUAL_ROOM),
  };
}
