"""Keys of clouds and hosting services."""

from __future__ import annotations

from promptwell.language.detectors.secrets.checksums import aws_key_id
from promptwell.language.detectors.secrets.format import Format, named, prefixed
from promptwell.language.detectors.secrets.formats.documents import (
    AWS_KEY_INFO,
    BETTERLEAKS,
    GITLEAKS,
    KINGFISHER,
    UNREAD,
)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = r"[A-Za-z0-9_-]"

FORMATS = (
    prefixed("aws-key-id", "AWS access key id", ("AKIA", "ASIA", "ABIA", "ACCA"), r"[A-Z2-7]{16}", AWS_KEY_INFO, entropy=3.0, checksum=aws_key_id, tail=""),
    Format("aws-secret-key", "AWS secret access key", ("secret", "aws"), r"(?i:aws|secret)[\w .-]{0,30}?(?i:key)[\"'`\]]{0,2}\s{0,3}(?:=>|:=|=|:|,|>)\s{0,5}[\"'`]{0,2}([A-Za-z0-9/+]{40})", GITLEAKS, 4.2, reach=110, tail="/+=", within_word=True),
    Format("aws-session-token", "AWS session token", ("session",), r"(?i:session_?token)[\"'`]{0,2}\s{0,3}[=:]\s{0,5}[\"'`]{0,2}((?:IQoJ|FQoG|FwoG|AQoD)[A-Za-z0-9/+]{60,700}={0,2})", UNREAD, 4.0, reach=900, tail="/+=", within_word=True),
    prefixed("aws-mws-token", "Amazon MWS token", "amzn.mws.", _UUID, UNREAD, tail="-"),
    Format("azure-ad-secret", "Microsoft Entra client secret", ("q~",), r"[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", GITLEAKS, 3.5, lead=4, reach=40, tail="_~.-"),
    named("azure-devops-token", "Azure DevOps personal access token", ("azure", "ado_pat", "azdo"), r"[A-Za-z0-9]{84}|[a-z2-7]{52}", KINGFISHER, entropy=3.5),
    named("azure-key", "Azure key", ("azure_", "azure-", "ocp-apim-subscription-key"), r"[a-f0-9]{32}|[A-Za-z0-9]{52}", KINGFISHER, entropy=3.2),
    named("azure-storage-key", "Azure storage account key", ("storage_key", "storagekey", "storage-key", "account_key", "storage_account"), r"[A-Za-z0-9+/]{86}==", KINGFISHER, entropy=4.0, tail="="),
    prefixed("google-oauth-secret", "Google OAuth client secret", "GOCSPX-", _KEY + r"{28}", KINGFISHER, entropy=3.4, tail="_-"),
    prefixed("google-oauth-token", "Google OAuth access token", "ya29.", _KEY + r"{30,400}", KINGFISHER, entropy=3.6, reach=420, tail="_-"),
    prefixed("google-refresh-token", "Google OAuth refresh token", "1//0", _KEY + r"{40,120}", UNREAD, entropy=3.6, tail="_-"),
    prefixed("alibaba-key-id", "Alibaba Cloud access key id", "LTAI", r"[A-Za-z0-9]{17,21}", KINGFISHER, entropy=3.2),
    named("alibaba-secret-key", "Alibaba Cloud secret key", ("alibaba", "aliyun"), r"[A-Za-z0-9]{30}", GITLEAKS, entropy=3.5),
    prefixed("tencent-key-id", "Tencent Cloud secret id", "AKID", r"[A-Za-z0-9]{32}", UNREAD, entropy=3.6),
    prefixed("digitalocean-token", "DigitalOcean token", ("dop_v1_", "doo_v1_", "dor_v1_"), r"[a-f0-9]{64}", GITLEAKS, entropy=3.0),
    prefixed("cloudflare-origin-key", "Cloudflare origin CA key", "v1.0-", r"[a-f0-9]{24}-[a-f0-9]{146}", GITLEAKS),
    named("cloudflare-token", "Cloudflare API token", ("cloudflare", "cf_api", "cf_dns"), r"[A-Za-z0-9_-]{40}|[a-f0-9]{37}", GITLEAKS, entropy=3.3),
    prefixed("flyio-token", "Fly.io access token", ("fo1_",), r"[\w-]{43}", GITLEAKS, entropy=3.6, tail="_-"),
    prefixed("flyio-macaroon", "Fly.io macaroon", ("fm1r_", "fm1a_", "fm2_"), r"[A-Za-z0-9+/]{100,280}={0,3}", GITLEAKS, entropy=3.6, tail="+/="),
    prefixed("heroku-key", "Heroku API key", "HRKU-AA", r"[0-9A-Za-z_-]{58}", GITLEAKS, entropy=3.4, tail="_-"),
    named("heroku-key-older", "Heroku API key", "heroku", _UUID, GITLEAKS),
    prefixed("vercel-token", "Vercel token", ("vcp_", "vca_", "vcr_", "vci_"), _KEY + r"{56}", BETTERLEAKS, entropy=3.6, tail="_-"),
    named("vercel-token-older", "Vercel token", "vercel", r"[A-Za-z0-9]{24}", BETTERLEAKS, entropy=3.4),
    prefixed("netlify-token", "Netlify access token", "nfp_", r"[A-Za-z0-9]{36}", UNREAD, entropy=3.4),
    named("netlify-token-older", "Netlify access token", "netlify", r"[A-Za-z0-9_-]{40,46}", GITLEAKS, entropy=3.5),
    prefixed("render-key", "Render API key", "rnd_", r"[A-Za-z0-9]{28}", BETTERLEAKS, entropy=3.4),
    named("railway-token", "Railway token", "railway", _UUID, UNREAD),
    prefixed("deno-token", "Deno Deploy token", ("ddp_", "ddo_"), r"[A-Za-z0-9]{36}", BETTERLEAKS, entropy=3.4),
    named("linode-token", "Linode API token", "linode", r"[a-f0-9]{64}", UNREAD),
    named("vultr-key", "Vultr API key", "vultr", r"[A-Z0-9]{36}", KINGFISHER),
    named("hetzner-token", "Hetzner Cloud token", ("hetzner", "hcloud"), r"[A-Za-z0-9]{64}", UNREAD, entropy=4.0),
    named("scaleway-key", "Scaleway secret key", ("scaleway", "scw_"), _UUID, BETTERLEAKS),
    prefixed("exoscale-key", "Exoscale API key", "EXO", r"[a-f0-9]{24,26}", BETTERLEAKS),
    named("ovh-secret", "OVH application secret", "ovh", r"[A-Za-z0-9]{32}", BETTERLEAKS, entropy=3.4),
    named("ibm-cloud-key", "IBM Cloud API key", ("ibm_cloud", "ibmcloud", "ibm cloud", "bluemix"), r"[A-Za-z0-9_-]{42,44}", BETTERLEAKS, entropy=3.6),
    prefixed("scalingo-token", "Scalingo token", "tk-us-", r"[\w-]{48}", GITLEAKS, entropy=3.4, tail="_-"),
    prefixed("upcloud-token", "UpCloud API token", "ucat_", r"[0-9A-Za-z]{24,32}", BETTERLEAKS, entropy=3.4),
    named("civo-key", "Civo API key", "civo", r"[A-Za-z0-9]{50}", BETTERLEAKS, entropy=3.6),
    prefixed("yandex-key", "Yandex Cloud API key", "AQVN", r"[A-Za-z0-9_-]{35,38}", GITLEAKS, entropy=3.5, tail="_-"),
    prefixed("yandex-key-id", "Yandex Cloud static key", ("YCAJE", "YCP", "YCN", "YCO", "YCM"), r"[A-Za-z0-9_-]{33,36}", GITLEAKS, entropy=4.2, tail="_-"),
    prefixed("openshift-token", "OpenShift user token", "sha256~", r"[\w-]{43}", GITLEAKS, entropy=3.6, tail="_-"),
    named("fastly-token", "Fastly API token", "fastly", r"[A-Za-z0-9_-]{32}", GITLEAKS, entropy=3.5),
)  # fmt: skip
