"""How the page of a difference looks: one style sheet, which the page's policy names by its hash."""

STYLE = """
:root { color-scheme: light dark; --line: #8884; --page: #fff; --text: #1f2328; --quiet: #59636e;
  --removed: #ffebe9; --removed-word: #ffc1bc; --added: #dafbe1; --added-word: #9be9ae;
  --red: #a40e26; --green: #116329; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --text: #e6edf3; --quiet: #9198a1;
  --removed: #3c1618; --removed-word: #8c2f33; --added: #12301c; --added-word: #22693a;
  --red: #ff9c95; --green: #7ee787; } }
* { box-sizing: border-box; }
body { background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; overflow-wrap: anywhere; }
header p { color: var(--quiet); margin: .25rem 0 1rem; }
.ref { border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .6rem; }
ul { margin: 0; padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
code, .text { font-family: ui-monospace, Consolas, monospace; font-size: .9em; unicode-bidi: isolate; }
code { background: #8882; border-radius: .25rem; padding: .1em .3em; }
.wide { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
td { padding: .05rem .5rem; vertical-align: top; }
.number { color: var(--quiet); font: .8em/1.7 ui-monospace, monospace; min-width: 3rem; text-align: right;
  user-select: none; white-space: nowrap; }
.mark { font-family: ui-monospace, monospace; user-select: none; width: 1.5rem; }
.text { overflow-wrap: anywhere; tab-size: 4; white-space: pre-wrap; width: 100%; }
.removed { background: var(--removed); }
.added { background: var(--added); }
.removed .mark { color: var(--red); }
.added .mark { color: var(--green); }
del, ins { border-radius: .2rem; text-decoration: none; }
del { background: var(--removed-word); }
ins { background: var(--added-word); }
del.blank, ins.blank { outline: 1px dashed currentColor; outline-offset: -2px; }
.hidden { border: 1px solid var(--red); border-radius: .2rem; color: var(--red);
  font: .75em ui-monospace, monospace; margin: 0 1px; padding: 0 .2em; }
.unseen { height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; clip-path: inset(50%); }
footer { color: var(--quiet); font-size: .85rem; margin-top: 2rem; }
@media print { .wide { overflow: visible; } }
"""
