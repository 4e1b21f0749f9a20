"""Sentences about the parts of an agent file, in Markdown."""

from __future__ import annotations

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.agent_size import description_tokens, text_tokens
from promptwell.language.features.describe import describe_file, describe_key, first_lines
from promptwell.language.features.markdown import code, plain
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.agent_names import file_named, users_of_name
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import AGENT_LINKS, NAMED
from promptwell.language.semantics.tokens.counting import Tokenizers
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.templates.placeholders.agent_files import (
    CLAUDE_VALUES,
    VSCODE_VALUES,
)

_KINDS = {
    "link": "linked",
    "mention": "brought in where it is mentioned",
    "attachment": "attached",
    "resource": "file of the skill",
}


def describe_agent_file(model: SemanticModel, tokenizers: Tokenizers) -> str:
    """An agent file as a whole: who reads it, and what of it stands before the model when."""
    profile = profile_of(model.document)
    if profile is None:
        return ""
    facts = [f"{text_tokens(model.document, tokenizers)} tokens {profile.loads or 'of text'}"]
    if profile.describes:
        always = description_tokens(model.document, tokenizers)
        facts.insert(0, f"{always} tokens always: name and description")
    lines = [f"{profile.noun.capitalize()}, read by {profile.tool}"]
    lines.append("\n".join(f"- {plain(fact)}" for fact in facts))
    return "\n\n".join(lines)


def describe_in_agent_file(
    project: Project, model: SemanticModel, symbol: Symbol, tokenizers: Tokenizers
) -> str | None:
    """What is known of a thing in an agent file; None for what is described as anywhere else."""
    profile = profile_of(model.document)
    if profile is None:
        return None
    if symbol.kind == "input":
        return _placeholder(model, profile, symbol.name)
    if symbol.kind == "reference" and symbol.reference is not None:
        return _reference(project, model, profile, symbol.reference)
    if symbol.kind == "key":
        return _key(model, profile, symbol, tokenizers)
    return None


def _placeholder(model: SemanticModel, profile: Profile, name: str) -> str:
    if name in model.declared:
        number = list(model.declared).index(name) + 1
        return f"{code(f'${name}')} — argument {number} of the {profile.noun}"
    if profile.placeholders == "variables":
        if name in VSCODE_VALUES:
            return f"{code(f'${{{name}}}')} — put in by VS Code\n\n{VSCODE_VALUES[name]}"
        return f"{code(f'${{input:{name}}}')} — VS Code asks for it when the prompt is used"
    if name.isdigit():
        return f"{code(f'${name}')} — argument {name} of those that are written behind the name"
    shown = f"${name}" if name == "ARGUMENTS" else f"${{{name}}}"
    return f"{code(shown)} — put in by Claude Code\n\n{CLAUDE_VALUES.get(name, '')}".strip()


def _reference(
    project: Project, model: SemanticModel, profile: Profile, reference: Reference
) -> str | None:
    here = folder_of(model.document.path) or "/"
    if reference.kind == "tool":
        words = profile.tools.get(reference.target.partition("(")[0], "")
        others = {
            path: None
            for path, _ in users_of_name(project, reference.target, "tool")
            if path != model.document.path
        }
        lines = [f"{code(reference.target)} — tool" + (f" of {profile.tool}" if words else "")]
        lines.append(words)
        if others:
            lines.append(f"Named in {len(others)} other file{'s' if len(others) > 1 else ''}.")
        return "\n\n".join(line for line in lines if line)
    if reference.kind in NAMED:
        path = file_named(project, profile, reference, model.document.path)
        if path is None and reference.kind == "command":
            return None
        if path is None:
            return f"{code(reference.target)} — no {reference.kind} of this name in the workspace"
        where = code(relative_to(path, here))
        return f"{code(reference.target)} — {reference.kind} in {where}\n\n{first_lines(project, path)}"
    target = project.resolve(model.document.path, reference)
    if reference.kind not in AGENT_LINKS or target is None:
        return describe_file(project, model, reference)
    head = f"{code(relative_to(target, here))} — {_KINDS[reference.kind]}"
    text = project.text(target)
    return head if text is None else f"{head}\n\n{first_lines(project, target)}"


def _key(model: SemanticModel, profile: Profile, symbol: Symbol, tokenizers: Tokenizers) -> str:
    described = describe_key(model, symbol.path)
    if not described:
        return ""
    source = profile.sources[0] if profile.sources else ""
    lines = [described, f"As {profile.tool} had it on {profile.checked}: {plain(source)}."]
    if symbol.path in (("name",), ("description",)):
        lines.append(f"---\n\n{describe_agent_file(model, tokenizers)}")
    return "\n\n".join(lines)
