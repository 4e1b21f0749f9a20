"""The rule invalid-settings."""

from promptwell.language.rules.base import ProblemRule


class InvalidSettings(ProblemRule):
    """A setting that does not exist or has a wrong value.

    ## What it does

    Reports a setting in `promptwell.toml`, or under `[tool.promptwell]` in `pyproject.toml`, that
    does not exist, has a wrong value, or names a rule, format or dialect that does not exist.
    All other settings of the file still count.

    ## Why is this bad?

    A misspelled setting does nothing, and nobody notices: the rule it was to turn off keeps
    reporting, or the file it was to include is never checked.

    ## Example

    ```toml
    inclde = ["prompts/*.md"]
    ```
    Use instead:
    ```toml
    include = ["prompts/*.md"]
    ```
    """

    group = "files"
    severity = "error"
