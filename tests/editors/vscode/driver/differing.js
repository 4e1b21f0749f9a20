// What a user does with the inline diff: turn it on, type, revert, take that back, compare with a tag, commit.
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const vscode = require('vscode');

const { commands, extensions, languages, Position, Range, Selection, window, workspace } = vscode;

module.exports = async (seen, { ask, until }) => {
  const root = workspace.workspaceFolders[0].uri.fsPath;
  const git = (...words) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: root });
  const document = await workspace.openTextDocument(vscode.Uri.file(join(root, 'prompts/reply.prompty')));
  const editor = await window.showTextDocument(document);
  const ours = extensions.getExtension('promptwell.promptwell');
  const { drawnIn } = await until(() => ours.isActive && ours.exports, 'the extension');
  await until(() => languages.getDiagnostics(document.uri), 'the server');
  const drawn = () => ({ ...drawnIn(document), text: document.getText(), isSaved: !document.isDirty });
  const place = (words, more = 0) => {
    const offset = document.getText().indexOf(words);
    if (offset < 0) throw new Error(`${words} is not there`);
    return document.positionAt(offset + more);
  };
  const put = (at) => (editor.selection = new Selection(at, at));
  const waitFor = (holds, what) => until(() => drawnIn(document)?.version === document.version && holds(drawnIn(document)), what);

  seen.before = await ask({ do: 'marks', picture: 'diff-off' });
  await editor.edit((edit) => {
    const tone = place('on behalf of');
    edit.replace(new Range(tone, tone.translate(0, 'on behalf of'.length)), 'warmly but formal for');
    edit.insert(place("The customer's words"), '🌿 Never promise a refund that the rules do not give.\n');
    const { line } = place('No order is attached');
    edit.delete(new Range(line, 0, line + 1, 0));
  });
  await commands.executeCommand('promptwell.toggleInlineDiff');
  await waitFor((each) => each.ghosts.length > 1, 'the drawing');
  seen.on = drawn();
  const onScreen = (at) => editor.revealRange(new Range(at, at), vscode.TextEditorRevealType.InCenter);
  onScreen(place('{% from'));
  await until(async () => /\+2/.test((await ask({ do: 'marks', picture: 'diff' })).status), 'the entry in the status bar');
  seen.onScreen = await ask({ do: 'marks', picture: 'diff' });

  put(place('formal', 'formal'.length));
  for (const text of ', always') await commands.executeCommand('type', { text });
  await waitFor((each) => each.words.some(({ start, end }) => document.getText(new Range(start.line, start.character, end.line, end.character)).includes('always')), 'the drawing of what was typed');
  seen.typed = drawn();

  const before = document.getText();
  await commands.executeCommand('promptwell.revertChange');
  await waitFor((each) => each.words.length === 0, 'the drawing of what was reverted');
  seen.reverted = drawn();
  await commands.executeCommand('undo');
  await until(() => document.getText() === before, 'the undo');
  await waitFor((each) => each.words.length > 0, 'the drawing after the undo');
  seen.undone = drawn();

  put(new Position(0, 0));
  await commands.executeCommand('promptwell.nextChange');
  seen.next = document.lineAt(editor.selection.active.line).text;

  await commands.executeCommand('promptwell.toggleInlineDiff');
  seen.off = { drawn: drawnIn(document) ?? null, ...(await ask({ do: 'marks', picture: 'diff-off-again' })) };

  await document.save();
  await commands.executeCommand('promptwell.toggleInlineDiff');
  await waitFor((each) => each.lines.length > 0, 'the drawing of what is saved');
  git('tag', 'production');
  git('commit', '-qam', 'A formal tone');
  await waitFor((each) => each.lines.length === 0 && each.ghosts.length === 0, 'an empty drawing after the commit');
  seen.committed = drawn();

  const compared = commands.executeCommand('promptwell.compareWith');
  seen.picked = await ask({ do: 'pick', says: 'production', picture: 'diff-pick' });
  await compared;
  await waitFor((each) => each.lines.length > 0, 'the drawing against the tag');
  seen.against = drawn();
  onScreen(place('{% from'));
  await until(async () => (await ask({ do: 'marks', picture: 'diff-tag' })).gutter > 0, 'signs in the gutter');
  seen.againstOnScreen = await ask({ do: 'marks', picture: 'diff-tag' });
  await commands.executeCommand('promptwell.openChanges');
  const base = await until(() => workspace.textDocuments.find((each) => each.uri.scheme === 'promptwell-base'), 'the base');
  await until(() => base.getText() !== '', 'the text of the base');
  seen.base = base.getText();
  await ask({ do: 'look', picture: 'diff-side-by-side' });
};
