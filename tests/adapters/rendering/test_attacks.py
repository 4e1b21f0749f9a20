"""Templates that try to take the machine: each ends soon, with a sentence, and the next one renders."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from promptwell.adapters.rendering.limits import ProcessLimits
from promptwell.adapters.rendering.renderer import ProcessRenderer
from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.request import RenderRequest

# By the clock on an idle machine 1.5 s; a busy one may take longer to give the processor its turn.
# Far above every limit: it tells an attack that does not end, not how busy the machine is.
SECONDS = 30.0

DOUBLE = "{% set ns = namespace(s='x') %}{% for i in range(34) %}{% set ns.s = @ %}{% endfor %}"
NEST = "{% set ns = namespace(a=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}"

STOPPED = {
    "nested loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "loops in a condition": "{% for a in range(99999) if range(99999)|list|sum < 0 %}{% endfor %}",
    "a number of loops": "{% for a in range(10000000000) %}{% endfor %}",
    "a string times a number": "{{ 'x' * 10**9 }}",
    "a list times a number": "{{ ([0] * 10**9)|length }}",
    "center": "{{ 'x'|center(10**9) }}",
    "center as a method": "{{ 'x'.center(10**9) }}",
    "ljust": "{{ 'x'.ljust(10**9) }}",
    "zfill": "{{ 'x'.zfill(10**9) }}",
    "expandtabs": "{{ ('\\t' * 1000).expandtabs(10**7) }}",
    "doubling with ~": DOUBLE.replace("@", "ns.s ~ ns.s"),
    "doubling with +": DOUBLE.replace("@", "ns.s + ns.s"),
    "doubling with join": DOUBLE.replace("@", "[ns.s, ns.s]|join"),
    "doubling with format": DOUBLE.replace("@", "'%s%s'|format(ns.s, ns.s)"),
    "doubling with str.format": DOUBLE.replace("@", "'{0}{0}'.format(ns.s)"),
    "doubling with str.join": DOUBLE.replace("@", "''.join([ns.s, ns.s])"),
    "doubling with %": DOUBLE.replace("@", "'%s%s' % (ns.s, ns.s)"),
    "doubling in a block": (
        "{% set ns = namespace(s='x') %}"
        "{% for i in range(34) %}{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}{% endfor %}"
    ),
    "doubling a list": (
        "{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"
    ),
    "replace": "{{ ('a' * 30000)|replace('a', 'b' * 30000) }}",
    "replace as a method": "{{ ('a' * 30000).replace('a', 'b' * 30000) }}",
    "translate": "{{ ('a' * 30000).translate({97: 'b' * 30000}) }}",
    "indent": "{{ ('a\\n' * 100000)|indent(20000) }}",
    "a nested list as JSON": NEST + "{{ ns.a|tojson }}",
    "a nested list printed": NEST + "{{ ns.a }}",
    "a nested list joined": NEST + "{{ [ns.a]|join }}",
    "a nested list formatted": NEST + "{{ '{}'.format(ns.a) }}",
    "a nested list in %": NEST + "{{ '%s' % ns.a }}",
    "a nested list pretty": NEST + "{{ ns.a|pprint }}",
    "nested lists compared": (
        NEST.replace("a=[1]", "a=[1], b=[1]").replace(
            "{% endfor %}", "{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
        )
        + "{{ ns.a == ns.b }}"
    ),
    "a width in %": "{{ '%1000000000d' % 1 }}",
    "a width of % by argument": "{{ '%*d' % (10**9, 1) }}",
    "a width in the format filter": "{{ '%1000000000d'|format(1) }}",
    "a width in str.format": "{{ '{:1000000000}'.format(1) }}",
    "a width of str.format by argument": "{{ '{:{w}}'.format(1, w=10**9) }}",
    "powers": "{{ 9 ** (9 ** 9) }}",
    "digits": "{{ 1|round(10**9, 'ceil') }}",
    "squares": (
        "{% set ns = namespace(n=99999) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}"
    ),
    "bytes of a number": "{{ (1).to_bytes(10**9, 'big') }}",
    "batch with filling": "{{ [1]|batch(10**9, 'x')|list }}",
    "slices": "{{ [1]|slice(10**9)|list }}",
    "lorem ipsum": "{{ lipsum(10**8) }}",
    "much output": "{% for i in range(20000) %}{{ 'x' * 1000 }}{% endfor %}",
    "a chain of lists": "{{ (range(300000)|map('string')|map('list')|sum(start=[]))|length }}",
    "texts held in a list": (
        "{% set ns = namespace(a=[]) %}{% for i in range(9) %}"
        "{% set ns.a = ns.a + [('x' * 4000000)|upper, ('y' * 4000000).lower()] %}{% endfor %}"
    ),
    "a class": "{{ ''.__class__.__mro__ }}",
    "a class by str.format": "{{ '{0.__class__.__mro__}'.format('') }}",
    "a class by attr": "{{ ''|attr('__class__') }}",
    "str.format by attr": "{{ ('{0.__class__.__mro__}'|attr('format'))('') }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "globals of a function": "{{ cycler.__init__.__globals__ }}",
    "the template itself": "{{ self.__init__ }}",
    "the undefined": "{{ nothing.__class__.__base__ }}",
    "deep parentheses": "{{ " + "(" * 20000 + "1" + ")" * 20000 + " }}",
    "deep brackets": "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "deep negation": "{{ " + "not " * 50000 + "1 }}",
    "deep conditions": "{% if 1 %}" * 5000 + "{% endif %}" * 5000,
    "deep loops": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "a deep value": (
        "{% set ns = namespace(a=[]) %}{% for i in range(100000) %}{% set ns.a = [ns.a] %}{% endfor %}"
        "{{ ns.a }}"
    ),
    "a macro that calls itself": "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "a macro that calls itself twice": (
        "{% macro m(x) %}{% if x %}{{ m(x - 1) }}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "a loop that calls itself": "{% for x in [[]] recursive %}{{ loop([[]]) }}{% endfor %}",
    "a partial that includes itself": "{% include 'loop' %}",
    "a parent that extends itself": "{% extends 'parent' %}",
}  # fmt: skip

PARTIALS = {"loop": "{% include 'loop' %}", "parent": "{% extends 'parent' %}"}


@pytest.fixture(scope="module")
def renderer() -> Iterator[ProcessRenderer]:
    with ProcessRenderer() as renderer:
        assert renderer.render(RenderRequest("{{ x }}", {"x": 1})).text == "1"
        yield renderer


@pytest.mark.parametrize("template", STOPPED.values(), ids=STOPPED.keys())
def test_an_attack_ends_with_a_sentence_and_the_next_template_renders(
    renderer: ProcessRenderer, template: str
) -> None:
    started = time.monotonic()

    with pytest.raises(RenderError) as caught:
        renderer.render(RenderRequest(template, {}, partials=PARTIALS))

    assert time.monotonic() - started < SECONDS
    assert caught.value.reason in {"limit", "unsafe", "timeout", "memory"}
    assert len(caught.value.message) < 300
    assert renderer.render(RenderRequest("Hello {{ x }}", {"x": "you"})).text == "Hello you"


def test_what_no_count_foresees_is_stopped_by_the_processor_s_clock(
    renderer: ProcessRenderer,
) -> None:
    with pytest.raises(RenderError) as caught:
        renderer.render(RenderRequest(STOPPED["nested lists compared"], {}))

    assert caught.value.reason == "timeout"


def test_memory_beyond_the_limit_is_refused_and_the_next_template_renders() -> None:
    with ProcessRenderer(ProcessLimits(memory=24 * 1024 * 1024)) as renderer:
        with pytest.raises(RenderError) as caught:
            renderer.render(RenderRequest(STOPPED["texts held in a list"], {}))

        assert caught.value.reason == "memory"
        assert renderer.render(RenderRequest("next", {})).text == "next"


def test_a_value_that_holds_an_attack_is_only_text(renderer: ProcessRenderer) -> None:
    bomb = STOPPED["nested loops"]

    assert renderer.render(RenderRequest("{{ x }}", {"x": bomb})).text == bomb
