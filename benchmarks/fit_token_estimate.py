"""Fit the weights of the token estimate to real counts, and print its errors.

Run it from the repository's root when an encoding or the features change:

    python benchmarks/fit_token_estimate.py

English prose, Markdown and templates come from the corpus beside the repository; other languages
from the message catalogs that the Django package carries (`pip install django`), because no
prompt corpus covers them. A quarter of the texts is kept out of the fit and the errors are those
on it. Paste the printed weights into `language/semantics/tokens/estimate.py`.
"""

from __future__ import annotations

import gettext
import importlib.util
import math
import random
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from statistics import mean

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.semantics.tokens.blocks import text_blocks
from promptwell.language.semantics.tokens.estimate import FEATURES, features

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
CHUNK = 3_000
# Languages that prompts are more often written in count for more.
COMMON = {
    "ar", "de", "es", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "pt_BR", "ru", "tr", "uk",
    "vi", "zh_Hans", "zh_Hant",
}  # fmt: skip

Sample = tuple[str, str]  # group, text


def main() -> int:
    """Fit, print the weights of each encoding and the errors by kind of text."""
    samples = [*corpus_samples(), *catalog_samples(), *code_samples(), *number_samples()]
    rows = [feature_row(text) for _, text in samples]
    held_out = [zlib.crc32(text.encode("utf-8", "replace")) % 4 == 0 for _, text in samples]
    for encoding in ("cl100k_base", "o200k_base"):
        tokenizer = RankTokenizers(load="on-demand").tokenizer(encoding)
        assert tokenizer is not None
        counts = [float(tokenizer.count(text) or 0) for _, text in samples]
        weights = fit(samples, rows, counts, held_out)
        print(f'    "{encoding}": (')
        for name, weight in zip(FEATURES, weights, strict=True):
            print(f"        {weight:.3f},  # {name}")
        print("    ),")
        report(samples, rows, counts, held_out, weights)
    return 0


def corpus_samples() -> list[Sample]:
    """Chunks of the corpus's files, grouped by how the file's name ends."""
    samples: list[Sample] = []
    for path in sorted(CORPUS.rglob("*")):
        if not path.is_file() or path.name == "vectors.json":
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        samples += [(f"corpus {path.suffix or path.name}", chunk) for chunk in chunks(text)]
    return samples


def catalog_samples() -> list[Sample]:
    """Chunks of Django's messages in each language."""
    found = importlib.util.find_spec("django")
    if found is None or found.origin is None:
        sys.exit("other languages need Django's catalogs. Install them with: pip install django")
    messages: dict[str, list[str]] = defaultdict(list)
    for path in sorted(Path(found.origin).parent.rglob("locale/*/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        entries = vars(catalog)["_catalog"]
        messages[path.parts[-3]] += [
            text
            for source, text in sorted(entries.items(), key=lambda entry: str(entry[0]))
            if isinstance(source, str) and source and len(text) > 8 and text != source
        ]
    return [
        (language, chunk)
        for language, texts in sorted(messages.items())
        if not language.startswith("en")
        for chunk in chunks("\n".join(texts))
    ]


def code_samples() -> list[Sample]:
    """Chunks of this project's own Python."""
    return [
        ("code", chunk)
        for path in sorted((ROOT / "server").rglob("*.py"))
        for chunk in chunks(path.read_text("utf-8"))
    ]


def number_samples() -> list[Sample]:
    """Tables of numbers, as datasets and reports hold them; the same on every run."""
    numbers = random.Random(0)  # noqa: S311  # a fixed sequence is wanted, not a secret
    tables = [
        "\n".join(
            ",".join(f"{numbers.random() * 10 ** numbers.randint(0, 6):.{digits}f}" for _ in "1234")
            for _ in range(60)
        )
        for digits in range(4)
        for _ in range(10)
    ]
    return [("numbers", table) for table in tables]


def chunks(text: str) -> list[str]:
    """The first pieces of a text; short rests are left out."""
    pieces = [text[start : start + CHUNK] for start in range(0, min(len(text), 6 * CHUNK), CHUNK)]
    return [piece for piece in pieces if len(piece) >= 200]


def feature_row(text: str) -> list[float]:
    """The features of a text: those of its blocks, added up."""
    return [sum(column) for column in zip(*map(features, text_blocks(text)), strict=True)]


def fit(
    samples: list[Sample], rows: list[list[float]], counts: list[float], held_out: list[bool]
) -> list[float]:
    """The non-negative weights with the least squared relative error, by coordinate descent."""
    size = len(FEATURES)
    gram = [[0.0] * size for _ in range(size)]
    target = [0.0] * size
    for (group, _), row, count, out in zip(samples, rows, counts, held_out, strict=True):
        if out:
            continue
        scaled = [value / count for value in row]
        importance = 1.0 if group.startswith("corpus") else 20.0 if group in COMMON else 0.3
        for i in (i for i in range(size) if scaled[i]):
            target[i] += importance * scaled[i]
            for j in range(size):
                gram[i][j] += importance * scaled[i] * scaled[j]
    weights = [0.5] * size
    for _ in range(20_000):
        for i in (i for i in range(size) if gram[i][i]):
            rest = target[i] - sum(gram[i][j] * weights[j] for j in range(size))
            weights[i] = max(0.0, weights[i] + rest / gram[i][i])
    return weights


def report(
    samples: list[Sample],
    rows: list[list[float]],
    counts: list[float],
    held_out: list[bool],
    weights: list[float],
) -> None:
    """Print the mean absolute error, its 95th percentile, the bias, and what four characters a
    token would give, by kind of text.
    """
    errors: dict[str, list[float]] = defaultdict(list)
    naive: dict[str, list[float]] = defaultdict(list)
    for (group, text), row, count, out in zip(samples, rows, counts, held_out, strict=True):
        if not out:
            continue
        estimate = sum(value * weight for value, weight in zip(row, weights, strict=True))
        for name in {group.split(" ")[0], group} if " " in group else {kind_of(group, row)}:
            errors[name].append((estimate - count) / count)
            naive[name].append(abs(len(text) / 4 - count) / count)
    print(f"{'kind':26}{'n':>5}{'error %':>9}{'p95 %':>7}{'bias %':>8}{'chars/4 %':>11}")
    for name, values in sorted(errors.items()):
        sizes = sorted(map(abs, values))
        print(
            f"{name:26}{len(values):5}{100 * mean(sizes):9.1f}"
            f"{100 * sizes[math.ceil(0.95 * len(sizes)) - 1]:7.1f}"
            f"{100 * mean(values):+8.1f}{100 * mean(naive[name]):11.1f}"
        )


def kind_of(group: str, row: list[float]) -> str:
    """The kind a text outside the corpus is reported under: its language's commonness, script."""
    if group in ("code", "numbers"):
        return group
    scripts = dict(zip(FEATURES[12:-2], row[12:-2], strict=True))
    script = max(scripts, key=scripts.__getitem__)
    if scripts["kana"] + scripts["han"] + scripts["hangul"] > 100:
        script = "han, kana, hangul"
    elif scripts[script] < 100:
        script = "latin"
    return f"{script}, {'common' if group in COMMON else 'other'}"


if __name__ == "__main__":
    raise SystemExit(main())
