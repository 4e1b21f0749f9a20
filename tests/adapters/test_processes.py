"""Work is spread over processes and comes back in order; a lost process is told."""

from __future__ import annotations

import os

import pytest

from promptwell.adapters.processes import processors, spread
from promptwell.errors import PromptwellError


def squares(numbers: list[int]) -> list[int]:
    return [number * number for number in numbers]


def fail_on_three(numbers: list[int]) -> list[int]:
    if 3 in numbers:
        raise ValueError("three")
    return numbers


def die_on_three(numbers: list[int]) -> list[int]:
    if 3 in numbers:
        os._exit(7)
    return numbers


def test_results_come_in_the_order_of_the_batches() -> None:
    assert list(spread(squares, [[1, 2], [3], [4, 5]])) == [1, 4, 9, 16, 25]
    assert list(spread(squares, [[6]])) == [36]
    assert list(spread(squares, [])) == []


def test_an_error_of_a_process_is_raised_here() -> None:
    with pytest.raises(ValueError, match="three"):
        list(spread(fail_on_three, [[1], [3]]))


def test_a_process_that_ends_unexpectedly_is_told() -> None:
    with pytest.raises(PromptwellError, match="ended with code 7; `--jobs 1` does without"):
        list(spread(die_on_three, [[1], [3]]))


def test_there_is_a_processor() -> None:
    assert processors() >= 1
