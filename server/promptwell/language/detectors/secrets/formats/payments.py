"""Keys of payment services and shops."""

from __future__ import annotations

from promptwell.language.detectors.secrets.format import Format, named, prefixed
from promptwell.language.detectors.secrets.formats.documents import (
    BETTERLEAKS,
    GITLEAKS,
    KINGFISHER,
    UNREAD,
)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

FORMATS = (
    prefixed("paystack-key", "Paystack secret key", ("sk_live_", "sk_test_"), r"[a-f0-9]{40}", KINGFISHER),
    prefixed("stripe-secret-key", "Stripe secret key", ("sk_live_", "sk_test_", "sk_prod_"), r"[A-Za-z0-9]{16,107}", GITLEAKS, entropy=3.2),
    prefixed("stripe-restricted-key", "Stripe restricted key", ("rk_live_", "rk_test_", "rk_prod_"), r"[A-Za-z0-9]{16,107}", GITLEAKS, entropy=3.2),
    prefixed("stripe-webhook-secret", "webhook signing secret of Stripe's kind", "whsec_", r"[A-Za-z0-9+/]{32,64}={0,2}", UNREAD, entropy=3.6, tail="="),
    prefixed("square-token", "Square access token", "sq0atp-", r"[\w-]{22}", KINGFISHER, entropy=3.2, tail="_-"),
    prefixed("square-secret", "Square OAuth secret", "sq0csp-", r"[\w-]{43}", KINGFISHER, entropy=3.4, tail="_-"),
    prefixed("square-access-token", "Square access token", "EAAA", r"[\w-]{60}", GITLEAKS, entropy=3.8, tail="_-"),
    prefixed("shopify-token", "Shopify token", ("shpat_", "shpca_", "shppa_", "shpss_"), r"[a-fA-F0-9]{32}", GITLEAKS, entropy=3.0),
    prefixed("braintree-token", "Braintree access token", "access_token$", r"(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}", UNREAD, entropy=3.2),
    named("plaid-secret", "Plaid secret", "plaid", r"[a-f0-9]{30}", GITLEAKS),
    prefixed("plaid-token", "Plaid access token", "access-", rf"(?:sandbox|development|production)-{_UUID}", GITLEAKS),
    prefixed("flutterwave-key", "Flutterwave secret key", ("FLWSECK_TEST-", "FLWSECK-"), r"[a-z0-9]{32}-X|(?:FLWSECK_TEST-)[a-h0-9]{12}", GITLEAKS),
    prefixed("paddle-key", "Paddle API key", ("pdl_live_apikey_", "pdl_sdbx_apikey_"), r"[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}", BETTERLEAKS, entropy=3.4),
    prefixed("polar-token", "Polar access token", ("polar_at_", "polar_oat_", "polar_pat_"), r"[\w-]{20,100}", BETTERLEAKS, entropy=3.4, tail="_-"),
    prefixed("pagarme-key", "Pagar.me key", "ak_live_", r"[A-Za-z0-9]{30}", KINGFISHER, entropy=3.2),
    Format("asaas-token", "Asaas API token", ("$aact_",), r"\$aact_(?:prod|hmlg)_[\w:-]{20,180}", BETTERLEAKS, 3.4, tail="_-"),
    prefixed("adyen-key", "Adyen API key", "AQE", r"[A-Za-z0-9+/]{60,120}-[A-Za-z0-9+/=]{40,50}-[A-Za-z0-9<>(){}.,:;&%$#@!*^+=\[\]]{12,24}", UNREAD, entropy=3.8),
    prefixed("razorpay-key", "Razorpay key id", ("rzp_live_", "rzp_test_"), r"[A-Za-z0-9]{14}", UNREAD, entropy=3.2),
    prefixed("midtrans-key", "Midtrans server key", "Mid-server-", r"[\w-]{16,30}", BETTERLEAKS, entropy=3.2, tail="_-"),
    prefixed("checkout-key", "Checkout.com secret key", "sk_", _UUID, BETTERLEAKS),
    prefixed("lob-key", "Lob API key", ("live_", "test_"), r"[a-f0-9]{35}", GITLEAKS),
    prefixed("gocardless-token", "GoCardless access token", ("live_", "sandbox_"), r"[A-Za-z0-9_-]{40}", GITLEAKS, entropy=4.2, tail="_-"),
    prefixed("duffel-token", "Duffel access token", ("duffel_test_", "duffel_live_"), r"[\w=-]{43}", GITLEAKS, entropy=3.4, tail="_-"),
    prefixed("easypost-key", "EasyPost API key", ("EZAK", "EZTK"), r"[A-Za-z0-9]{54}", GITLEAKS, entropy=3.6),
    prefixed("shippo-token", "Shippo API token", ("shippo_live_", "shippo_test_"), r"[a-f0-9]{40}", GITLEAKS),
    prefixed("mercury-token", "Mercury API token", "mercury_production_", r"[a-z]{3,6}_[A-Za-z0-9]{40,50}_yrucrem", BETTERLEAKS, entropy=3.4),
    prefixed("ramp-secret", "Ramp client secret", "ramp_sec_", r"[A-Za-z0-9]{48}", BETTERLEAKS, entropy=3.4),
    prefixed("persona-key", "Persona API key", "persona_production_", r"[a-z0-9_-]{20,80}", BETTERLEAKS, entropy=3.4, tail="_-"),
    prefixed("onfido-token", "Onfido API token", ("api_live.", "api_live_ca.", "api_live_us."), r"[\w.-]{20,80}", BETTERLEAKS, entropy=3.6, tail="_-"),
    named("coinbase-token", "Coinbase key", "coinbase", r"[A-Za-z0-9_-]{64}", GITLEAKS, entropy=3.6),
    named("kraken-token", "Kraken key", "kraken", r"[A-Za-z0-9/=_+-]{80,90}", GITLEAKS, entropy=4.0),
    named("kucoin-key", "KuCoin key", "kucoin", rf"[a-f0-9]{{24}}|{_UUID}", GITLEAKS),
    named("binance-key", "Binance API key", "binance", r"[A-Za-z0-9]{64}", UNREAD, entropy=4.0),
    named("finicity-key", "Finicity key", "finicity", r"[a-f0-9]{32}|[a-z0-9]{20}", GITLEAKS),
    named("paypal-secret", "PayPal client secret", "paypal", r"E[A-Za-z0-9_-]{79}", UNREAD, entropy=4.0),
    named("wise-token", "Wise API token", ("transferwise", "wise_api"), _UUID, KINGFISHER),
)  # fmt: skip
