"""Search: the prompts of the repository, found by their words and by what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Interval, MaxLen

from promptwell.domain.prompts.search.cursor import MOST_SHOWN, Cursor, read_cursor
from promptwell.domain.prompts.search.fusion import Fused, fuse
from promptwell.domain.prompts.search.query import MOST_TERMS, Query, QueryProblem, parse_query
from promptwell.domain.prompts.search.query_field import MEMBER, Filter
from promptwell.errors import MissingExtraError, PromptwellError, UsageError
from promptwell.services.context import Context
from promptwell.services.indexing import ensure_indexed
from promptwell.services.permitting import seen_projects
from promptwell.services.search.by_meaning import made_so_far, near_prompts
from promptwell.services.search.showing import MEANING, WORDS, Hit, show

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

# So many prompts of each ranking are put together; for later pages as many more as were shown.
_DEPTH = 200
# By meaning fewer count: what is not among the nearest means something else.
_NEAREST = 50

_NOT_LOADED = (
    "Only words were searched: no engine runs, and this command alone would load the model for seconds. "
    "For words and meaning: promptwell engine start. For meaning now: --mode meaning"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What is searched for."""

    query: Annotated[str, MaxLen(10_000)] = field(
        metadata={
            "description": 'words, "phrases", pref*, -not, a OR b, and fields such as tag:x, model:gpt-4*, '
            "role:system, path:folder, updated:>2026-01-31",
            "argument": True,
        },
    )
    limit: Annotated[int, Interval(ge=1, le=50)] = field(
        default=10, metadata={"description": "the most hits of a page"}
    )
    cursor: Annotated[str, MaxLen(20_000)] = field(
        default="", metadata={"description": "the `next_cursor` of the page before"}
    )
    mode: Literal["hybrid", "text", "meaning"] = field(
        default="hybrid",
        metadata={"description": "by words and by meaning, by words alone, or by meaning alone"},
    )
    detail: Literal["full", "concise"] = field(
        default="full",
        metadata={"description": "with the place and the reason of each hit, or without"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The best hits first; `next_cursor` gives the next page, `notes` say what else there is to know."""

    hits: tuple[Hit, ...]
    next_cursor: str | None = None
    notes: tuple[str, ...] = ()


def search(context: Context, request: SearchRequest) -> SearchResult:
    """Search the prompts by words and by meaning.

    Words must all be there; `"..."` are words that follow each other, `summar*` words that begin so,
    `-word` what must not be there, `a OR b` one of both. `tag:`, `model:`, `role:`, `path:` (a folder
    or a glob), `name:`, `status:`, `category:`, `owner:`, `format:`, `project:`, `updated:>2026-01-31`,
    `created:2026-01..2026-03`, and fields of your own (`meta.audience:adults`, `audience:adults`) narrow
    the search; `tag:a,b` is one of both, `-tag:a` all others. Archived prompts are found by `status:archived`.

    By meaning, prompts are found that say it in other words: that needs the extra `semantic` and
    `promptwell index embed`. What stands in quotes, and every field, holds for those as well. Without
    a word, all prompts that fit the fields come in the order of their paths. The first search of a
    workspace indexes it.
    """
    cursor = read_cursor(request.cursor, _question(context, request))
    if isinstance(cursor, str):
        raise UsageError(cursor)
    ensure_indexed(context)
    with context.store.reading(context.root) as rows:
        query = _allowed(context, rows, _parsed(rows, request.query))
        if not query.meaning or not (query.required or request.mode != "text"):
            return _listed(context, rows, request, query, cursor)
        return _Search(context, rows, request, query, cursor).run()


class _Search:
    """One search by words or by meaning, or by both."""

    def __init__(
        self,
        context: Context,
        rows: Transaction,
        request: SearchRequest,
        query: Query,
        cursor: Cursor,
    ) -> None:
        self._context = context
        self._rows = rows
        self._request = request
        self._query = query
        self._cursor = cursor
        self._depth = _DEPTH + len(cursor.shown)
        self._nearest = _NEAREST + len(cursor.shown)
        self._vector = b""
        self._model = ""
        self._notes: list[str] = []
        self._unsearched = ""

    def run(self) -> SearchResult:
        """The page that was asked for."""
        lists: dict[str, Sequence[str]] = {}
        if self._request.mode != "meaning":
            lists[WORDS] = self._by_words()
        if self._request.mode != "text":
            by_meaning = self._by_meaning()
            if by_meaning is not None:
                lists[MEANING] = by_meaning
        if not any(lists.values()) and WORDS in lists:
            lists[WORDS] = self._by_some_words()
        ranking = [each for each in fuse(lists) if not self._cursor.has(each.key)]
        page = ranking[: self._request.limit]
        shown = show(
            self._rows,
            self._query,
            page,
            full=self._request.detail == "full",
            vector=self._vector,
            model=self._model,
        )
        under_way = made_so_far(self._context.meaning) if self._request.mode != "text" else ""
        if under_way:
            if not self._cursor.shown:  # once is enough
                self._notes.append(under_way)
        elif self._unsearched and len(page) < self._request.limit:
            # Words found enough otherwise: who reads each answer need not read this in each.
            self._notes.append(f"Meaning was not searched: {self._unsearched}")
        elif not shown.compared:
            self._notes.append(
                "Some of these prompts were not yet compared by meaning. Make their vectors: promptwell index embed"
            )
        if self._query.cut:
            self._notes.append(f"Only the first {MOST_TERMS} words of the query were looked for.")
        return SearchResult(
            hits=shown.hits, next_cursor=self._next(ranking, page), notes=tuple(self._notes)
        )

    def _by_words(self) -> Sequence[str]:
        if not self._query.required:
            return ()
        found = self._rows.search.by_words(self._query, self._depth)
        if found.partial:
            self._notes.append(
                "So many prompts have these words that only the newest were ranked, and those with the "
                "words in their names or tags. Add a word to find others."
            )
        return found.prompts

    def _by_some_words(self) -> Sequence[str]:
        """What has some of the words, where nothing has all of them nor means the same."""
        if len(self._query.required) < 2:
            return ()
        found = self._rows.search.by_words(self._query, self._depth, any_term=True)
        if found.prompts:
            self._notes.append("No prompt has all of the words; these have some of them.")
        return found.prompts

    def _by_meaning(self) -> Sequence[str] | None:
        """The nearest prompts; None, and a note that says why, where that is not possible."""
        meaning = self._context.meaning
        try:
            if not meaning.lasting and self._request.mode == "hybrid":
                model = meaning.embedder().model
                if self._rows.embeddings.has_any(model):
                    self._notes.append(_NOT_LOADED)
                    return None
            embedder = meaning.queries()
            vectors = meaning.vectors()
            if not vectors.count():
                self._unsearched = "there are no vectors yet. Make them: promptwell index embed"
                return None
            (self._vector,) = embedder.embed([self._query.meaning])
            self._model = embedder.model
            found = near_prompts(self._rows, vectors, self._vector, self._query, self._nearest)
        except PromptwellError as error:
            if self._request.mode == "meaning":
                raise
            if isinstance(error, MissingExtraError):
                self._unsearched = str(error)
                return None
            self._notes.append(f"Meaning was not searched: {error}")
            return None
        return found.prompts

    def _next(self, ranking: Sequence[Fused], page: Sequence[Fused]) -> str | None:
        shown = len(self._cursor.shown) + len(page)
        if len(ranking) <= len(page):
            return None
        if shown + self._request.limit > MOST_SHOWN:
            self._notes.append(f"Further hits are not shown; {shown} were. Add a word or a field.")
            return None
        cursor = self._cursor.after(each.key for each in page)
        return cursor.text(_question(self._context, self._request))


def _listed(
    context: Context, rows: Transaction, request: SearchRequest, query: Query, cursor: Cursor
) -> SearchResult:
    """All prompts that fit the fields, in the order of their paths."""
    records = rows.search.by_path(query, cursor.path, request.limit + 1)
    page = records[: request.limit]
    # There is no ranking: each is as good as the other.
    found = [Fused(record.id, 1.0, {}) for record in page]
    shown = show(rows, query, found, full=request.detail == "full")
    following = None
    if len(records) > len(page):
        following = Cursor(path=page[-1].path).text(_question(context, request))
    return SearchResult(hits=shown.hits, next_cursor=following)


def parsed_filters(context: Context, rows: Transaction, text: str) -> Query:
    """The fields of a query, where it may have nothing else.

    Raises:
        UsageError: it has words, or is wrong.
    """
    query = _parsed(rows, text)
    if query.meaning or query.excluded:
        raise UsageError(
            f"`{text}`: only fields can narrow this, such as tag:support or -status:draft"
        )
    return _allowed(context, rows, query)


def _parsed(rows: Transaction, text: str) -> Query:
    """The query.

    Raises:
        UsageError: something is wrong with it; the message shows the place.
    """
    query, problems = parse_query(text, rows.search.own_fields() if ":" in text else ())
    if problems:
        raise UsageError("\n".join(_told(text, problem) for problem in problems))
    return query


def _told(text: str, problem: QueryProblem) -> str:
    return f"query, column {problem.start + 1} (`{text[problem.start : problem.end][:40]}`): {problem.message}"


def _allowed(context: Context, rows: Transaction, query: Query) -> Query:
    """The query among what the one who asks may see."""
    projects = seen_projects(context, rows)
    if projects is None:
        return query
    return replace(query, filters=(*query.filters, Filter(field=MEMBER, values=projects)))


def _question(context: Context, request: SearchRequest) -> str:
    """What a cursor belongs to."""
    return repr((context.root, request.mode, request.query))
