"""jinja2 itself agrees with the case files about which templates are valid."""

from __future__ import annotations

import jinja2
import pytest
from tests.marked_cases import CASES, Case, read_cases

VALID = read_cases(CASES / "templates" / "valid.md")
BROKEN = read_cases(CASES / "templates" / "broken.md")
JINJA = jinja2.Environment(
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
)


def heading(case: Case) -> str:
    return case.heading


@pytest.mark.parametrize("case", [case for case in VALID if not case.dialect], ids=heading)
def test_jinja_accepts_every_template_of_the_valid_cases(case: Case) -> None:
    JINJA.parse(case.main.text)


@pytest.mark.parametrize("case", BROKEN, ids=heading)
def test_jinja_refuses_every_template_of_the_broken_cases(case: Case) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError):
        JINJA.parse(case.main.text)


def test_the_kinds_of_templates_that_other_tools_get_wrong_are_all_there() -> None:
    assert len(VALID) >= 33
    assert len(BROKEN) >= 13
    assert sum(1 for case in BROKEN for _ in case.marks("diagnostic")) >= 18
