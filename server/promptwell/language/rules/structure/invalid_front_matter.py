"""The rule invalid-front-matter."""

from promptwell.language.rules.base import ProblemRule


class InvalidFrontMatter(ProblemRule):
    """Front matter that its reader refuses.

    ## What it does

    Reports every place where the front matter is not YAML: a colon or bracket that needs quotes,
    a tab as indentation, a list where keys belong, a missing closing `---`. Formats whose own
    tools read the front matter line by line are judged by those tools, not by YAML.

    ## Why is this bad?

    The tool that owns the file stops at the first such place. Some say so; others drop the file
    without a word, and the prompt or skill is simply not there.

    ## In real files

    Of the 15 agents in Claude Code's own plugins, YAML refuses 10. Claude Code takes 6 of these as they
    stand, and they are information here. 4 are errors, and these very 4 were measured not to load
    (anthropics/claude-code#91871). YAML refuses 230 of 257 rules of Cursor in a collection; Cursor reads
    them, and none is reported.

    ## Example

    ```prompty
    ---
    name: review
    description: Use this: a short review
    ---
    Review the text.
    ```

    The second colon starts a new key. In quotes it is text:

    ```prompty
    ---
    name: review
    description: "Use this: a short review"
    ---
    Review the text.
    ```

    ## Fix

    Where quotes around the value mend it, the fix adds them.
    """

    group = "structure"
    severity = "error"
    large_files = True
