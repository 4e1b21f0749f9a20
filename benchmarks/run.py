"""Measure Promptwell's speed and print it as a table beside what was promised.

make bench
"""

from __future__ import annotations

import os
import platform
import sys

import agents
import analysis
import caches
import commands
import compiled
import differences
import editing
import engine
import inline_diff
import large_files
import large_workspace
import meaning
import merges
import repository
import search
import security
import storage
import versions


def main() -> int:
    """Print the table; 1 when a promise is not kept."""
    compiled.compile_modules()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors{load}")
    print()
    rows = [
        *_analysis_rows(),
        *_security_rows(),
        *_command_rows(),
        *_large_file_rows(),
        *_workspace_rows(),
        *_store_rows(),
        *_difference_rows(),
        *_inline_diff_rows(),
        *_merge_rows(),
        *_repository_rows(),
        *_version_rows(),
        *_agent_rows(),
        *_meaning_rows(),
        *_search_rows(),
        *_engine_rows(),
        *_cache_rows(),
    ]
    width = max(len(name) for name, *_ in rows)
    print(f"| {'what':<{width}} | measured | promised |    |")
    print(f"|{'-' * (width + 2)}|---------:|---------:|----|")
    for name, measured, promised, kept in rows:
        print(f"| {name:<{width}} | {measured:>8} | {promised:>8} | {'ok' if kept else 'NO'} |")
    kept = all(kept for *_, kept in rows)
    return 0 if editing.report() and kept else 1


Row = tuple[str, str, str, bool]


def _analysis_rows() -> list[Row]:
    typing = analysis.typing_p95()
    first = analysis.first()
    large = analysis.large_file()
    times, exponent = analysis.scaling()
    sizes = ", ".join(f"{size // 1000} kB {time:.0f}" for size, time in times.items())
    return [
        _row("one edit in 20 kB, p95 of CPU", typing, 20, "ms"),
        _row("first analysis of 20 kB, CPU", first, 60, "ms"),
        _row("1 MB, large-file mode, CPU", large, 250, "ms"),
        (f"CPU by size (ms: {sizes}), exponent", f"{exponent:.2f}", "< 1.15", exponent < 1.15),
    ]


def _repository_rows() -> list[Row]:
    first, again = repository.index_times()
    return [
        _row("first index of 10,000 prompts into the store", first, 120, "s"),
        _row("index of 10,000 prompts that did not change", again, 3, "s"),
    ]


def _search_rows() -> list[Row]:
    found = search.measure()
    rows = [_row("search of 10,000 prompts by words, mix of 200, p95 of CPU", found.text, 30, "ms")]
    if found.hybrid is not None:
        rows.append(_row("search by words and meaning, p95", found.hybrid, 80, "ms"))
    return rows


def _engine_rows() -> list[Row]:
    found = engine.measure()
    clients = f"engine: {engine.CLIENTS} clients, {found.calls:,} calls"
    return [
        _row("warm call of the engine beyond an empty Python", found.warm_call, 150, "ms"),
        _row(f"{clients}, p95", found.clients_p95, 250, "ms"),
        (f"{clients}, failed", str(found.errors), "0", not found.errors),
        _row("engine: memory before the first call", found.idle_memory, 150, "MB"),
    ]


def _cache_rows() -> list[Row]:
    return [
        (
            f"cache of {each.name}: CPU, {each.without:.1f} ms without it, answers equal",
            f"{each.with_it:.1f} ms",
            "less",
            each.equal and each.with_it < each.without,
        )
        for each in caches.measure()
    ]


def _version_rows() -> list[Row]:
    rate = versions.import_rate()
    return [
        _row("save of a version, p95", versions.save_p95(), 20, "ms"),
        ("import of 10,000 commits, a second", f"{rate:.0f}", "> 500", rate > 500),
    ]


def _security_rows() -> list[Row]:
    security.warm_up()
    texts = [("a prompt", security.generated(), "/bench/a.prompty")]
    real = security.real()
    if real:
        texts.append(("agent files", real, "/bench/.claude/agents/a.md"))
    rows = []
    for name, each, path in texts:
        taken = security.measure(each, path)
        rows.append(_row(f"rules about security, 20 kB, {name}, p50", taken.median, 5, "ms"))
        rows.append(_row(f"rules about security, 20 kB, {name}, p95", taken.p95, 15, "ms"))
    return rows


def _command_rows() -> list[Row]:
    empty = commands.empty_python()
    rows = [
        _row("--help beyond an empty Python", (commands.help_page() - empty) * 1000, 100, "ms"),
        _row("check of one file, whole process", commands.one_file(), 0.5, "s"),
    ]
    found = commands.corpus()
    if found is None:
        print("(no corpus beside the repository: its rows are left out)", file=sys.stderr)
        return rows
    cold, cached = found
    return [
        *rows,
        _row("check of the corpus, cold", cold, 8, "s"),
        _row("check of the corpus, from the cache", cached, 0.7, "s"),
    ]


def _large_file_rows() -> list[Row]:
    rows = []
    for each in (large_files.SKILL, large_files.PROMPT_MAP):
        found = large_files.measure(each)
        both = found.change_then_completion
        rows += [
            _row(f"{each.name}: change to diagnostics, p95", found.diagnostics, 50, "ms"),
            _row(f"{each.name}: completion, p95", found.completion, 10, "ms"),
            _row(f"{each.name}: change, then completion, p95", both, 15, "ms"),
        ]
        if found.memory is not None:
            rows.append(_row(f"{each.name}: memory at the end", found.memory, 300, "MB"))
    return rows


