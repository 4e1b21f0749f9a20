// What a user does with prompts: read findings, type, look things up, rename, change settings.
const { execFileSync } = require('node:child_process');
const { basename, join } = require('node:path');
const vscode = require('vscode');

const { commands, languages, Position, Range, Selection, window, workspace } = vscode;

module.exports = async (seen, { ask, until }) => {
  const root = workspace.workspaceFolders[0].uri;
  const at = (path) => vscode.Uri.file(join(root.fsPath, path));
  const refund = at('prompts/drafts/refund.prompty');
  const reply = at('prompts/reply.prompty');

  const open = async (uri) => window.showTextDocument(await workspace.openTextDocument(uri));
  const findings = (uri) =>
    languages.getDiagnostics(uri).map((each) => ({
      line: each.range.start.line + 1,
      rule: typeof each.code === 'object' ? each.code.value : each.code,
      source: each.source,
      message: each.message,
      severity: vscode.DiagnosticSeverity[each.severity],
    }));
  const finding = (uri, rule) => findings(uri).find((each) => each.rule === rule);
  const place = (document, words, more = 0) => {
    const offset = document.getText().indexOf(words);
    if (offset < 0) throw new Error(`${words} is not in ${document.uri}`);
    return document.positionAt(offset + more);
  };
  const asked = (command, document, ...more) =>
    commands.executeCommand(`vscode.${command}`, document.uri, ...more);

  // Findings, and that they follow the text.
  const editor = await open(refund);
  const { document } = editor;
  seen.language = document.languageId;
  await until(() => finding(refund, 'undefined-variable'), 'findings');
  seen.opened = findings(refund);
  await editor.edit((edit) => edit.insert(place(document, 'You write'), '🌿 Grüße\n'));
  const version = document.version;
  const line = place(document, 'tonne.j2').line + 1;
  await until(() => finding(refund, 'include-not-found')?.line === line, 'findings of the new text');
  seen.edited = { findings: findings(refund), line, isSameVersion: document.version === version };

  // A fix.
  const place27 = place(document, 'agnet');
  const actions = await asked('executeCodeActionProvider', document, new Range(place27, place27), undefined, 20);
  seen.actions = actions.map((each) => ({ title: each.title, kind: each.kind?.value }));
  const fix = actions.find((each) => each.edit && /agent/.test(each.title));
  await workspace.applyEdit(fix.edit);
  await until(() => !finding(refund, 'undefined-variable'), 'the fixed finding to go');
  seen.fixed = document.lineAt(place27.line).text;

  // Typing, through the editor's own command and then on a keyboard.
  const last = document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new Selection(last, last);
  for (const text of '\n{{ ticket.') await commands.executeCommand('type', { text });
  const typed = editor.selection.active;
  const offered = await asked('executeCompletionItemProvider', document, typed, '.');
  seen.offered = offered.items.map((each) => each.label.label ?? each.label);
  await commands.executeCommand('hideSuggestWidget');
  await editor.edit((edit) => edit.delete(new Range(last, document.lineAt(typed.line).range.end)));
  editor.selection = new Selection(last, last);
  seen.keyboard = await ask({ do: 'type', text: '\nDear {{ tick', suggests: 'ticket' });
  const line2 = document.lineCount - 1;
  await until(() => /ticket/.test(document.lineAt(line2).text), 'the chosen word');
  seen.accepted = document.lineAt(line2).text;

  // Looking things up.
  const other = (await open(reply)).document;
  const ticket = place(other, 'ticket.customer', 1);
  const hovers = await asked('executeHoverProvider', other, ticket);
  seen.hovers = hovers.flatMap((each) => each.contents).map((each) => ({
    text: each.value,
    isTrusted: each.isTrusted ?? false,
    supportsHtml: each.supportHtml ?? false,
  }));
  const where = async (position) => {
    const found = await asked('executeDefinitionProvider', other, position);
    return found.map((each) => ({
      file: basename((each.targetUri ?? each.uri).path),
      line: (each.targetRange ?? each.range).start.line + 1,
    }));
  };
  seen.definitionOfInput = await where(ticket);
  seen.definitionOfInclude = await where(place(other, 'partials/tone.j2', 1));
  seen.references = (await asked('executeReferenceProvider', other, ticket)).map((each) => basename(each.uri.path));
  const outline = await asked('executeDocumentSymbolProvider', other);
  seen.symbols = outline.map((each) => each.name);
  const legend = await asked('provideDocumentSemanticTokensLegend', other);
  const tokens = await asked('provideDocumentSemanticTokens', other);
  seen.tokens = { types: legend?.tokenTypes ?? [], numbers: tokens?.data.length ?? 0 };
  seen.folds = ((await asked('executeFoldingRangeProvider', other)) ?? []).map((each) => [
    each.start + 1,
    each.end + 1,
  ]);

  // A rename by keyboard, over several files, and taken back.
  const signature = await workspace.openTextDocument(at('partials/signature.j2'));
  const before = [other.getText(), signature.getText()];
  window.activeTextEditor.selection = new Selection(place(other, '{{ agent', 4), place(other, '{{ agent', 4));
  await ask({ do: 'rename', to: 'colleague' });
  await until(() => /\{\{ colleague \}\}/.test(signature.getText()), 'the renamed partial');
  const tickets = await workspace.openTextDocument(at('data/tickets.jsonl'));
  seen.renamed = [other.getText(), signature.getText(), tickets.getText()];
  await ask({ do: 'undo' });
  await until(() => other.getText() === before[0] && signature.getText() === before[1], 'the undo');
  seen.isUndone = true;

  // Settings of the editor, and those of the repository that it must leave alone.
  const settings = () => workspace.getConfiguration('promptwell');
  const target = vscode.ConfigurationTarget.Workspace;
  await open(refund);
  await until(() => finding(refund, 'include-not-found'), 'the finding');
  await settings().update('rules', { 'include-not-found': 'off' }, target);
  await until(() => !finding(refund, 'include-not-found'), 'the setting');
  seen.configured = findings(refund).map((each) => each.rule);
  await settings().update('rules', undefined, target);
  await until(() => finding(refund, 'include-not-found'), 'the setting taken back');

  // Documents of other kinds.
  const promptFile = (await open(at('review.prompt.md'))).document;
  seen.promptLanguage = promptFile.languageId;
  await until(() => finding(promptFile.uri, 'undefined-variable'), "findings in VS Code's own kind");
  seen.inPromptFile = findings(promptFile.uri);
  seen.showsInvisible = ['prompty', 'prompt', 'instructions', 'chatagent', 'skill'].filter((languageId) =>
    workspace.getConfiguration('editor', { languageId }).get('unicodeHighlight.invisibleCharacters'),
  );
  const content = '---\nname: new\n---\nsystem:\nHello {{ nobody }}\n';
  const untitled = await workspace.openTextDocument({ language: 'prompty', content });
  await window.showTextDocument(untitled);
  await until(() => finding(untitled.uri, 'undefined-variable'), 'findings in a file without a name');
  seen.untitled = findings(untitled.uri).map((each) => each.rule);

  // The server: restarted on demand, started again when it dies, and what is said without it.
  const servers = () => {
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
    const ours = lines.map((each) => each.trim().split(/\s+/)).filter((each) => each[1] === `${process.pid}`);
    return ours.filter((each) => each.at(-1) === 'lsp').map((each) => Number(each[0]));
  };
  await open(refund);
  const first = servers();
  await commands.executeCommand('promptwell.restartServer');
  await until(() => finding(refund, 'include-not-found'), 'findings after a restart');
  const second = servers();
  process.kill(second[0], 'SIGKILL');
  const third = await until(() => servers().length === 1 && servers()[0] !== second[0] && servers(), 'a new server');
  await until(() => finding(refund, 'include-not-found'), 'findings after a crash');
  seen.servers = [first, second, third];
  await ask({ do: 'look', picture: 'editing' });

  await commands.executeCommand('promptwell.showServerReport');
  seen.report = window.activeTextEditor.document.getText();
  await open(refund);
  await settings().update('server.path', '/nowhere/promptwell', vscode.ConfigurationTarget.Global);
  seen.missing = await ask({ do: 'read', says: '/nowhere/promptwell', picture: 'missing' });
  await until(() => findings(refund).length === 0, 'the findings to go with the server');
  await settings().update('server.path', undefined, vscode.ConfigurationTarget.Global);
  await until(() => finding(refund, 'include-not-found'), 'findings after the setting was mended');
  seen.mended = true;
};
