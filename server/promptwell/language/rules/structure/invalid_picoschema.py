"""The rule invalid-picoschema."""

from promptwell.language.rules.base import ProblemRule


class InvalidPicoschema(ProblemRule):
    """A schema in a `.prompt` file that Dotprompt refuses.

    ## What it does

    Reports what is no Picoschema in `input.schema` and `output.schema`: types such as `string[]`, lists
    and numbers where a type belongs, brackets other than `(array)`, `(object)` and `(enum)`. A type
    that looks like another language's (`int`, `str`) is information: Dotprompt takes it for the name of a
    schema that the application defines.

    ## Why is this bad?

    Dotprompt does not load the prompt.

    ## In real files

    8 of 39 samples of Dotprompt's own write `string[]`. Dotprompt's package refuses each of these files.

    ## Example

    ```yaml path=outline.prompt
    ---
    input:
      schema:
        topics: string[]
    ---
    Write about {{topics}}.
    ```

    ```yaml path=outline.prompt
    ---
    input:
      schema:
        topics(array): string
    ---
    Write about {{topics}}.
    ```
    """

    group = "structure"
    severity = "error"
    large_files = True
