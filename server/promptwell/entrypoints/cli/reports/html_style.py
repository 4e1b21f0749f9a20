"""How the HTML report looks: one style sheet, which the page's policy names by its hash."""

STYLE = """
:root { color-scheme: light dark; --line: #8884; --error: #c62828; --warning: #b26a00;
  --information: #1565c0; --hint: #5f6b76; }
@media (prefers-color-scheme: dark) { :root { --error: #ff7b72; --warning: #e3b341;
  --information: #79c0ff; --hint: #9aa4ae; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
header p { margin: .25rem 0 1rem; opacity: .75; }
.cards { display: flex; flex-wrap: wrap; gap: .75rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1.25rem; min-width: 8rem; }
.card b { display: block; font-size: 1.6rem; line-height: 1.2; }
.error b, .error .label, .count.error { color: var(--error); }
.warning b, .warning .label, .count.warning { color: var(--warning); }
.information b, .information .label, .count.information { color: var(--information); }
.hint b, .hint .label, .count.hint { color: var(--hint); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
.count { white-space: nowrap; margin-right: .5rem; }
small { opacity: .8; }
meter { width: 6rem; vertical-align: middle; }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .9em; unicode-bidi: isolate; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
article { border-left: 3px solid var(--line); margin: 1rem 0; padding-left: 1rem; }
article.error { border-color: var(--error); }
article.warning { border-color: var(--warning); }
article.information { border-color: var(--information); }
article p { margin: .2rem 0; overflow-wrap: anywhere; }
.label { font-weight: 600; }
pre { background: #8881; border-radius: .25rem; margin: .4rem 0; overflow-x: auto; padding: .5rem .75rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: #ffd54f66; color: inherit; border-bottom: 2px solid currentColor; }
.hidden { border: 1px solid var(--error); border-radius: .2rem; color: var(--error);
  font: .75em ui-monospace, monospace; margin: 0 1px; padding: 0 .2em; }
.secret { background: #000; border-radius: .2rem; color: #fff; font-size: .85em; padding: 0 .5em; }
.related { opacity: .85; padding-left: 1rem; }
"""
