"""What a helper of Handlebars is, and what a tool that renders Handlebars brings along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Helper(NamedTuple):
    """One helper. `is_block` says that it holds a block, `arguments` are the names of its named ones.

    `bare` ones write something without being given a value. One that is not there in `all_versions` of
    its tool gives way to an input of its name.
    """

    signature: str
    text: str
    is_block: bool = False
    arguments: tuple[str, ...] = ()
    bare: bool = False
    all_versions: bool = True


class Vocabulary(NamedTuple):
    """The words of one tool's Handlebars.

    `owner` is the tool, `data` the values behind `@`. With `plugins`, a name such as `Mail-send` is a function
    that the application brings along, and helpers find the inputs also where names are fields of an item.
    """

    owner: str
    helpers: Mapping[str, Helper]
    data: Mapping[str, str]
    plugins: bool = False

    def is_function(self, name: str) -> bool:
        """Whether a name is that of a plugin's function: nobody can tell here whether it is there."""
        return self.plugins and ("-" in name or "." in name)

    def is_call(self, name: str, inputs: Collection[str], *, opens: bool = False) -> bool:
        """Whether a name that is given no arguments calls a helper or a function.

        `opens` says that it begins a block.
        """
        helper = self.helpers.get(name)
        if not self.plugins:
            return helper is not None
        if helper is None:
            return "-" in name and name not in inputs
        if helper.is_block and not opens:
            return False
        return helper.all_versions or name not in inputs
