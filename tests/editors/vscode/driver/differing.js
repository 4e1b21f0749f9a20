// What a user does with the inline diff: turn it on, type, revert, take that back, compare with a tag, commit.
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');
const hardTexts = require('./hard_texts.js');

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

  const marking = commands.executeCommand('promptwell.markDiffBy');
  await ask({ do: 'pick', says: 'Tokens', picture: 'diff-level' });
  await marking;
  await until(() => drawnIn(document)?.words.length !== seen.against.words.length || JSON.stringify(drawnIn(document).words) !== JSON.stringify(seen.against.words), 'the tokens');
  seen.byToken = drawn();
  await until(async () => /tokens/.test((await ask({ do: 'marks', picture: 'diff-tokens' })).status), 'the tokens in the status bar');
  seen.tokensOnScreen = await ask({ do: 'marks', picture: 'diff-tokens' });
  await workspace.getConfiguration().update('promptwell.inlineDiff.level', undefined, vscode.ConfigurationTarget.Global);
  await waitFor((each) => JSON.stringify(each.words) === JSON.stringify(seen.against.words), 'the words');

  // A ref of git counts for all prompts, a commit for this one alone; where a file has no such past it is HEAD's.
  const other = await workspace.openTextDocument(vscode.Uri.file(join(root, 'prompts/triage.prompty')));
  await window.showTextDocument(other);
  await until(() => drawnIn(other), 'the drawing of another prompt');
  seen.other = (await until(async () => { const { status } = await ask({ do: 'marks', picture: 'diff-other' }); return /production/.test(status) && { status }; }, 'its entry in the status bar')).status;
  await window.showTextDocument(document);

  writeFileSync(join(root, 'prompts/conflict.prompty'), ['system:', '<<<<<<< HEAD', 'Be brief.', '=======', 'Be verbose.', '>>>>>>> other', 'user:', 'Hi', ''].join('\n'));
  const conflict = await workspace.openTextDocument(vscode.Uri.file(join(root, 'prompts/conflict.prompty')));
  await window.showTextDocument(conflict);
  const [found] = await until(() => languages.getDiagnostics(conflict.uri).length > 0 && languages.getDiagnostics(conflict.uri), 'the finding');
  seen.conflict = { line: found.range.start.line, texts: [], isNew: (await until(async () => { const { status } = await ask({ do: 'marks', picture: 'conflict' }); return /new file/.test(status) && { status }; }, 'a new file')).status };
  for (const title of ['Take ours', 'Take theirs', 'Take both']) {
    const at = new Range(2, 0, 2, 0);
    const offered = await until(async () => {
      const all = await commands.executeCommand('vscode.executeCodeActionProvider', conflict.uri, at, undefined, 20);
      return all.find((each) => each.title.startsWith(title) && each.edit) && all;
    }, title);
    seen.conflict.titles = offered.map((each) => each.title);
    await workspace.applyEdit(offered.find((each) => each.title.startsWith(title)).edit);
    seen.conflict.texts.push(conflict.getText());
    await commands.executeCommand('undo');
    await until(() => conflict.getText().includes('<<<<<<<'), 'the undo');
  }
  await hardTexts(seen, { ask, until, git, root, drawnIn });
  await window.showTextDocument(document);

  await commands.executeCommand('promptwell.openChanges');
  const base = await until(() => workspace.textDocuments.find((each) => each.uri.scheme === 'promptwell-base'), 'the base');
  await until(() => base.getText() !== '', 'the text of the base');
  seen.base = base.getText();
  seen.sideBySide = await until(async () => {
    const shown = await ask({ do: 'marks', picture: 'diff-side-by-side' });
    return shown.removed > 0 && shown;
  }, "VS Code's own diff");
};
