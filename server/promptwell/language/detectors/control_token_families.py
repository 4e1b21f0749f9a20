"""The control tokens of chat templates by the family of models that reads them, as of 2026-11-29.

A tokenizer makes one reserved token of each; it begins or ends a turn, names who speaks or ends the
text. Only tokens whose spelling means nothing else are kept: `<s>`, `<pad>` or `<tool>` are also markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Family(NamedTuple):
    """Models that share control tokens: their name, the tokens, those that open a turn, where it is documented.

    `read` is whether the source was opened on the day of this table.
    """

    name: str
    opening: tuple[str, ...]
    other: tuple[str, ...]
    source: str
    read: bool = True


FAMILIES: tuple[Family, ...] = (
    Family(
        "ChatML (Qwen, InternLM, Yi and others)",
        ("<|im_start|>",),
        ("<|im_end|>", "<|im_sep|>"),
        "https://huggingface.co/internlm/internlm2-chat-20b-sft/commit/"
        "83643c6374dc64eed6eb93e92b9109f082dde483",
    ),
    Family(
        "Llama 3",
        ("<|begin_of_text|>", "<|start_header_id|>"),
        ("<|end_header_id|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|python_tag|>"),
        "https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3/",
    ),
    Family(
        "Llama 4",
        ("<|header_start|>",),
        ("<|header_end|>", "<|eot|>", "<|eom|>"),
        "https://www.llama.com/docs/model-cards-and-prompt-formats/llama4/",
        read=False,
    ),
    Family(
        "Llama 2 and Mistral",
        ("[INST]", "<<SYS>>"),
        ("[/INST]", "<</SYS>>"),
        "https://github.com/meta-llama/llama/blob/c769dfd53ddd509159216a5423204653850f79f4/llama/"
        "generation.py",
    ),
    Family(
        "Mistral",
        ("[AVAILABLE_TOOLS]", "[SYSTEM_PROMPT]", "[TOOL_RESULTS]"),
        ("[/AVAILABLE_TOOLS]", "[/SYSTEM_PROMPT]", "[/TOOL_RESULTS]", "[TOOL_CALLS]"),
        "https://github.com/JINO-ROHIT/advanced_ml",
    ),
    Family(
        "Gemma",
        ("<start_of_turn>",),
        ("<end_of_turn>",),
        "https://ai.google.dev/gemma/docs/core/prompt-structure",
    ),
    Family(
        "gpt-oss (harmony)",
        ("<|start|>",),
        ("<|channel|>", "<|message|>", "<|constrain|>", "<|return|>", "<|call|>"),
        "https://raw.githubusercontent.com/openai/openai-cookbook/main/articles/openai-harmony.md",
    ),
    Family(
        "Phi and Zephyr",
        ("<|system|>", "<|user|>", "<|assistant|>"),
        ("<|end|>",),
        "https://docs.pytorch.org/torchtune/0.2/_modules/torchtune/models/phi3/_tokenizer.html",
    ),
    Family(
        "GPT",
        (),
        (
            *("<|endoftext|>", "<|endofprompt|>"),
            *("<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"),
        ),
        "https://github.com/openai/tiktoken/blob/1f098ca4d7d84025e94f2e84795fad713f8e6f3f/"
        "tiktoken_ext/openai_public.py",
    ),
    Family(
        "DeepSeek",
        (
            *("<\uff5cUser\uff5c>", "<\uff5cAssistant\uff5c>"),
            "<\uff5cbegin\u2581of\u2581sentence\uff5c>",
        ),
        (
            "<\uff5cend\u2581of\u2581sentence\uff5c>",
            "<\uff5ctool\u2581calls\u2581begin\uff5c>",
            "<\uff5ctool\u2581call\u2581begin\uff5c>",
            "<\uff5ctool\u2581sep\uff5c>",
            "<\uff5ctool\u2581call\u2581end\uff5c>",
        ),
        "https://huggingface.co/prince-canuma/deepseek-vl2-tiny/blob/main/special_tokens_map.json",
    ),
    Family(
        "Command",
        ("<|START_OF_TURN_TOKEN|>", "<|SYSTEM_TOKEN|>", "<|USER_TOKEN|>", "<|CHATBOT_TOKEN|>"),
        ("<|END_OF_TURN_TOKEN|>",),
        "https://huggingface.co/prince-canuma/c4ai-command-r-v01-tokenizer-chat-template",
    ),
)

FAMILY_OF: Mapping[str, Family] = {
    token: family for family in FAMILIES for token in (*family.opening, *family.other)
}
"""The family of a control token."""
