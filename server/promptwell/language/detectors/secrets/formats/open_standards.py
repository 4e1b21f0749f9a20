"""Tokens whose format is an open standard, whoever issues them."""

from __future__ import annotations

from promptwell.language.detectors.secrets.checksums import jwt, nkey_seed
from promptwell.language.detectors.secrets.format import Format, named, prefixed
from promptwell.language.detectors.secrets.formats.documents import (
    GITLEAKS,
    JWT_RFC,
    KINGFISHER,
    UNREAD,
)

FORMATS = (
    Format("json-web-token", "JSON Web Token", ("eyj", "ewog"), r"e[yw][A-Za-z0-9_-]{14,}\.e[yw][A-Za-z0-9_-]{14,}\.[A-Za-z0-9_-]{20,}", JWT_RFC, 3.5, checksum=jwt, reach=3200, certain=False, tail="_-="),
    prefixed("age-secret-key", "age secret key", "AGE-SECRET-KEY-1", r"[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", GITLEAKS, entropy=3.5),
    prefixed("nkey-seed", "NATS NKEY seed", ("SA", "SC", "SN", "SO", "SU"), r"[A-Z2-7]{56}", UNREAD, entropy=3.5, checksum=nkey_seed, reach=60),
    named("laravel-key", "Laravel application key", ("app_key",), r"base64:[A-Za-z0-9+/]{43}=", UNREAD, entropy=4.0, tail="="),
    named("rails-master-key", "Rails master key", ("rails_master_key", "secret_key_base"), r"[a-f0-9]{128}|[a-f0-9]{32}", UNREAD),
    named("django-secret-key", "Django secret key", ("django_secret", "django-insecure", "secret_key"), r"(?:django-insecure-)?[a-z0-9!@#$%^&*(_=+)-]{50}", KINGFISHER, entropy=4.0),
    prefixed("jupyter-token", "Jupyter token", ("/lab?token=", "/tree?token=", "/?token="), r"([a-f0-9]{48})", UNREAD),
    prefixed("aws-signature", "signature of a presigned address", ("x-amz-signature=", "x-goog-signature="), r"([a-f0-9]{64,512})", UNREAD, reach=540),
    prefixed("azure-sas-signature", "signature of a shared access address", ("&sig=", "?sig="), r"([A-Za-z0-9%+/]{43,60}(?:%3[dD]|=))", UNREAD, entropy=4.0),
)  # fmt: skip
