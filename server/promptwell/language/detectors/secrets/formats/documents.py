"""Where the formats are described.

Most providers show their format only in the token itself; the collections that scanners keep are
then the best account of it. Facts are taken from them (prefix, letters, length), no patterns.
"""

from __future__ import annotations

from datetime import date

from promptwell.language.detectors.secrets.format import Document

_READ = date(2026, 11, 29)

GITLEAKS = Document(
    "The default rules of gitleaks",
    "https://github.com/gitleaks/gitleaks/blob/b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b/config/gitleaks.toml",
    _READ,
)
BETTERLEAKS = Document(
    "The default rules of betterleaks",
    "https://github.com/betterleaks/betterleaks/blob/6381fa45ae946c588e2e1334d8396a15e5171ad6/config/betterleaks.toml",
    _READ,
)
KINGFISHER = Document(
    "The rules of kingfisher",
    "https://github.com/mongodb/kingfisher/tree/ee7c0db3ef87575768f817820c24736249ffcdef/data/rules",
    _READ,
)
GITHUB_BLOG = Document(
    "GitHub, Behind GitHub's new authentication token formats",
    "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/",
    _READ,
)
NPM_FORMAT = Document(
    "secretlint, issue 200: npm's token format",
    "https://github.com/secretlint/secretlint/issues/200",
    _READ,
)
AWS_KEY_INFO = Document(
    "AWS STS, GetAccessKeyInfo",
    "https://docs.amazonaws.cn/goto/WebAPI/sts-2011-06-15/GetAccessKeyInfo",
    _READ,
)
AWS_PREFIXES = Document(
    "Hacking the Cloud, IAM unique identifiers",
    "https://github.com/Hacking-the-Cloud/hackingthe.cloud/blob/master/content/aws/general-knowledge/iam-key-identifiers.md",
    _READ,
)
SLACK_TOKENS = Document("Slack, Token types", "https://docs.slack.dev/authentication/tokens", _READ)
OPENAI_KEYS = Document("OpenAI API key format", "https://vibekit.bot/openai-api-key-format", _READ)
JWT_RFC = Document("RFC 7519, JSON Web Token", "https://www.rfc-editor.org/rfc/rfc7519", None)
UNREAD = Document("The provider's documentation", "", None)
