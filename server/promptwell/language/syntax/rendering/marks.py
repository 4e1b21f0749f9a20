"""Changes to a parsed template so that the rendering can tell and count what it writes.

Each piece of output passes through a filter that notes whether it stood in the template or came
out of an expression; each loop round and each `~` is counted. The filters' names hold characters
that no template can write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from jinja2 import Environment, nodes, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from promptwell.language.syntax.rendering import guards
from promptwell.language.syntax.rendering.budget import Budget

LITERAL, OUTPUT, CONCAT, STEP = "<literal>", "<output>", "<concat>", "<step>"

AnyNode = TypeVar("AnyNode", bound=nodes.Node)


class Literal(str):
    """Text that stands in a template."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


class Piece(str):
    """Text that an expression gave, with the input it reads if it reads exactly one."""

    __slots__ = ("source",)
    source: str | None

    def __str__(self) -> str:
        return self


def mark(template: nodes.Template, environment: Environment) -> nodes.Template:
    """The same template with its outputs noted and its loops counted."""
    _Marker().visit(template)
    template.set_environment(environment)
    return template


def marking_filters(budget: Budget) -> dict[str, Callable[..., Any]]:
    """The filters that a marked template calls, counting into the budget of its rendering."""

    # Taking the context keeps Jinja from running these while it compiles.
    @pass_context
    def literal(_context: Context, text: str) -> str:
        budget.output(len(text))
        return text if isinstance(text, Markup) else Literal(text)

    @pass_context
    def output(context: Context, value: Any, source: str | None) -> Any:
        if isinstance(value, Undefined):
            text = str(value)
        else:
            budget.weigh(value)
            text = str(value)
            budget.output(len(text))
        if isinstance(value, Markup) or context.eval_ctx.autoescape:
            return text if not isinstance(value, Markup) else value
        piece = Piece(text)
        piece.source = source
        return piece

    @pass_context
    def concat(_context: Context, parts: list[Any]) -> str:
        return guards.concatenate(budget, parts)

    @pass_context
    def step(_context: Context, value: bool) -> bool:
        budget.step()
        return value

    return {LITERAL: literal, OUTPUT: output, CONCAT: concat, STEP: step}


def source_of(node: nodes.Node) -> str | None:
    """The one name that an expression reads: `user` for `user.name|trim`, None for sums and calls."""
    while True:
        if isinstance(node, nodes.Name):
            return node.name
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            node = node.node
        elif isinstance(node, nodes.Filter) and node.node is not None:
            if any(True for argument in node.args for _ in argument.find_all(nodes.Name)):
                return None
            node = node.node
        else:
            return None


class _Marker(NodeTransformer):
    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  # Jinja's naming
        self.generic_visit(node)
        node.nodes = [self._written(child) for child in node.nodes]
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self.generic_visit(node)
        counted = _call(STEP, nodes.Const(True, lineno=node.lineno), node.lineno)
        node.body = [nodes.ExprStmt(counted, lineno=node.lineno), *node.body]
        if node.test is not None:
            again = _call(STEP, nodes.Const(True, lineno=node.lineno), node.lineno)
            node.test = nodes.And(again, node.test, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _call(CONCAT, nodes.List(node.nodes, lineno=node.lineno), node.lineno)

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:  # noqa: N802
        self.generic_visit(node)
        node.filter = _output(node.filter, None, node.lineno)
        return node

    def _written(self, child: nodes.Expr) -> nodes.Expr:
        if isinstance(child, nodes.TemplateData):
            return _call(LITERAL, child, child.lineno)
        if isinstance(child, nodes.Filter) and child.name.startswith("<"):
            return child if child.name != CONCAT else _output(child, None, child.lineno)
        return _output(child, source_of(child), child.lineno)


def _call(name: str, value: nodes.Expr, line: int) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=line)


def _output(value: nodes.Expr, source: str | None, line: int) -> nodes.Filter:
    named = nodes.Const(source, lineno=line)
    return nodes.Filter(value, OUTPUT, [named], [], None, None, lineno=line)
