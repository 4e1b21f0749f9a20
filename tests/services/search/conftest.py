"""A small repository of prompts to search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.repository.workspace import Place, place_at, prompty


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Place]:
    place = place_at(tmp_path)
    place.write(
        "support/refund.prompty",
        prompty(
            "system:\nYou explain the refund policy of the shop.\nBe brief and kind.\n\n"
            "user:\n{{question}}",
            name="refund-policy",
            description="Answers questions about refunds",
            metadata="{tags: [support, billing], audience: adults}",
        ),
    )
    place.write(
        "support/late.prompty",
        prompty(
            "system:\nYou calm customers whose parcel is late.\nNever promise a refund.\n\n"
            "user:\n{{question}}",
            name="late-parcel",
            description="Calms down customers who wait",
            metadata="{tags: [support]}",
        ),
    )
    place.write(
        "news/digest.prompty",
        prompty(
            "system:\nSummarize the article in three sentences.\n\nuser:\n{{article}}",
            name="article-digest",
            description="Short version of an article",
        ),
    )
    place.write("AGENTS.md", "# Rules\n\nRun the tests.\n\n## Refunds\n\nAsk before a refund.\n")
    yield place
    place.store.close()
