"""Explain a rule, or list all of them.

With the name of a rule its page is shown; with the name of a group the rules of that group.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from promptwell.entrypoints.cli.terminal import wants_color
from promptwell.errors import UsageError
from promptwell.language.rules.base import Rule
from promptwell.language.rules.documentation import page_of
from promptwell.language.rules.registry import all_rules, rule_named
from promptwell.language.text.nearest import nearest

SUMMARY = "Explain a rule, or list all of them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a rule or a group of rules")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print (default: text)"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.name is None:
        print(_list(all_rules(), arguments.format))
        return 0
    rule = rule_named(arguments.name)
    if rule is not None:
        print(json.dumps(_facts(rule), indent=2) if arguments.format == "json" else _page(rule))
        return 0
    group = [each for each in all_rules() if each.group == arguments.name]
    if not group:
        names = {name for each in all_rules() for name in (each.id(), each.group)}
        close = nearest(arguments.name, names)
        way_out = f"did you mean `{close}`?" if close else "`promptwell rule` lists them"
        raise UsageError(f"there is no rule or group `{arguments.name}`; {way_out}")
    print(_list(group, arguments.format))
    return 0


def _list(rules: Iterable[type[Rule]], form: str) -> str:
    if form == "json":
        return json.dumps([_facts(rule) for rule in rules], indent=2)
    shown = list(rules)
    width = max(len(rule.id()) for rule in shown)
    lines: list[str] = []
    group = ""
    for rule in shown:
        if rule.group != group:
            group = rule.group
            lines += ["", f"{group}:"] if lines else [f"{group}:"]
        severity = rule.severity if rule.on_by_default else "off"
        lines.append(f"  {rule.id():<{width}}  {severity:<11}  {page_of(rule).summary}")
    return "\n".join([*lines, "", "`promptwell rule NAME` explains one of them."])


def _page(rule: type[Rule]) -> str:
    bold, plain = ("\x1b[1m", "\x1b[0m") if wants_color(sys.stdout) else ("", "")
    state = "" if rule.on_by_default else ", off by default"
    heading = f"{bold}{rule.id()}{plain} ({rule.group}, {rule.severity}{state}, since {rule.since})"
    return f"{heading}\n\n{page_of(rule).text}"


def _facts(rule: type[Rule]) -> dict[str, Any]:
    page = page_of(rule)
    return {
        "id": rule.id(),
        "group": rule.group,
        "severity": rule.severity,
        "onByDefault": rule.on_by_default,
        "since": rule.since,
        "summary": page.summary,
        "documentation": page.text,
    }
