"""Jinja2 is the oracle of rendering: what it renders, our sandbox renders to the same text."""

from __future__ import annotations

from typing import Any

import jinja2
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment
from tests.properties.jinja_templates import valid_templates

from promptwell.errors import RenderError
from promptwell.language.syntax.render import render_template

_EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]

_values = st.dictionaries(
    st.sampled_from(["user", "items", "item", "x", "größe", "ticket"]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["name", "a", "items"]), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=5,
)


@jinja2.pass_context
def _as_it_is(_context: Any, value: Any) -> Any:
    # Jinja runs constant expressions while it compiles, by rules of its own; this keeps it from that.
    return value


def _ours(template: str, values: dict[str, Any], dialect: str) -> str | None:
    try:
        return render_template(template, values, dialect=dialect).text
    except RenderError:
        return None


def _jinja(environment: jinja2.Environment, template: str, values: dict[str, Any]) -> str | None:
    try:
        return environment.from_string(template).render(values)
    except Exception:  # noqa: BLE001  # a template may raise anything
        return None


@given(valid_templates, _values)
@settings(max_examples=200, deadline=None)
def test_plain_templates_render_as_in_jinja(template: str, values: dict[str, Any]) -> None:
    environment = SandboxedEnvironment(extensions=_EXTENSIONS, optimized=False, finalize=_as_it_is)
    environment.install_null_translations()  # type: ignore[attr-defined]
    expected = _jinja(environment, template, values)

    if expected is not None:
        assert _ours(template, values, "plain") == expected


@given(valid_templates, _values)
@settings(max_examples=150, deadline=None)
def test_prompty_templates_render_as_in_prompty(template: str, values: dict[str, Any]) -> None:
    environment = ImmutableSandboxedEnvironment(
        keep_trailing_newline=True, optimized=False, finalize=_as_it_is
    )
    expected = _jinja(environment, template, values)

    if expected is not None:
        assert _ours(template, values, "prompty-v2") == expected


@given(st.text(alphabet="{}%#|()[]'\"\n ab.:-system", max_size=60), _values)
@settings(max_examples=200, deadline=None)
def test_rendering_noise_raises_nothing_but_render_errors(
    template: str, values: dict[str, Any]
) -> None:
    for dialect in ("plain", "prompty-v2", "banks", "haystack", "chat-template"):
        _ours(template, values, dialect)


@given(valid_templates, _values)
@settings(max_examples=100, deadline=None)
def test_segments_join_to_the_text_and_no_mark_is_left(
    template: str, values: dict[str, Any]
) -> None:
    try:
        rendered = render_template(f"system:\n{template}", values, dialect="prompty-v2")
    except RenderError:
        return

    assert "".join(each.text for each in rendered.segments) == rendered.text
    assert "\ue0b0" not in rendered.text
