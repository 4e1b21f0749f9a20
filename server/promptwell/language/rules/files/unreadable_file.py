"""The rule unreadable-file."""

from promptwell.language.rules.base import ProblemRule


class UnreadableFile(ProblemRule):
    """A file that can't be read as a prompt.

    ## What it does

    Reports a file that was to be checked and could not be: it is missing, may not be read, is not
    text in UTF-8, is far too large, or has no format that Promptwell knows.

    ## Why is this bad?

    Nothing is known about such a file. A check that passed over it in silence would look like a
    check that found nothing wrong.

    ## Example

    A prompt that an editor saved as UTF-16. Save it as UTF-8 instead. For a file whose name does
    not tell its format, write the format into the settings:
    ```toml
    [formats]
    "prompts/*.md" = "jinja"
    ```
    """

    group = "files"
    severity = "error"
