"""The rule mixed-versions."""

from promptwell.language.rules.base import ProblemRule


class MixedVersions(ProblemRule):
    """Keys of Prompty v1 and v2 in one file.

    ## What it does

    Reports a `.prompty` file that has keys of both versions of the format, such as `sample`
    (v1) beside `kind` (v2). Each version's reader ignores or refuses the other one's keys.

    ## Why is this bad?

    Whichever reader loads the file, a part of it does nothing. `model.parameters` next to
    `inputs.topic.kind` means that the temperature you set is never used.

    ## Example

    ```prompty
    ---
    name: joke
    model:
      parameters: {temperature: 0.2}
    inputs:
      topic: {kind: string}
    ---
    Tell a joke about {{ topic }}.
    ```

    ```prompty
    ---
    name: joke
    model:
      options: {temperature: 0.2}
    inputs:
      topic: {kind: string}
    ---
    Tell a joke about {{ topic }}.
    ```

    ## Fix

    The code action *Convert to Prompty v2* and `promptwell convert` rename all v1 keys at once.
    """

    group = "structure"
    severity = "warning"
