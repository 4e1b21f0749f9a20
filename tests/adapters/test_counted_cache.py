"""A bounded cache that counts what it was asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from promptwell.adapters.counted_cache import CacheCounts, CountedCache


def test_what_was_asked_for_last_is_kept() -> None:
    cache: CountedCache[str, int] = CountedCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]
    assert cache.counts() == CacheCounts(size=2, most=2, hits=3, misses=1)
    assert cache.counts().hit_rate == 0.75


def test_a_value_is_made_once() -> None:
    cache: CountedCache[str, list[int]] = CountedCache(2)
    first = cache.get_or_make("a", lambda: [1])
    assert cache.get_or_make("a", lambda: [2]) is first
    cache.clear()
    assert cache.get_or_make("a", lambda: [2]) == [2]


def test_nothing_was_asked_yet() -> None:
    assert CountedCache[str, int](2).counts().hit_rate == 0.0


def test_threads_may_share_it() -> None:
    cache: CountedCache[int, int] = CountedCache(10)

    def ask(number: int) -> int:
        return cache.get_or_make(number % 25, lambda: number % 25)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(4_000))) == [number % 25 for number in range(4_000)]
    counts = cache.counts()
    assert (counts.size, counts.hits + counts.misses) == (10, 4_000)
