"""Keys and values of TOML are found where they stand."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from promptwell.language.text.toml_places import toml_places

EVERYTHING = '''\
# a comment
include = ["a", "b", # more
  'c']
a."b c".d = 3 # after
[rules]
"unused-input" = "off"
inline = { y = 1, z = [1, { k = 2 }] }
[[runs]]
text = """one
"two" three"""
[[runs]]
day = 2026-01-01
[tool.promptwell.log]
level = 'info'
'''


def written(text: str) -> dict[tuple[str | int, ...], tuple[str, str]]:
    places = toml_places(text)
    return {
        path: (text[slice(*each.key)], text[slice(*each.value)]) for path, each in places.items()
    }


def test_every_kind_of_key_and_value_is_found() -> None:
    found = written(EVERYTHING)
    assert found["include", 2] == ("'c'", "'c'")
    assert found["a", "b c", "d"] == ("d", "3")
    assert found["rules", "unused-input"] == ('"unused-input"', '"off"')
    assert found["rules", "inline", "z", 1, "k"] == ("k", "2")
    assert found["runs", 0, "text"] == ("text", '"""one\n"two" three"""')
    assert found["runs", 1, "day"] == ("day", "2026-01-01")
    assert found["tool", "promptwell", "log", "level"] == ("level", "'info'")


def test_every_path_that_tomllib_reads_has_a_place() -> None:
    places = toml_places(EVERYTHING)

    def paths(value: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        if isinstance(value, dict):
            return [
                path,
                *(each for key, inner in value.items() for each in paths(inner, (*path, key))),
            ]
        return [path]

    wanted = {path for path in paths(tomllib.loads(EVERYTHING), ()) if path}
    assert wanted <= set(places)


@given(st.text(alphabet="ab=\"'[]{}.,#\n \\t1", max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for place in toml_places(text).values():
        assert 0 <= place.key.start <= place.key.end <= len(text)
