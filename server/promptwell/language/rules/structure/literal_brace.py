"""The rule literal-brace."""

from __future__ import annotations

from promptwell.language.rules.base import ProblemRule


class LiteralBrace(ProblemRule):
    """A brace that begins no placeholder in a text that Python fills in.

    ## What it does

    Reports, once for each text, the braces of a template of the style `f-string` that neither
    hold a name nor are doubled. Where the file or the settings name the style, this is a warning;
    where only the text looks like it, information: the program may replace its placeholders in
    another way.

    ## Why is this bad?

    `str.format` and LangChain take every brace for the beginning or the end of a placeholder. An
    example in JSON makes them fail on the whole prompt: `KeyError`, or `Single '}' encountered`.

    ## Example

    ```yaml path=prompts/weather.yaml
    _type: prompt
    input_variables: [city]
    template: |
      Answer as JSON: {"weather": "..."}
      City: {city}
    ```

    ```yaml path=prompts/weather.yaml
    _type: prompt
    input_variables: [city]
    template: |
      Answer as JSON: {{"weather": "..."}}
      City: {city}
    ```

    ## Fix

    Doubles all such braces of the text. It is unsafe: the program may not be Python's.
    """

    group = "structure"
    severity = "warning"
    safe_fixes = False
