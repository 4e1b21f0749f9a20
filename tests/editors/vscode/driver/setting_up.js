// What a user without a server meets: the message, the question, the installation, the findings.
const { join } = require('node:path');
const { languages, Uri, window, workspace } = require('vscode');

module.exports = async (seen, { ask, until }) => {
  const file = Uri.file(join(workspace.workspaceFolders[0].uri.fsPath, 'prompts/drafts/refund.prompty'));
  await window.showTextDocument(await workspace.openTextDocument(file));
  seen.message = await ask({ do: 'read', says: 'is not installed', picture: 'not-installed', choose: 'Set Up' });
  seen.question = await ask({ do: 'confirm', picture: 'question', choose: 'Install' });
  await until(() => languages.getDiagnostics(file).length > 0, 'findings by the installed server', 100);
  seen.findings = languages.getDiagnostics(file).map((each) => each.code.value ?? each.code);
  seen.told = await ask({ do: 'read', says: 'is ready', picture: 'installed' });
};
