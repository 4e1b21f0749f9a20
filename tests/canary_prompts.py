"""Prompt files full of secrets that nobody issued, in all the places where something is said of a text."""

from __future__ import annotations

import json

from tests.language.detectors.secrets.fake_secrets import fake_secrets

FAKES = fake_secrets(seed=11)
"""For each format a line with a secret in it, and the secret."""

SECRETS = [secret for _, secret in FAKES.values()]
_LINES = [line for line, _ in FAKES.values()]
_NAMES = [
    secret
    for line, secret in FAKES.values()
    if line == f"use {secret} here" and secret.isidentifier()
]
PASSWORDS = ["mW7zKq3XtVb9R", "hJ4nXc8LrZv2", "yB6#pDs3Wf!g", "Gt5!nVh8KqR"]


def canary_files() -> dict[str, str]:
    """The files by their names. Other rules quote what they find in them: keys, names, paths, values."""
    third = len(_LINES) // 3
    first, second, rest = _LINES[:third], _LINES[third : 2 * third], _LINES[2 * third :]
    return {
        "front.prompty": _front_matter(first),
        "body.prompty": _body(second),
        "names.j2": "".join(
            f'Grüße {{{{ {name} }}}} {{% include "{name}" %}}{{{{ x | {name} }}}} {name}\n'
            for name in _NAMES
        ),
        "CLAUDE.md": "# Rules\n\n" + "".join(f"- {each}\n\n```\n{each}\n```\n" for each in rest),
        "promptfooconfig.yaml": _suite(rest[:20]),
        "passwords.j2": (
            f"https://reporter:{PASSWORDS[0]}@stats.acme.io/export\n"
            f"postgresql://orders:{PASSWORDS[1]}@db.acme.io/orders\n"
            f"password: `{PASSWORDS[2]}`\n"
            f"Server=db;Database=shop;User Id=shop;Password={PASSWORDS[3]};\n"
            f"{{{{ '{PASSWORDS[2]}' | nofilter }}}}{{% if password = '{PASSWORDS[2]}' %}}\n"
        ),
    }


def _front_matter(lines: list[str]) -> str:
    keys = "".join(f"  {name}: 1\n" for name in _NAMES[:60])
    values = "".join(f"  key{number}: {json.dumps(line)}\n" for number, line in enumerate(lines))
    sample = "".join(
        f"  - {{name: value{number}, kind: string, default: {json.dumps(line)}}}\n"
        for number, line in enumerate(lines[:40])
    )
    uses = "".join(f"{{{{ value{number} }}}}\n" for number in range(40))
    return (
        f"---\nname: canary\n{keys.lstrip()}metadata:\n{values}inputs:\n{sample}---\nuser:\n{uses}"
    )


def _body(lines: list[str]) -> str:
    text = "".join(f"{line}. Do it as soon as possible, if {line}\n" for line in lines)
    return f"---\nname: canary\nsample: {{x: 1}}\n---\nuser:\n{text}\nsystem:\n{text[:2000]}"


def _suite(lines: list[str]) -> str:
    prompts = "".join(f"  - {json.dumps(f'{line} {{{{ task }}}}')}\n" for line in lines)
    values = "".join(f"  - vars: {{task: {json.dumps(line)}}}\n" for line in lines)
    return f"prompts:\n{prompts}providers: [openai:gpt-4o]\ntests:\n{values}"


def revealed(said: str) -> list[str]:
    """The secrets that a text shows."""
    return [each for each in (*SECRETS, *PASSWORDS) if each in said]
