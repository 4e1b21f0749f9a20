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
