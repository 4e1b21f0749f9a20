"""What tells an instruction to a model from a note to people, in text that readers don't see."""

from __future__ import annotations

import re
from typing import Literal

Grade = Literal["attack", "instruction", ""]

_MODEL = (
    r"(?:AI|LLM|assistant|agent|model|chatbot|claude|copilot|chatgpt|gpt|gemini|codex|cursor)s?"
)
_ATTACK = re.compile(
    # It sets other instructions aside,
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}?\b(?:previous|prior|above|earlier|all|any"
    r"|system|safety|other|these|your|the)\b[^.\n]{0,30}?\b(?:instructions?|rules?|prompts?|guidelines?"
    r"|guardrails?|polic(?:y|ies)|restrictions?|constraints)\b"
    # keeps something from people,
    r"|\b(?:do not|don't|never|without)\s(?:ever\s)?(?:tell|mention|inform|reveal|show|alert|disclose|notify)"
    r"(?:ing|ling)?\b[^.\n]{0,40}?\b(?:users?|anyone|anybody|humans?|developers?|reviewers?)\b"
    # asks for secrets,
    r"|(?<!not )(?<!never )(?<!n't )\b(?:read|cat|print|send|post|upload|exfiltrate|copy|append|leak|forward"
    r"|transmit|dump|output|reveal)\b[^.\n]{0,60}?(?:\B\.env\b|\bid_rsa\b|~/\.ssh|\.aws/credentials"
    r"|\bapi[ _-]?keys?\b|\bcredentials\b|\bpasswords?\b|\bsecrets?\b|\baccess tokens?\b"
    r"|\benvironment variables\b|\bsystem prompt\b)"
    # sends something away or runs what it loads,
    r"|\b(?:send|post|upload|exfiltrate|transmit|forward)\b[^.\n]{0,60}?\bto\b[^\n]{0,20}?"
    r"(?:https?://|[\w.+-]{1,64}@[\w-]{1,63}\.)"
    r"|\b(?:curl|wget)\s[^\n|]{0,200}\|\s?(?:sudo )?(?:ba|z|da)?sh\b"
    r"|\brm -rf [~/]"
    # or speaks with the system's voice.
    r"|(?m:^)[ \t]*(?:system|assistant)[ \t]*:[ \t]*\S"
    r"|\byou are now\b|\bnew (?:system )?(?:instructions?|prompt)\s?:|<\|im_start\|>|\[INST\]",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    rf"\b(?:notes?|instructions?|messages?|reminders?|directives?) (?:to|for) (?:the |an? |any )?{_MODEL}\b"
    rf"|(?:^|[.!?:;]\s)\W{{0,9}}(?:the |any |every |all |dear |attention )?{_MODEL}\b[ ,:][^.\n]{{0,30}}?"
    r"\b(?:must|shall|should|never|always|do not|don't|please)\b"
    r"|\byou (?:must|shall|should)\b[^.\n]{0,40}?\b(?:run|execute|call|invoke|respond|reply|answer|output"
    r"|return|install|fetch|load)\b"
    r"|\b(?:SYSTEM|SKELETON|AI|LLM|HIDDEN) (?:INSTRUCTIONS?|NOTE|PROMPT)\s{0,2}:",
    re.IGNORECASE,
)
_LONGEST = 20_000


def grade_instruction(text: str) -> Grade:
    """How a text that readers don't see speaks to a model.

    `attack` for what sets other instructions aside, keeps something from people, asks for secrets
    or sends something away; `instruction` for what is plainly addressed to a model; "" for a note.
    """
    text = text[:_LONGEST]
    if _ATTACK.search(text):
        return "attack"
    return "instruction" if _INSTRUCTION.search(text) else ""
