"""Exact counts without a network, from the ranks that come with the package."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
from pathlib import Path, PurePosixPath

import pytest
import tiktoken
import tiktoken.load
from hypothesis import given, settings
from hypothesis import strategies as st
from tiktoken_ext import openai_public

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.adapters.tokenizers.rank_file import (
    RANK_FILES,
    RanksUnavailable,
    pack,
    read_rank_file,
    unpack,
)
from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizer

NAMES = sorted(set(RANK_FILES.values()))


@pytest.fixture(scope="module")
def tokenizers() -> RankTokenizers:
    """Tokenizers with every encoding loaded, as a server has them after a moment."""
    loaded = RankTokenizers()
    assert loaded.load_ranks()
    return loaded


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tiktoken.Encoding]:
    """tiktoken's own encodings, which it reads from files that our ranks were turned back into.

    It compares them with the hashes it expects, and would go to the network without them.
    """
    folder = tmp_path_factory.mktemp("ranks")
    load = tiktoken.load.load_tiktoken_bpe

    def load_local(address: str, expected_hash: str) -> dict[bytes, int]:
        name = PurePosixPath(address).stem
        published(name, folder / name)
        return load(str(folder / name), expected_hash)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
        patch.setattr(openai_public, "load_tiktoken_bpe", load_local)
        return {
            name: tiktoken.Encoding(**openai_public.ENCODING_CONSTRUCTORS[name]())
            for name in RANK_FILES
        }


def published(name: str, path: Path) -> None:
    """Write a rank file as OpenAI publishes it: a token in base 64 and its rank on each line."""
    ranks = read_rank_file(name).ranks
    lines = (base64.b64encode(token) + b" %d\n" % rank for token, rank in ranks.items())
    path.write_bytes(b"".join(lines))


def refuse(*_: object, **__: object) -> None:
    """Stand where a connection would be opened."""
    raise AssertionError("a count asked for the network")


@pytest.mark.parametrize("name", NAMES)
def test_the_ranks_are_the_published_ones_to_the_byte(name: str, tmp_path: Path) -> None:
    published(name, tmp_path / name)
    assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == read_rank_file(name).sha256


@pytest.mark.parametrize("encoding", sorted(RANK_FILES))
def test_the_pattern_and_the_counts_are_those_of_tiktoken(
    encoding: str, tokenizers: RankTokenizers, reference: dict[str, tiktoken.Encoding]
) -> None:
    ours, theirs = tokenizers.tokenizer(encoding), reference[encoding]
    assert ours is not None
    assert read_rank_file(RANK_FILES[encoding]).pattern == theirs._pat_str
    for text in SAMPLES:
        assert ours.count(text) == len(theirs.encode_ordinary(text)), text


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_counts_of_blocks_add_up_to_the_count_of_the_whole(
    data: st.DataObject, tokenizers: RankTokenizers, reference: dict[str, tiktoken.Encoding]
) -> None:
    pieces = st.sampled_from(PIECES) | st.text(max_size=6)
    text = "".join(data.draw(st.lists(pieces, max_size=40)))
    for encoding in NAMES:
        ours = tokenizers.tokenizer(encoding)
        assert ours is not None
        assert ours.count(text) == len(reference[encoding].encode_ordinary(text))


def test_long_lines_are_cut_between_words_without_changing_the_count(
    tokenizers: RankTokenizers, reference: dict[str, tiktoken.Encoding]
) -> None:
    text = "Answer the customer's question in 3 sentences, or say that you can't. " * 4_000
    ours = tokenizers.tokenizer("o200k_base")
    assert ours is not None
    assert ours.count(text) == len(reference["o200k_base"].encode_ordinary(text))


def test_nothing_is_loaded_until_a_server_asks_for_it() -> None:
    server = RankTokenizers()
    assert server.tokenizer("o200k_base") is None
    assert server.load_ranks("o200k_base")
    assert server.tokenizer("o200k_base") is not None
    assert server.tokenizer("o200k_harmony") is server.tokenizer("o200k_base")
    assert server.tokenizer("cl100k_base") is None


def test_the_first_count_loads_the_ranks_for_a_command() -> None:
    command = RankTokenizers(load="on-demand")
    assert [each.loaded for each in command.status()] == [False, False, False]
    tokenizer = command.tokenizer("cl100k_base")
    assert tokenizer is not None
    assert tokenizer.count("hello world") == 2
    assert {each.encoding for each in command.status() if each.loaded} == {"cl100k_base"}


def test_threads_that_load_at_once_share_one_tokenizer() -> None:
    server = RankTokenizers()
    threads = [threading.Thread(target=server.load_ranks, args=("cl100k_base",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen: set[RankTokenizer | None] = set()
    for thread in threads:
        thread.join(timeout=30)
        seen.add(server.tokenizer("cl100k_base"))
    assert len(seen - {None}) == 1


def test_an_encoding_that_nobody_knows_stays_absent() -> None:
    assert RankTokenizers(load="on-demand").tokenizer("p50k_base") is None
    assert not RankTokenizers().load_ranks("p50k_base")


def test_counting_never_asks_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    tokenizer = RankTokenizers(load="on-demand").tokenizer("cl100k_base")
    assert tokenizer is not None
    assert tokenizer.count("tiktoken is great!") == 6


@pytest.mark.parametrize("junk", [" ", "a", "\u3000", "^", "é"])
def test_a_megabyte_without_a_break_is_left_to_the_estimate(
    junk: str, tokenizers: RankTokenizers
) -> None:
    for encoding in NAMES:
        tokenizer = tokenizers.tokenizer(encoding)
        assert tokenizer is not None
        assert tokenizer.count(junk * 1_000_000) is None


def test_special_tokens_written_out_are_ordinary_text(tokenizers: RankTokenizers) -> None:
    tokenizer = tokenizers.tokenizer("o200k_base")
    assert tokenizer is not None
    assert (tokenizer.count("<|endoftext|>") or 0) > 1


def test_half_of_a_surrogate_pair_can_be_counted(tokenizers: RankTokenizers) -> None:
    tokenizer = tokenizers.tokenizer("o200k_base")
    assert tokenizer is not None
    assert tokenizer.count("before \ud83d after")


def test_a_missing_rank_file_says_how_to_get_it_back() -> None:
    with pytest.raises(RanksUnavailable, match="pip install --force-reinstall promptwell"):
        read_rank_file("r50k_base")


def test_a_packed_vocabulary_unpacks_to_itself_and_a_cut_one_is_refused() -> None:
    import zlib

    tokens = [b"a", b"bc", bytes(range(100))]
    content = zlib.decompress(pack("tiny", "pattern", "hash", tokens))
    assert unpack(content).ranks == {token: rank for rank, token in enumerate(tokens)}
    with pytest.raises(ValueError, match="length"):
        unpack(content[:-1])


PIECES = (
    "Hello", " world", "\n\n", "\n", "\r\n", "\r\n\r\n", " ", "   ", "\t", "'s", "'LL", "can't",
    "#", "/", "\n/", "...", "!\n\n", "\n\n/x", "1234567", " 12", "naïve", "Größe", "漢字", "テスト",
    "привет", "🎉", "👩\u200d💻", "\u2028", "\u00a0", "\u0301", "_", "\n\n_", "<|endoftext|>", "aA", "²",
)  # fmt: skip
SAMPLES = (
    "",
    " ",
    "\n\n\n",
    "You are a helpful assistant.\n\nAnswer in {{ language }}.\n",
    "system:\r\n\r\n# Titel\r\n\r\nGrüße 東京 🎉\r\n",
    "def f(x):\n    return x ** 2  # quadrat\n\n\nprint(f(1234567))\n",
    "    indented\n\n\n\tTabs\n \n /slash\n\n'quoted' it's",
)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
@settings(deadline=None, max_examples=100)
def test_tokens_begin_where_they_are_counted(tokenizers: RankTokenizers, text: str) -> None:
    for name in NAMES:
        tokenizer = tokenizers.tokenizer(name)
        assert tokenizer is not None
        starts = tokenizer.starts(text)
        assert starts is not None
        assert len(starts) == tokenizer.count(text)
        assert starts == sorted(starts)
        assert starts[:1] == [0] * bool(text)
        assert all(0 <= each < len(text) for each in starts)


def test_tokens_begin_at_the_words_of_a_text(tokenizers: RankTokenizers) -> None:
    tokenizer = tokenizers.tokenizer("o200k_base")
    assert tokenizer is not None
    assert tokenizer.starts("Hello world\n\nHello again") == [0, 5, 11, 13, 18]
    assert tokenizer.starts("\udcff" * 300_000) is None
