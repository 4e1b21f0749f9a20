"""Strategies that write templates which Jinja accepts, nearly always."""

from __future__ import annotations

from hypothesis import strategies as st

_names = st.sampled_from(["user", "items", "item", "x", "größe", "_y", "ticket"])
_texts = st.sampled_from(
    [
        "Hello ",
        "\n",
        "\r\n",
        "{ ",
        " }",
        'json: {"a": {"b": 1}}\n',
        "}} ",
        "%} ",
        "#} ",
        "$",
        "\u2028",
        "🙂 ",
    ]
)
_atoms = st.one_of(
    _names,
    st.sampled_from(
        ["1", "2.5", "'a'", '"}}"', "'%}'", "true", "none", "[]", "{}", "{'a': {'b': 1}}", "(1, 2)"]
    ),
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(
            inner,
            st.sampled_from([" + ", " ~ ", " and ", " or ", " == ", " in ", " not in ", " // "]),
            inner,
        ).map("".join),
        st.tuples(
            inner,
            st.sampled_from(
                [
                    "|upper",
                    "|default('x')",
                    "|join(', ')",
                    ".name",
                    "['key']",
                    "[0]",
                    "[1:2]",
                    "(1, a=2)",
                    " is defined",
                    " is not none",
                    " is divisibleby 3",
                ]
            ),
        ).map("".join),
        st.tuples(inner, inner, inner).map(lambda each: f"{each[0]} if {each[1]} else {each[2]}"),
        inner.map(lambda each: f"({each})"),
        inner.map(lambda each: f"not {each}"),
        st.tuples(inner, inner).map(lambda each: f"[{each[0]}, {each[1]}]"),
    )


_expressions = st.recursive(_atoms, _combined, max_leaves=6)
_outputs = st.tuples(
    st.sampled_from(["{{ ", "{{- ", "{{", "{{\n"]),
    _expressions,
    st.sampled_from([" }}", " -}}", "}}"]),
).map("".join)
_singles = st.one_of(
    _outputs,
    _texts,
    st.sampled_from(
        [
            "{# note }} {{ #}",
            "{% raw %}{{ x {% endraw %}",
            "{% include 'a.j2' %}",
            "{% from 'm.j2' import a as b, c with context %}",
            "{%- import 'm' as m -%}",
            "{% do items.append(1) %}",
        ]
    ),
    st.tuples(_names, _expressions).map(lambda each: f"{{% set {each[0]} = {each[1]} %}}"),
)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=3).map("".join)
    return st.one_of(
        st.tuples(_expressions, body, body).map(
            lambda each: f"{{% if {each[0]} %}}{each[1]}{{% else %}}{each[2]}{{% endif %}}"
        ),
        st.tuples(_names, _expressions, body).map(
            lambda each: f"{{% for {each[0]} in ({each[1]}) %}}{each[2]}{{% endfor %}}"
        ),
        st.tuples(_names, body).map(
            lambda each: f"{{%- set {each[0]} -%}}{each[1]}{{%- endset -%}}"
        ),
        st.tuples(_names, _names, body).map(
            lambda each: f"{{% macro {each[0]}({each[1]}=1) %}}{each[2]}{{% endmacro %}}"
        ),
        st.tuples(_names, body).map(
            lambda each: f"{{% with {each[0]} = 1 %}}{each[1]}{{% endwith %}}"
        ),
        body.map(lambda each: f"{{% filter upper|trim %}}{each}{{% endfilter %}}"),
        body.map(lambda each: f"{{% call(row) table(1) %}}{each}{{% endcall %}}"),
    )


valid_templates = st.lists(st.recursive(_singles, _blocks, max_leaves=8), max_size=5).map("".join)
