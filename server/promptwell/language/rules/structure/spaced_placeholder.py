"""The rule spaced-placeholder."""

from __future__ import annotations

from promptwell.language.rules.base import ProblemRule


class SpacedPlaceholder(ProblemRule):
    """A placeholder of GitHub Models with blanks in it.

    ## What it does

    Reports `{{ name }}` in the messages and evaluators of a `.prompt.yml` file.

    ## Why is this bad?

    What reads these files replaces `{{name}}` and nothing else. With blanks, the model gets the
    braces and the name instead of the value, and nobody says so.

    ## Example

    ```yaml path=animal.prompt.yml
    messages:
      - role: user
        content: Describe a {{ animal }}.
    testData:
      - animal: dog
    ```

    ```yaml path=animal.prompt.yml
    messages:
      - role: user
        content: Describe a {{animal}}.
    testData:
      - animal: dog
    ```

    ## Fix

    Removes the blanks. It is unsafe: the prompt then says something else.
    """

    group = "structure"
    severity = "warning"
    safe_fixes = False
