"""Tokenizers that work without a network: their ranks come with the package."""

from promptwell.adapters.tokenizers.rank_tokenizers import (
    RankTokenizers as RankTokenizers,
)
from promptwell.adapters.tokenizers.rank_tokenizers import (
    TokenizerStatus as TokenizerStatus,
)