def _workspace_rows() -> list[Row]:
    found = large_workspace.measure()
    count = f"{large_workspace.COUNT:,} files"
    rows = [
        _row(f"{count}: first index", found.first_index, 20, "s"),
        _row(f"{count}: index from the cache", found.second_index, 3, "s"),
        _row(f"{count}: edit and completion meanwhile, p95", found.completion_meanwhile, 15, "ms"),
        _row(f"{count}: workspace symbol, p95", found.symbols, 50, "ms"),
        _row(f"{count}: rename of {found.renamed} places", found.rename, 300, "ms"),
    ]
    if found.memory is not None:
        rows.append(_row(f"{count}: memory after the index", found.memory, 120, "MB"))
    return rows


def _store_rows() -> list[Row]:
    found = storage.measure()
    count = f"store of {storage.PROMPTS:,} prompts"
    chunks = f"{storage.PROMPTS * storage.CHUNKS_EACH:,} chunks"
    return [
        _row("store: opened and read, beyond an empty Python", found.opening, 0.6, "s"),
        _row(f"{count}: written with {chunks}, CPU", found.fill, 5, "s"),
        _row(f"{count}: one change, on the disk, p95", found.write, 20, "ms"),
        _row(f"{count}: one prompt read, p95 of CPU", found.read, 2, "ms"),
        _row(f"{count}: a filtered page and its count, p95 of CPU", found.page, 10, "ms"),
        _row(f"{count}: saved to one file, CPU", found.save, 2, "s"),
        _row(f"{count}: a text from memory, CPU", found.kept_text, round(found.text / 5, 1), "µs"),
    ]


def _inline_diff_rows() -> list[Row]:
    waits = inline_diff.measure()
    return [
        _row("`promptwell/diff` of 20 kB while typing, p95 of CPU", waits.work, 20, "ms"),
        _row("the same with tokens, p95 of CPU", waits.work_with_tokens, 20, "ms"),
        _told("from keystroke to answer over stdio, as an editor waits, p95", waits.typing, "ms"),
        _told("the same with tokens, p95", waits.with_tokens, "ms"),
        _told("`promptwell/diff`, the first answer, which reads the commit", waits.first, "ms"),
    ]


def _agent_rows() -> list[Row]:
    waits = agents.measure()
    return [
        _row("MCP over stdio, first response", waits.first, 1.5, "s"),
        _row("MCP, a tool call beyond the warm engine, p50", waits.beyond, 15, "ms"),
    ]


def _meaning_rows() -> list[Row]:
    found = meaning.measure()
    if found is None:
        print(
            "(no extra `semantic`, model or corpus: search by meaning is left out)", file=sys.stderr
        )
        return []
    count = f"{meaning.VECTORS:,} vectors"
    rows = [
        _told("embedding model: import and load", found.load, "s"),
        _told("embeddings of real chunks, per second", found.per_second, "/s"),
        _told("embedding of a query, p50", found.query_embedding, "ms"),
        _told(f"{count}: first fill of the index", found.first_fill, "s"),
        _told(f"{count}: opening the index", found.opening, "s"),
        _row(f"{count}: the nearest 50, p95", found.nearest_p95, 20, "ms"),
        _told(f"{count}: the nearest among 300, p95", found.among_few, "ms"),
        _told(f"{count}: the nearest among half of them, p95", found.among_many, "ms"),
    ]
    if found.memory_model is not None and found.memory_index is not None:
        rows.append(_told("embedding model: memory", found.memory_model, "MB"))
        rows.append(_told(f"{count}: memory of Chroma", found.memory_index, "MB"))
    return rows


def _told(name: str, measured: float, unit: str) -> Row:
    """A figure that is reported and not promised."""
    return name, f"{measured:.{2 if unit == 's' else 1}f} {unit}", "", True


def _difference_rows() -> list[Row]:
    found = differences.measure()
    return [
        _row("diff of two 20 kB prompts: lines and words, p95 of CPU", found.text, 20, "ms"),
        _row("the same with what it means, p95 of CPU", found.everything, 50, "ms"),
        _row("inline diff of 20 kB while typing, p95 of CPU", found.typing, 20, "ms"),
        _row("the same in a text written anew, p95 of CPU", found.typing_in_a_rewrite, 20, "ms"),
        _row("diff of two texts of 5 MB, CPU", found.large, 2000, "ms"),
    ]


def _merge_rows() -> list[Row]:
    found = merges.measure()
    pairs = f"of {merges.PAIRS} pairs of changes of a prompt"
    fewer, less = (
        found.by_structure < found.by_lines,
        found.marked_by_structure < found.marked_by_lines,
    )
    return [
        _row("merge of two changes of 20 kB, p95 of CPU", found.time, 100, "ms"),
        (
            f"{pairs}, merges that stop",
            f"{found.by_structure}",
            f"< {found.by_lines} by lines",
            fewer,
        ),
        (
            "lines between their marks",
            f"{found.marked_by_structure}",
            f"< {found.marked_by_lines} by lines",
            less,
        ),
    ]


def _row(name: str, measured: float, promised: float, unit: str) -> Row:
    digits = 2 if unit == "s" else 1
    return name, f"{measured:.{digits}f} {unit}", f"< {promised} {unit}", measured < promised


if __name__ == "__main__":
    sys.exit(main())
