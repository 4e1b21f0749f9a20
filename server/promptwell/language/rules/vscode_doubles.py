"""What VS Code's own validator already shows, so that its users don't read it twice.

VS Code checks prompt, instructions, agent and skill files itself. In that editor the rules named
here are off in those files unless the settings turn them on. The keys are those of VS Code's
messages behind `promptValidator.`, as of version 1.139.1, compared on 2026-11-22. (What its YAML
reader finds has no such keys: duplicate keys, and faults of YAML.)
"""

from __future__ import annotations

from collections.abc import Mapping

VSCODE_DIALECTS = frozenset(
    {"vscode-prompt", "vscode-instructions", "vscode-agent", "vscode-skill", "copilot-instructions"}
)
"""The dialects whose files VS Code's validator checks whole."""

SKILL_DIALECTS = frozenset({"skill", "agentskills", "claude-skill"})
"""Skills that VS Code checks as well, by its own list of keys."""

SHOWN_BY_VSCODE: Mapping[str, tuple[str, ...]] = {
    "unknown-key": (
        "unknownAttribute.prompt",
        "unknownAttribute.instructions",
        "unknownAttribute.skill",
        "unknownAttribute.vscode-agent",
        "unknownAttribute.github-agent",
        "ignoredAttribute.vscode-agent",
        "unknownHandoffProperty",
        "unknownGithubProperty",
    ),
    "foreign-key": (
        "userInvokableDeprecated",
        "unknownAttribute.prompt",
        "unknownAttribute.instructions",
        "unknownAttribute.skill",
        "unknownAttribute.vscode-agent",
    ),
    "deprecated-key": ("modeDeprecated", "modeDeprecated.useAgent", "inferDeprecated"),
    "missing-key": ("missingHandoffProperties",),
    "wrong-value-type": (
        "nameMustBeString",
        "descriptionMustBeString",
        "argumentHintMustBeString",
        "modelMustBeStringOrArray",
        "modelArrayMustContainStrings",
        "toolsMustBeArrayOrMap",
        "eachToolMustBeString",
        "eachAgentMustBeString",
        "eachHandoffMustBeObject",
        "excludeAgentMustBeArray",
        "targetInvalidValue",
        "githubMustBeMap",
    ),
    "dropped-value": (
        "applyToMustBeString",
        "agentsMustBeArray",
        "handoffsMustBeArray",
        "userInvocableMustBeBoolean",
        "disableModelInvocationMustBeBoolean",
    ),
    "incomplete-agent-file": (
        "skillNameMissing",
        "skillDescriptionMissing",
        "nameShouldNotBeEmpty",
        "descriptionShouldNotBeEmpty",
    ),
    "malformed-name": ("skillNameInvalidChars",),
    "name-not-folder": ("skillNameFolderMismatch",),
    "broken-reference": ("fileNotFound", "invalidFileReference"),
}
"""The rules that VS Code has of its own, each with the messages that say the same there."""


def is_double(rule_id: str, dialect: str) -> bool:
    """Whether VS Code itself shows what a rule finds in a file of this dialect."""
    if rule_id not in SHOWN_BY_VSCODE:
        return False
    return dialect in VSCODE_DIALECTS or dialect in SKILL_DIALECTS
