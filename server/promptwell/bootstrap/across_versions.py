"""Asking an engine that may be of another version of Promptwell than this process.

Where both know what is asked and answered nobody notices. Otherwise the message names both versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptwell.adapters.engine.client import Address, Call, RefusedByOther, call_engine
from promptwell.adapters.engine.other_version import is_other, way_out_of
from promptwell.errors import EngineError, UsageError
from promptwell.services.operations import OPERATIONS

if TYPE_CHECKING:
    from promptwell.services.context import Progress


def asked_across(address: Address, call: Call, progress: Progress | None) -> Any:
    """What an engine answers, as this version writes it.

    Raises:
        PromptwellError: what the operation raises, or that only one of the two versions knows it.
    """
    try:
        answer = call_engine(address, call, progress)
    except RefusedByOther as error:
        raise _explained(error, address, call) from error
    if not is_other(answer.version):
        return answer.result
    from promptwell.bootstrap.asking import read_across  # a validation library, for these alone

    try:
        return read_across(OPERATIONS[call.name], answer.result)
    except EngineError as error:
        done = "" if call.reads else "it was done, but "
        raise EngineError(f"{done}{error}. {way_out_of(answer.version, address.shown)}") from error


def _explained(error: RefusedByOther, address: Address, call: Call) -> UsageError:
    from promptwell.bootstrap.asking import read_request  # as above

    try:
        read_request(OPERATIONS[call.name], call.asked)
    except UsageError as refused:
        return refused  # this version does not take it either
    end = "" if str(error).endswith(("?", ".")) else "."
    return UsageError(f"{error}{end} {way_out_of(error.version, address.shown)}")
