import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

// VS Code's own grammars for Markdown and YAML, which ours stand on, come with VS Code alone.
const BUILT_IN = process.env['VSCODE_EXTENSIONS'];
const skip = BUILT_IN === undefined && 'VSCODE_EXTENSIONS names no folder of VS Code extensions';

const OURS = join(import.meta.dirname, '..', 'syntaxes');
const FILES: Readonly<Record<string, string>> = {
  'text.prompty': join(OURS, 'prompty.tmLanguage.json'),
  'text.jinja.promptwell': join(OURS, 'jinja.tmLanguage.json'),
  'promptwell.injection': join(OURS, 'injection.tmLanguage.json'),
  'text.html.markdown.prompt': join(BUILT_IN ?? '', 'prompt-basics/syntaxes/prompt.tmLanguage.json'),
  'text.html.markdown': join(BUILT_IN ?? '', 'markdown-basics/syntaxes/markdown.tmLanguage.json'),
  'source.yaml': join(BUILT_IN ?? '', 'yaml/syntaxes/yaml.tmLanguage.json'),
  'source.yaml.1.2': join(BUILT_IN ?? '', 'yaml/syntaxes/yaml-1.2.tmLanguage.json'),
};

const engine = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
const loaded = oniguruma.loadWASM(new Uint8Array(readFileSync(engine)).buffer);
const registry = new textmate.Registry({
  onigLib: loaded.then(() => ({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  })),
  loadGrammar: async (scope) => {
    const file = FILES[scope];
    return file ? textmate.parseRawGrammar(readFileSync(file, 'utf8'), file) : null;
  },
  getInjections: (scope) =>
    scope === 'text.html.markdown.prompt' ? ['promptwell.injection'] : undefined,
});

/** The scopes of each piece of a text, by the piece. */
async function scopes(grammarName: string, text: string): Promise<[string, string[]][]> {
  const grammar = await registry.loadGrammar(grammarName);
  assert(grammar);
  const found: [string, string[]][] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of tokens)
      found.push([line.slice(startIndex, endIndex), scopes]);
    state = ruleStack;
  }
  return found;
}

/** Whether the first piece of that text has a scope that begins so. */
async function has(grammar: string, text: string, piece: string, scope: string): Promise<boolean> {
  const found = (await scopes(grammar, text)).find(([each]) => each === piece);
  assert(found, `no piece ${JSON.stringify(piece)}`);
  return found[1].some((each) => each.startsWith(scope));
}

const PROMPT = `---
name: greeting
---
system:
- Greet {{ person.name | title }}.

# Rules
{% if person is defined and loud %}
  **Shout**, {# never whisper #} please.
{% endif %}
user[name="Ann"]:
Hello {{ {"a": {"b": 1}} }} there`;

test('front matter is YAML', { skip }, async () => {
  assert(await has('text.prompty', PROMPT, 'name', 'entity.name.tag.yaml'));
  assert(await has('text.prompty', PROMPT, 'greeting', 'meta.embedded.block.frontmatter'));
});

test('role lines are headings, with or without attributes', { skip }, async () => {
  assert(await has('text.prompty', PROMPT, 'system', 'entity.name.section.role'));
  assert(await has('text.prompty', PROMPT, 'user', 'entity.name.section.role'));
  assert(await has('text.prompty', PROMPT, '"Ann"', 'string.quoted'));
  assert(!(await has('text.prompty', 'system\nuser: hello', 'user: hello', 'entity.name.section')));
});

test('outputs are known inside of lists and other Markdown', { skip }, async () => {
  assert(await has('text.prompty', PROMPT, 'person', 'variable.other.jinja'));
  assert(await has('text.prompty', PROMPT, 'title', 'support.function.filter'));
  assert(await has('text.prompty', PROMPT, ' Rules'.trim(), 'markup.heading'));
});

test('tags, tests and comments have their scopes', { skip }, async () => {
  assert(await has('text.prompty', PROMPT, 'if', 'keyword.control.jinja'));
  assert(await has('text.prompty', PROMPT, 'defined', 'support.function.test'));
  assert(await has('text.prompty', PROMPT, ' never whisper ', 'comment.block.jinja'));
  assert(await has('text.prompty', PROMPT, 'Shout', 'markup.bold'));
});

test('an output ends where its own braces are closed', { skip }, async () => {
  assert(!(await has('text.prompty', PROMPT, ' there', 'meta.embedded')));
});

test('a raw block holds no outputs', { skip }, async () => {
  const text = '{% raw %}{{ literal }}{% endraw %}{{ real }}';
  const found = await scopes('text.jinja.promptwell', text);
  assert(found.some(([piece]) => piece === '{{ literal }}'));
  assert(await has('text.jinja.promptwell', text, 'real', 'variable.other'));
});

test('a name may be of any script', { skip }, async () => {
  assert(await has('text.jinja.promptwell', '{{ größe }}', 'größe', 'variable.other'));
});

test("templates are known in VS Code's own prompt files, also in their text", { skip }, async () => {
  const text = '---\ndescription: a\n---\nTell {{ name }} about *{{ topic }}*';
  assert(await has('text.html.markdown.prompt', text, 'name', 'variable.other.jinja'));
  assert(await has('text.html.markdown.prompt', text, 'topic', 'variable.other.jinja'));
});
