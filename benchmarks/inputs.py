"""Prompts of any size, the same on every machine."""

from __future__ import annotations

import random

_PROSE = (
    "answer the customer in a friendly tone and never promise a refund before the order has been "
    "found explain each step name the product quote the policy where it applies ask for what is "
    "missing keep it short use plain words do not guess"
)
# `N` becomes one of a hundred numbers: up to 40 kB no two places are alike, so that no cache makes
# them cheap; beyond that they come again, as names do in texts that are long.
_PARTS = (
    "{{ customer.fieldN }}",
    "{{ question | trim | truncate(N) }}",
    "{% if customer.levelN %}Thank them for being a member of level N.{% endif %}",
    "{% for order in orders[:N] %}\n- {{ order.idN }}: {{ order.total | round(2) }}\n{% endfor %}",
    "{% set toneN = 'formal' if customer.isN else 'warm' %}Write in a {{ toneN }} tone.",
    "{# remark N for the next author #}",
    'Reply as JSON: {"answer": "...", "sources": [N, 2]}',
)
_HEAD = """\
---
name: support
description: Answers a customer's question.
model:
  id: gpt-4o
inputs:
  - name: customer
    kind: object
    required: true
  - name: orders
    kind: array
    items: {kind: object}
    default: []
  - name: question
    kind: string
    required: true
---
system:
"""


def prompt(size: int, seed: int = 1) -> str:
    """A Prompty file of about this many characters: prose with variables, loops and conditions."""
    words = _PROSE.split()
    choose = random.Random(seed)  # noqa: S311  # no secret
    pieces = [_HEAD]
    length = len(_HEAD)
    number = 0
    while length < size:
        number += 1
        sentence = " ".join(choose.choice(words) for _ in range(12)).capitalize() + ".\n"
        piece = sentence
        if number % 3 == 0:
            piece += choose.choice(_PARTS).replace("N", str(seed * 100 + number // 3 % 100)) + "\n"
        if number % 40 == 0:
            piece += choose.choice(("user:\n", "assistant:\n"))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces)


_SKILL_HEAD = """\
---
name: support-handbook
description: How orders, refunds and complaints are handled. Use it when a customer writes about an order.
allowed-tools: Read, Grep, Bash(git status:*)
---

# Support handbook
"""
# The blocks that skills are made of, each about as often as in skills that people publish.
_BLOCKS = (
    "{prose}\n",
    "{prose}\n\n{prose}\n",
    "- **Step {n}**: {phrase}\n- `order-{n}`: {phrase}\n  - {phrase}\n- {phrase}\n",
    "1. {phrase}\n2. Read [the policy](references/policy{n}.md#returns) first.\n3. {phrase}\n",
    '```python\nfor order in orders[:{n}]:\n    print(f"{order.id}: {order.total}")\n```\n',
    "```bash\npython scripts/refund_{n}.py --order $1 --dry-run\n```\n",
    "| case | days | who |\n|---|---|---|\n| late | {n} | {phrase} |\n| broken | {n} | {phrase} |\n",
    "> {phrase}; see references/case{n}.md and `assets/template{n}.json`.\n",
    "Run `scripts/check_{n}.py` and ask @references/people.md where {phrase}. Reply to $ARGUMENTS.\n",
    "<!-- {phrase} -->\n\nUse {{ order_{n} }} as it stands, and ![a plan](assets/plan{n}.png).\n",
)


def skill(size: int, seed: int = 1) -> str:
    """A skill of about this many characters: headings, lists, tables, code, links and paths."""
    words = _PROSE.split()
    choose = random.Random(seed)  # noqa: S311  # no secret

    def phrase(most: int) -> str:
        return " ".join(choose.choice(words) for _ in range(choose.randint(4, most)))

    pieces = [_SKILL_HEAD]
    length = len(_SKILL_HEAD)
    number = 0
    while length < size:
        number += 1
        piece = choose.choice(_BLOCKS).replace("{n}", str(number))
        while "{phrase}" in piece:
            piece = piece.replace("{phrase}", phrase(12), 1)
        while "{prose}" in piece:
            piece = piece.replace("{prose}", phrase(50).capitalize() + ".", 1)
        if number % 5 == 0:
            piece = f"{'##' if number % 20 == 0 else '###'} {phrase(6).capitalize()} {number}\n\n{piece}"
        pieces.append("\n" + piece)
        length += len(piece) + 1
    return "".join(pieces)


# Prompts as programs keep them in one YAML file: texts, and mappings of a system and a user text.
_ENTRIES = (
    "answer_{n}: |\n  {line}\n  {line}\n\n  Question: {question_{n}}\n  Orders: {orders}\n  {line}\n",
    (
        "summary_{n}:\n  description: {line}\n  system: |\n    {line}\n    {line}\n"
        "  user: |\n    Summarize {text_{n}} in {count} words.\n    {line}\n"
    ),
    'check_{n}: >-\n  {line}\n  Reply with {{"valid": true}} about {answer_{n}}.\n  {line}\n',
    (
        "report_{n}: |\n  {line}\n  {% for order in orders_{n} %}\n  - {{ order.id }}: {{ order.total }}\n"
        "  {% endfor %}\n  {line}\n"
    ),
    'title_{n}: "{line} Title of {text_{n}}:"\n',
)


def prompt_map(lines: int, seed: int = 1) -> str:
    """A YAML file of about this many lines that holds a prompt under each of its keys."""
    words = _PROSE.split()
    choose = random.Random(seed)  # noqa: S311  # no secret
    pieces = ["# The prompts of the support desk.\n"]
    count = 1
    number = 0
    while count < lines:
        number += 1
        piece = choose.choice(_ENTRIES).replace("{n}", str(number))
        while "{line}" in piece:
            sentence = " ".join(choose.choice(words) for _ in range(14)).capitalize() + "."
            piece = piece.replace("{line}", sentence, 1)
        pieces.append(piece)
        count += piece.count("\n")
    return "".join(pieces)
