"""Passwords in addresses: `https://user:password@host`, and those of databases and queues."""

from __future__ import annotations

import re

from promptwell.language.detectors.secrets.passwords import is_weak
from promptwell.language.detectors.secrets.placeholders import is_reference, is_sample
from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.text.source import Span

KEYWORDS = ("://",)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,24}\Z")
_CREDENTIALS = re.compile(
    r"://(?P<user>[^\s\"'<>`@/:\\]{0,80}):(?P<password>[^\s\"'<>`@/]{1,120})@(?P<host>[\w.\[\]:%-]{2,120})"
)
_SERVICES = {
    "amqp": "AMQP",
    "amqps": "AMQP",
    "bolt": "Neo4j",
    "clickhouse": "ClickHouse",
    "cockroachdb": "CockroachDB",
    "couchbase": "Couchbase",
    "db2": "Db2",
    "imap": "IMAP",
    "imaps": "IMAP",
    "kafka": "Kafka",
    "ldap": "LDAP",
    "ldaps": "LDAP",
    "mariadb": "MariaDB",
    "memcached": "Memcached",
    "mongodb": "MongoDB",
    "mqtt": "MQTT",
    "mqtts": "MQTT",
    "mssql": "SQL Server",
    "mysql": "MySQL",
    "nats": "NATS",
    "neo4j": "Neo4j",
    "oracle": "Oracle",
    "pop3": "POP3",
    "postgis": "PostgreSQL",
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "presto": "Presto",
    "redis": "Redis",
    "rediss": "Redis",
    "redshift": "Redshift",
    "smtp": "SMTP",
    "smtps": "SMTP",
    "snowflake": "Snowflake",
    "sqlserver": "SQL Server",
    "stomp": "STOMP",
    "trino": "Trino",
    "valkey": "Valkey",
    "vertica": "Vertica",
}
# What stands for a password where an address is explained.
_STAND_INS = frozenset(
    {
        "***", "abc", "api_key", "apikey", "bar", "baz", "db_pass", "db_password", "dbpass",
        "dbpassword", "foo", "hunter2", "key", "mypass", "mypassword", "oauth2", "p", "pas",
        "pass", "passwd", "password", "passwort", "port", "pw", "pwd", "secret", "something",
        "token", "userpass", "userpassword", "x-oauth-basic", "x-token-auth", "xxx", "xyz",
        "yourpassword",
    }
)  # fmt: skip


def credential_at(text: str, start: int) -> Secret | None:
    """The password in the address whose `://` stands at an offset."""
    match = _CREDENTIALS.match(text, start, start + 330)
    if match is None:
        return None
    scheme = _SCHEME.search(text, max(0, start - 25), start)
    if scheme is None:
        return None
    password = match["password"]
    if is_reference(password) or is_reference(match["user"]) or is_sample(password):
        return None
    if password.lower().rstrip("0123456789") in _STAND_INS or set(password) <= set("*.x-_"):
        return None
    if "_" in password and password.isupper():
        return None  # the name of a setting
    host = match["host"]
    if is_sample(host) and not re.search(r"[0-9]", password):
        return None
    first = scheme[0].lower().partition("+")[0].removeprefix("jdbc:")
    service = _SERVICES.get(first)
    weak = is_weak(password) or password == match["user"]
    span = Span(*match.span("password"))
    if service:
        return Secret(span, "connection", f"{service} password", key="password", weak=weak)
    return Secret(span, "url", "password", key="password", weak=weak)
