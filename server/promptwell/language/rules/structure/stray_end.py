"""The rule stray-end."""

from promptwell.language.rules.base import ProblemRule


class StrayEnd(ProblemRule):
    """An end tag, `else` or `elif` without its block.

    ## What it does

    Reports `{% endif %}`, `{% endfor %}`, `{% else %}` and their like where no such block is
    open, and an end tag that names another block than the one that is open.

    ## Why is this bad?

    Jinja refuses the whole template. Usually the opening tag was deleted or renamed and its
    end was forgotten.

    ## In real files

    As an error it stands in 5 of 39 samples of Dotprompt's own, whose package refuses all 5, and in none of
    2,300 files of whole repositories.

    ## Example

    ```jinja
    {% if formal %}Dear {{ name }},{% endfor %}
    ```

    ```jinja
    {% if formal %}Dear {{ name }},{% endif %}
    ```
    """

    group = "structure"
    severity = "error"
    large_files = True
