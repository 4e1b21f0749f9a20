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
