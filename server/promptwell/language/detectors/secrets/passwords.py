"""How much of a password a word is."""

from __future__ import annotations

import re

# Tried first by anybody who tries passwords; they protect nothing, and documentation is full of them.
_COMMON = frozenset(
    {
        "000000", "111111", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789",
        "1234567890", "abc123", "admin", "admin123", "administrator", "bar", "bitnami",
        "changeit", "default", "demo", "dev", "elastic", "foo", "grafana", "guest", "iloveyou",
        "letmein", "local", "localhost", "login", "mariadb", "master", "minio", "minioadmin",
        "mongo", "monkey", "mysql", "neo4j", "opensesame", "oracle", "p@ssw0rd", "p@ssword",
        "pass", "pass123", "passw0rd", "password", "password1", "password123", "postgres",
        "qwerty", "rabbitmq", "redis", "root", "root123", "sa", "secret", "secret123",
        "supersecret", "test", "test123", "tester", "testing", "testpass", "toor", "topsecret",
        "user", "user123", "vagrant", "welcome", "welcome1",
    }
)  # fmt: skip
# "SecurePass123!" has letters of all kinds, and is what documentation writes for a password.
_SPOKEN = re.compile(
    r"pass|p[a@4]ss?w|secret|s3cr3t|admin|user|welcome|qwerty|letmein|secure", re.IGNORECASE
)
_WORDS = re.compile(r"[a-z]+(?:[-_ .][a-z]+)*\d{0,4}\Z|[A-Z]?[a-z]+\d{0,4}\Z|\d{1,12}\Z")


def is_weak(password: str) -> bool:
    """Whether a password is a common one, a plain word or a short number."""
    return password.lower() in _COMMON or _WORDS.match(password) is not None


def is_strong(password: str) -> bool:
    """Whether nobody would write a text such as this but as a password: letters of several kinds, mixed."""
    if len(password) < 8 or is_common(password):
        return False
    kinds = (
        any(each.islower() for each in password)
        + any(each.isupper() for each in password)
        + any(each.isdigit() for each in password)
        + any(not each.isalnum() for each in password)
    )
    return kinds >= 3 or (kinds == 2 and len(password) >= 12 and _WORDS.match(password) is None)


def is_common(password: str) -> bool:
    """Whether a password says that it is one, or is tried first by everybody."""
    return password.lower() in _COMMON or _SPOKEN.search(password) is not None
