"""What a rule is about, in Markdown, for comments that name it."""

from __future__ import annotations

from promptwell.language.features.markdown import code
from promptwell.language.rules.documentation import page_of
from promptwell.language.rules.registry import rule_named
from promptwell.language.rules.table import RULES


def describe_rule(name: str) -> str:
    """A rule's page, a group's rules, or what `all` stands for; "" for an unknown name."""
    if name == "all":
        return f"{code('all')} — every rule"
    members = [rule for rule, facts in RULES.items() if facts.group == name]
    if members:
        return f"{code(name)} — group of {len(members)} rules\n\n" + ", ".join(map(code, members))
    rule = rule_named(name)
    if rule is None:
        return ""
    head = f"{code(name)} — rule of the group {code(rule.group)}, {rule.severity}"
    # Examples are for the page in the manual: over a comment they would fill the screen.
    return f"{head}\n\n{page_of(rule).text.partition('## Example')[0].rstrip()}"
