"""Keys of what a service is run with: monitoring, vaults, secrets, infrastructure, networks."""

from __future__ import annotations

from promptwell.language.detectors.secrets.checksums import json_behind
from promptwell.language.detectors.secrets.format import Format, named, prefixed
from promptwell.language.detectors.secrets.formats.documents import (
    BETTERLEAKS,
    GITLEAKS,
    KINGFISHER,
    UNREAD,
)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _grafana_cloud(token: str) -> bool:
    return json_behind("glc_", token)


FORMATS = (
    prefixed("vault-service-token", "HashiCorp Vault service token", "hvs.", r"[\w-]{24,160}", GITLEAKS, entropy=3.4, tail="_-"),
    prefixed("vault-batch-token", "HashiCorp Vault batch token", "hvb.", r"[\w-]{100,280}", GITLEAKS, entropy=3.6, tail="_-"),
    prefixed("vault-recovery-token", "HashiCorp Vault recovery token", "hvr.", r"[\w-]{24,160}", UNREAD, entropy=3.4, tail="_-"),
    named("vault-token-older", "HashiCorp Vault token", "vault", r"s\.[A-Za-z0-9]{24}", GITLEAKS, entropy=3.4),
    Format("terraform-token", "Terraform Cloud API token", (".atlasv1.",), r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}", GITLEAKS, 3.6, lead=14, reach=90, tail="_-="),
    prefixed("doppler-token", "Doppler token", ("dp.ct.", "dp.pt.", "dp.st.", "dp.sa.", "dp.scim.", "dp.audit."), r"(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}", KINGFISHER, entropy=3.4),
    prefixed("infisical-token", "Infisical service token", "st.", r"[a-f0-9]{24}\.[a-f0-9]{32}\.[a-f0-9]{32}", UNREAD),
    prefixed("onepassword-service-token", "1Password service account token", "ops_eyJ", r"[A-Za-z0-9+/]{200,900}={0,3}", GITLEAKS, entropy=3.8, reach=950, tail="="),
    prefixed("onepassword-secret-key", "1Password secret key", "A3-", r"[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}", GITLEAKS, entropy=3.5, tail="-"),
    prefixed("pulumi-token", "Pulumi access token", "pul-", r"[a-f0-9]{40}", GITLEAKS, entropy=3.0),
    prefixed("prefect-token", "Prefect API token", ("pnu_", "pnb_"), r"[A-Za-z0-9]{36}", GITLEAKS, entropy=3.4),
    prefixed("infracost-token", "Infracost API key", "ico-", r"[A-Za-z0-9]{32}", GITLEAKS, entropy=3.4),
    prefixed("databricks-token", "Databricks access token", "dapi", r"[a-f0-9]{32}(?:-\d)?", GITLEAKS, entropy=3.0, tail="_-"),
    prefixed("grafana-service-token", "Grafana service account token", "glsa_", r"[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}", GITLEAKS, entropy=3.4),
    prefixed("grafana-cloud-token", "Grafana Cloud token", "glc_", r"[A-Za-z0-9+/]{32,280}={0,3}", GITLEAKS, entropy=3.6, checksum=_grafana_cloud, tail="=+/"),
    prefixed("grafana-key", "Grafana API key", "eyJrIjoi", r"[A-Za-z0-9]{70,280}={0,3}", GITLEAKS, entropy=3.6, tail="=+/."),
    prefixed("dynatrace-token", "Dynatrace API token", ("dt0c01.", "dt0s01.", "dt0s02.", "dt0s08.", "dt0s16."), r"[A-Z0-9]{8,24}\.[A-Z0-9]{64}", KINGFISHER, entropy=3.6),
    prefixed("newrelic-user-key", "New Relic user key", "NRAK-", r"[A-Z0-9]{27}", GITLEAKS, entropy=3.4),
    prefixed("newrelic-insert-key", "New Relic insert key", "NRII-", r"[A-Za-z0-9_-]{32}", GITLEAKS, entropy=3.4, tail="_-"),
    prefixed("newrelic-browser-key", "New Relic browser key", "NRJS-", r"[a-f0-9]{19}", GITLEAKS, entropy=2.8),
    Format("newrelic-licence", "New Relic licence key", ("ffffnral",), r"(?:eu01xx)?[a-f0-9]{30,36}FFFFNRAL", UNREAD, 3.0, lead=40, reach=8),
    named("datadog-key", "Datadog key", ("datadog", "dd_api_key", "dd_app_key"), r"[a-f0-9]{32}|[a-f0-9]{40}|[A-Za-z0-9-]{40}", BETTERLEAKS, entropy=3.2),
    prefixed("datadog-token", "Datadog personal key", ("ddapp_", "ddpat_"), r"[A-Za-z0-9]{34}", UNREAD, entropy=3.4),
    prefixed("sentry-user-token", "Sentry user token", "sntryu_", r"[a-f0-9]{64}", GITLEAKS, entropy=3.0),
    prefixed("sentry-organization-token", "Sentry organization token", "sntrys_eyJpYXQiO", r"[A-Za-z0-9+/=]{40,280}_[A-Za-z0-9+/]{43}", GITLEAKS, entropy=3.8, reach=400),
    named("sentry-token-older", "Sentry token", "sentry", r"[a-f0-9]{64}", GITLEAKS),
    named("honeycomb-key", "Honeycomb key", "honeycomb", r"[a-f0-9]{32}|[A-Za-z0-9]{22}", BETTERLEAKS, entropy=3.4),
    prefixed("honeycomb-ingest-key", "Honeycomb ingest key", ("hcaik_", "hcbik_"), r"[A-Za-z0-9]{58}", UNREAD, entropy=3.6),
    prefixed("posthog-personal-key", "PostHog personal API key", "phx_", r"[\w-]{41,49}", BETTERLEAKS, entropy=3.6, tail="_-"),
    prefixed("rootly-key", "Rootly API key", "rootly_", r"[a-f0-9]{64}", BETTERLEAKS),
    named("pagerduty-key", "PagerDuty key", ("pagerduty", "pager_duty"), r"[A-Za-z0-9+_-]{20}|[a-f0-9]{32}", UNREAD, entropy=3.3),
    named("opsgenie-key", "Opsgenie key", "opsgenie", _UUID, KINGFISHER),
    named("rollbar-token", "Rollbar token", "rollbar", r"[a-f0-9]{32}", UNREAD),
    named("bugsnag-key", "Bugsnag key", "bugsnag", r"[a-f0-9]{32}", UNREAD),
    named("sumologic-key", "Sumo Logic key", ("sumo_", "sumologic", "sumo logic"), r"su[A-Za-z0-9]{12}|[A-Za-z0-9]{64}", GITLEAKS, entropy=3.3),
    named("splunk-token", "Splunk token", "splunk", _UUID, UNREAD),
    named("logzio-token", "Logz.io token", ("logzio", "logz.io", "logz_io"), rf"[A-Za-z]{{32}}|{_UUID}", KINGFISHER, entropy=3.4),
    named("loggly-token", "Loggly token", "loggly", _UUID, UNREAD),
    named("uptimerobot-key", "UptimeRobot key", "uptimerobot", r"u\d{6,8}-[a-f0-9]{24}", KINGFISHER),
    prefixed("tailscale-key", "Tailscale key", ("tskey-api-", "tskey-auth-", "tskey-client-", "tskey-scim-", "tskey-webhook-"), r"[A-Za-z0-9]{9,20}(?:-[A-Za-z0-9]{16,40})?", KINGFISHER, entropy=3.2, tail="-"),
    prefixed("defined-networking-token", "Defined Networking token", "dnkey-", r"[\w=-]{26}-[\w=-]{52}", GITLEAKS, entropy=3.6, tail="_-="),
    named("zerotier-token", "ZeroTier token", "zerotier", r"[A-Za-z0-9]{32}", KINGFISHER, entropy=3.5),
    Format("wireguard-key", "WireGuard key", ("privatekey", "presharedkey"), r"(?i:privatekey|presharedkey)\s{0,3}=\s{0,3}([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)", KINGFISHER, 4.0, reach=70, tail="="),
    named("meraki-key", "Cisco Meraki API key", "meraki", r"[0-9a-f]{40}", GITLEAKS),
    named("ngrok-token", "ngrok authtoken", "ngrok", r"[A-Za-z0-9]{20,30}_[A-Za-z0-9]{20,24}", KINGFISHER, entropy=3.8, tail="-"),
    named("okta-token", "Okta API token", "okta", r"00[\w=-]{40}", GITLEAKS, entropy=3.8),
    named("auth0-secret", "Auth0 client secret", "auth0", r"[A-Za-z0-9_-]{64}", KINGFISHER, entropy=4.0),
    named("jumpcloud-key", "JumpCloud API key", "jumpcloud", r"[A-Za-z0-9_]{36,42}", BETTERLEAKS, entropy=3.5),
    named("launchdarkly-key", "LaunchDarkly key", ("launchdarkly", "launch_darkly"), rf"[A-Za-z0-9_-]{{40}}|(?:sdk|api|mob)-{_UUID}", GITLEAKS, entropy=3.3),
    prefixed("launchdarkly-sdk-key", "LaunchDarkly SDK key", ("sdk-", "api-"), _UUID, UNREAD),
    prefixed("configcat-key", "ConfigCat SDK key", "configcat-sdk-1/", r"[\w-]{22}/[\w-]{22}", BETTERLEAKS, entropy=3.4, tail="_-"),
    prefixed("devcycle-key", "DevCycle server key", "dvc_server_", r"[a-f0-9]{8}_[a-f0-9]{4}_[a-f0-9]{4}_[a-f0-9]{4}_[a-f0-9]{12}(?:_[a-f0-9]{7})?|dvc_server_[A-Za-z0-9]{16,32}", BETTERLEAKS, entropy=3.0),
    prefixed("unkey-key", "Unkey root key", "unkey_", r"[A-Za-z0-9]{20,32}", BETTERLEAKS, entropy=3.4),
    prefixed("zuplo-key", "Zuplo API key", "zpka_", r"[a-z0-9]{32}_[0-9a-f]{8}", BETTERLEAKS, entropy=3.4),
    prefixed("readme-key", "ReadMe API key", "rdme_", r"[a-z0-9]{70}", GITLEAKS, entropy=3.4),
    prefixed("dependency-track-key", "Dependency-Track API key", "odt_", r"[A-Za-z0-9]{32,200}", KINGFISHER, entropy=3.4),
    prefixed("fullstory-key", "FullStory API key", ("na1.", "eu1."), r"[A-Za-z0-9+/]{60,120}={0,2}", KINGFISHER, entropy=4.0, tail="+/="),
    prefixed("maxmind-key", "MaxMind licence key", ("mmk_",), r"[A-Za-z0-9_]{30,40}", UNREAD, entropy=3.4),
    Format("maxmind-licence", "MaxMind licence key", ("_mmk",), r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", GITLEAKS, 3.4, lead=36, reach=4),
    prefixed("authress-key", "Authress access key", ("scauth_", "authress_"), r"[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120}", GITLEAKS, entropy=3.6, tail="_-="),
    prefixed("intra42-secret", "42 API secret", ("s-s4t2ud-", "s-s4t2af-"), r"[a-f0-9]{64}", GITLEAKS),
    prefixed("settlemint-token", "SettleMint token", ("sm_aat_", "sm_pat_", "sm_sat_"), r"[A-Za-z0-9]{16}", GITLEAKS, entropy=3.0),
    prefixed("endorlabs-key", "Endor Labs key", "endr+", r"[A-Za-z0-9-]{16}", BETTERLEAKS, entropy=3.2),
)  # fmt: skip
