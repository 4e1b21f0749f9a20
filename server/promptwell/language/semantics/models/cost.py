"""What a call costs, in US dollars, and what that figure rests on."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.semantics.models.table import ModelInfo
from promptwell.language.semantics.tokens.counting import TokenCount

_MILLION = 1_000_000


class Cost(NamedTuple):
    """An amount in US dollars; `basis` says in words how it comes about.

    `exact` is False where tokens were estimated. Discounts (cached input, batches, long-prompt
    tiers) are not part of it.
    """

    amount: float
    exact: bool
    basis: str

    def __str__(self) -> str:
        return f"{'' if self.exact else '~'}{dollars(self.amount)}"


def estimate_cost(
    tokens_in: TokenCount | int, tokens_out: TokenCount | int | None, model: ModelInfo
) -> Cost | None:
    """The price of one call; without `tokens_out`, of its input alone. None without a known price."""
    given = _count(tokens_in)
    if model.input_price is None:
        return None
    amount = given.count * model.input_price / _MILLION
    basis = [f"{given} tokens in at {dollars(model.input_price)}"]
    exact = given.exact
    if tokens_out is not None:
        if model.output_price is None:
            return None
        answered = _count(tokens_out)
        amount += answered.count * model.output_price / _MILLION
        basis.append(f"{answered} out at {dollars(model.output_price)}")
        exact = exact and answered.exact
    where = f"{model.name} ({model.provider}), {model.source}, {model.as_of.isoformat()}"
    return Cost(amount, exact, f"{', '.join(basis)} a million; {where}")


def dollars(amount: float) -> str:
    """An amount with the digits that matter: `$12.50`, `$0.0031`, `$0.00000040`."""
    if amount == 0:
        return "$0"
    if amount >= 0.1:
        return f"${amount:,.2f}"
    places = 2
    while places < 12 and amount * 10**places < 10:
        places += 1
    return f"${amount:.{places}f}"


def _count(tokens: TokenCount | int) -> TokenCount:
    return TokenCount(tokens, exact=True) if isinstance(tokens, int) else tokens
