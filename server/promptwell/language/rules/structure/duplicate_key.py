"""The rule duplicate-key."""

from promptwell.language.rules.base import ProblemRule


class DuplicateKey(ProblemRule):
    """The same key twice in one mapping.

    ## What it does

    Reports a key of the front matter that the same mapping already has. The related place is the
    first one.

    ## Why is this bad?

    YAML keeps the last value and drops the first one without a word. Whoever edits the first
    one wonders why nothing changes.

    ## Example

    ```prompty
    ---
    name: triage
    description: Sort the mail
    name: triage-mail
    ---
    ```

    ```prompty
    ---
    name: triage-mail
    description: Sort the mail
    ---
    ```
    """

    group = "structure"
    severity = "warning"
