"""Whose `.prompt` file it is: several tools use the suffix, and the content tells them apart."""

from __future__ import annotations

import re

from promptwell.language.syntax.formats.prompt_files.front_matter import read_prompt_front_matter
from promptwell.language.syntax.yaml.node import YamlNode

_LOOK_AT = 64 * 1024
_HANDLEBARS = re.compile(
    r"\{\{\{?~?\s*(?:[#>^!&]|/\w|(?:role|media|section|json)\s+[\w\"'(.@]|media\s|history\s*~?\}\}|else\s*~?\}\}|@\w|this\b|\.\.?/)"
)
_JINJA = re.compile(r"\{%[-+]?\s*\w|\{\{-?\s*[\w.\[\]\"']+\s*\|(?!\|)\s*\w|\{#.*?#\}", re.DOTALL)
_PROMPTL_END = re.compile(r"\{\{\s*(?:endif|endfor)\s*\}\}")
_BLOCK = re.compile(r"\{\{~?[#/^]")
_PROMPTL = re.compile(
    r"\{\{\s*(?:if|for|else|endif|endfor)\b|\{\{\s*[\w.]+\s*=[^=]|<(?:prompt|step|message|content-\w+|scope)\b|/\*"
)
_TAG = re.compile(r"^[ \t]*<(?:system|user|assistant|developer|tool)(?:[ \t][^>]*)?>", re.MULTILINE)
_SYSTEM = re.compile(r"^[ \t]*+System:", re.MULTILINE)
_DOTPROMPT_ONLY = ("config", "toolDefs", "variant")
_LITELLM_KEYS = (
    "temperature",
    "max_tokens",
    "max_completion_tokens",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "response_format",
)
_DOTPROMPT_KEYS = ("config", "input", "output", "toolDefs", "variant")
_HUMANLOOP_KEYS = (
    "endpoint",
    "max_tokens",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "other",
)


def dialect_of_prompt(text: str) -> str:
    """The dialect of a `.prompt` file: `dotprompt`, `litellm`, `humanloop`, `promptl` or `plain`.

    Tags of Handlebars tell Dotprompt, and so does a model such as `googleai/gemini-2.5-flash`. Tags and
    filters of Jinja tell the dialect of LiteLLM, and so do options of the model among the keys, and
    lines such as `System: Be kind.` Tags such as `{{ endif }}` are PromptL's; lines such as `<system>`
    are Humanloop's or PromptL's, if the front matter has none of Dotprompt's keys. A text without any
    of these is Dotprompt where it has front matter or `{{name}}`, else plain.
    """
    reading = read_prompt_front_matter(text[:_LOOK_AT])
    root = reading.front_matter.root if reading.front_matter else None
    body = text[reading.body : _LOOK_AT]
    if _PROMPTL_END.search(body) and not _BLOCK.search(body):
        return "promptl"
    is_jinja = _JINJA.search(body) is not None
    if _HANDLEBARS.search(body) or (_has_genkit_model(root) and not is_jinja):
        return "dotprompt"
    tagged = _TAG.search(body) and not _has(root, _DOTPROMPT_KEYS)
    if tagged or (_PROMPTL.search(body) and "<" in body and not _has(root, _DOTPROMPT_KEYS)):
        if _PROMPTL.search(body) or not (tagged and _has(root, ("model", *_HUMANLOOP_KEYS))):
            return "promptl"
        return (
            "humanloop"
            if _has(root, _HUMANLOOP_KEYS) or not _has(root, ("provider",))
            else "promptl"
        )
    if is_jinja or _is_litellm(root, body):
        return "litellm"
    return "dotprompt" if reading.front_matter is not None or "{{" in body else "plain"


def _has_genkit_model(root: YamlNode | None) -> bool:
    """Whether the model is named as only Genkit names it: by the name of its plugin."""
    model = root.get("model") if root is not None and root.kind == "mapping" else None
    return model is not None and (model.text() or "").startswith(("googleai/", "vertexai/"))


def _is_litellm(root: YamlNode | None, body: str) -> bool:
    """Whether a text with no tags but outputs is LiteLLM's: Dotprompt has a model's options in `config`."""
    if root is None or _has(root, _DOTPROMPT_ONLY):
        return False
    return _has(root, _LITELLM_KEYS) or _SYSTEM.search(body) is not None


def _has(root: YamlNode | None, keys: tuple[str, ...]) -> bool:
    return root is not None and any(root.entry(key) is not None for key in keys)
