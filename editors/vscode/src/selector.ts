/**
 * The languages whose documents go to the server. Besides our own and Jinja's (which other
 * extensions name in several ways) these are VS Code's own: it claims `.prompt.md`, `.agent.md`
 * and `SKILL.md` for them, so that they are never seen under another name.
 */
export const LANGUAGES = [
  'prompty',
  'jinja',
  'jinja2',
  'j2',
  'jinja-md',
  'jinja-html',
  'prompt',
  'instructions',
  'chatagent',
  'skill',
] as const;

const SCHEMES = ['file', 'untitled', 'git'] as const;

// Known by their names to the server, whatever language an editor sees in them.
const NAMES = [
  '**/*.{prompty,j2,jinja,jinja2}',
  '**/*.prompt',
  '**/*.prompt.{yml,yaml}',
  '**/skprompt.txt',
  '**/promptfooconfig*.{yml,yaml}',
  '**/prompts.{yml,yaml,json}',
  '**/{prompt,prompts}/**/*.{yml,yaml,json,txt,md}',
  '**/{SKILL,AGENTS,AGENT,AGENTS.override,CLAUDE,CLAUDE.local,GEMINI,copilot-instructions}.md',
  '**/*.{prompt,instructions,agent,chatmode}.md',
  '**/*.mdc',
  '**/.claude/{agents,commands,rules,skills}/**/*.md',
  '**/.github/{agents,chatmodes,skills}/**/*.md',
  // A plugin's; the server tells by what stands in them whether they are an agent's.
  '**/{agents,commands}/**/*.md',
];

/** What the language client registers for. */
export const DOCUMENTS = SCHEMES.flatMap((scheme) => [
  ...LANGUAGES.map((language) => ({ scheme, language })),
  ...NAMES.map((pattern) => ({ scheme, pattern })),
]);

/** Whether a language is one of those that the server is asked about. */
export function isOurs(languageId: string): boolean {
  return (LANGUAGES as readonly string[]).includes(languageId);
}
