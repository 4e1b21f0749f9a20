// The inline diff where a text makes it hard: a secret, long lines, lines among words, many changes; and high contrast.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const { commands, Range, Selection, window, workspace } = vscode;

const LONG = `${'A sentence about plants that goes on and on. '.repeat(6)}It has a kind ending, as all of them do.`;

module.exports = async (seen, { ask, until, git, root, drawnIn }) => {
  const commit = async (name, lines) => {
    writeFileSync(join(root, name), [...lines, ''].join('\n'));
    git('add', name);
    git('commit', '-qm', name);
    const document = await workspace.openTextDocument(vscode.Uri.file(join(root, name)));
    return window.showTextDocument(document);
  };
  const change = async (editor, make) => {
    await editor.edit((edit) => make(edit, editor.document));
    return settled(editor.document);
  };
  const settled = (document) =>
    until(() => drawnIn(document)?.version === document.version && drawnIn(document), `the drawing of ${document.fileName}`);

  const key = process.env.PROMPTWELL_FAKE_KEY;
  const editor = await commit('prompts/hard.prompty', ['system:', `use ${key} here`, LONG, 'One.', 'Two.', 'user:', 'Hello.']);
  seen.hard = await change(editor, (edit) => {
    edit.replace(new Range(1, 4, 1, 4 + key.length), 'nothing');
    const at = LONG.indexOf('kind');
    edit.replace(new Range(2, at, 2, at + 'kind'.length), 'formal');
    edit.delete(new Range(3, 0, 5, 0));
  });
  seen.hard.onScreen = await until(async () => {
    const shown = await ask({ do: 'marks', picture: 'diff-hard' });
    return shown.marks > 0 && shown.ghosts.length > 1 && shown;
  }, 'the drawing on the screen');

  const theme = (name) => workspace.getConfiguration('workbench').update('colorTheme', name, vscode.ConfigurationTarget.Global);
  await theme('Default High Contrast');
  seen.contrast = await until(async () => {
    const shown = await ask({ do: 'marks', picture: 'diff-contrast' });
    return shown.bordered > 0 && shown;
  }, 'borders in high contrast');
  await theme(undefined);

  await change(editor, (edit, document) => edit.delete(new Range(0, 0, document.lineCount, 0)));
  editor.selection = new Selection(0, 0, 0, 0);
  await commands.executeCommand('promptwell.revertChange');
  await until(() => editor.document.getText().includes('Two.'), 'the text that was put back');
  await until(() => drawnIn(editor.document)?.ghosts.length === 0, 'an empty drawing');
  seen.hard.cursor = editor.selection.active.line;

  const many = Array.from({ length: 600 }, (_, number) => `${number} ${number % 2 ? 'kind' : 'same'}`);
  const other = await commit('prompts/many.j2', many);
  seen.many = await change(other, (edit) => {
    for (let number = 1; number < many.length; number += 2) edit.replace(new Range(number, 0, number, 99), `${number} formal, at ${number}`);
  });
  other.revealRange(new Range(599, 0, 599, 0));
  seen.many.bottom = await until(async () => {
    const { ghosts } = await ask({ do: 'marks', picture: 'diff-many' });
    return ghosts.length > 0 && ghosts;
  }, 'what went at the end of a long text');
};
