import { TabInputTextDiff, window, type TextDocument, type TextEditor } from 'vscode';

/** The editors in which the diff of a document is drawn. */
export function editorsOf(document: TextDocument): TextEditor[] {
  return window.visibleTextEditors.filter((each) => each.document === document && !isBesideItsBase(each));
}

/** Whether an editor is a side of VS Code's own diff, which draws the changes itself. */
export function isBesideItsBase({ document, viewColumn }: TextEditor): boolean {
  if (viewColumn !== undefined) return false; // VS Code gives a column only to editors that stand alone
  return window.tabGroups.all.some(({ activeTab }) => {
    if (!(activeTab?.input instanceof TabInputTextDiff)) return false;
    const { original, modified } = activeTab.input;
    return [original, modified].some((each) => each.toString() === document.uri.toString());
  });
}
