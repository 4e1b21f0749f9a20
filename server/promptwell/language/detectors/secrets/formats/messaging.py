"""Tokens of chat, mail and telephone services, and addresses that let anybody write there."""

from __future__ import annotations

from promptwell.language.detectors.secrets.checksums import telegram
from promptwell.language.detectors.secrets.format import Format, named, prefixed
from promptwell.language.detectors.secrets.formats.documents import (
    BETTERLEAKS,
    GITLEAKS,
    KINGFISHER,
    SLACK_TOKENS,
    UNREAD,
)

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

FORMATS = (
    prefixed("slack-bot-token", "Slack bot token", "xoxb-", r"[0-9]{8,14}-(?:[0-9]{8,14}-)?[0-9A-Za-z]{18,34}", SLACK_TOKENS, tail="-"),
    prefixed("slack-user-token", "Slack user token", ("xoxp-", "xoxe-"), r"(?:[0-9]{8,14}-){2,3}[0-9A-Za-z]{24,36}", SLACK_TOKENS, tail="-"),
    prefixed("slack-legacy-token", "Slack legacy token", ("xoxa-", "xoxr-", "xoxo-", "xoxs-"), r"(?:\d{1,14}-){0,3}[0-9A-Za-z]{8,64}", GITLEAKS, tail="-"),
    prefixed("slack-app-token", "Slack app-level token", "xapp-", r"\d-[A-Z0-9]{8,14}-\d{8,16}-[a-f0-9]{30,70}", SLACK_TOKENS),
    prefixed("slack-session-token", "Slack session token", "xoxc-", r"\d{9,15}-\d{9,15}-\d{9,15}-[a-f0-9]{64}", BETTERLEAKS),
    prefixed("slack-session-cookie", "Slack session cookie", "xoxd-", r"[\w/\\+%-]{100,250}={0,2}", BETTERLEAKS, entropy=3.4),
    prefixed("slack-configuration-token", "Slack configuration token", ("xoxe.xoxb-", "xoxe.xoxp-"), r"\d-[A-Za-z0-9]{160,170}", GITLEAKS, entropy=3.4),
    prefixed("slack-webhook", "Slack webhook", "hooks.slack.com/", r"(?:services|workflows|triggers)/([A-Za-z0-9]{8,12}/[A-Za-z0-9]{8,12}/[A-Za-z0-9]{18,30})", GITLEAKS, entropy=3.2),
    named("discord-bot-token", "Discord bot token", "discord", r"[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}", KINGFISHER, entropy=3.8),
    prefixed("discord-webhook", "Discord webhook", ("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"), r"(\d{17,20}/[\w-]{60,72})", KINGFISHER, entropy=3.4, tail="_-"),
    named("discord-secret", "Discord secret", "discord", r"[A-Za-z0-9_-]{32}|[a-f0-9]{64}", GITLEAKS, entropy=3.5),
    Format("telegram-bot-token", "Telegram bot token", (":aa",), r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", GITLEAKS, 3.6, checksum=telegram, lead=10, reach=38, tail="_-"),
    prefixed("teams-webhook", "Microsoft Teams webhook", ".webhook.office.com/webhookb2/", rf"({_UUID}@{_UUID}/IncomingWebhook/[a-z0-9]{{32}}/{_UUID})", GITLEAKS),
    prefixed("teams-webhook-older", "Microsoft Teams webhook", "outlook.office.com/webhook/", rf"({_UUID}@{_UUID}/IncomingWebhook/[a-z0-9]{{32}}/{_UUID})", KINGFISHER),
    prefixed("google-chat-webhook", "Google Chat webhook", "chat.googleapis.com/v1/spaces/", r"([\w-]{8,20}/messages\?key=[\w-]{30,45}&token=[\w%-]{40,60})", UNREAD, entropy=3.4, tail="_-%"),
    prefixed("zapier-webhook", "Zapier webhook", "hooks.zapier.com/hooks/catch/", r"(\d{4,9}/[A-Za-z0-9]{6,12})", KINGFISHER),
    prefixed("make-webhook", "Make webhook", (".make.com/", ".integromat.com/"), r"([a-z0-9]{32})", UNREAD, entropy=3.2),
    prefixed("tines-webhook", "Tines webhook", ".tines.com/webhook/", r"([a-z0-9]{32}/[a-z0-9]{32})", KINGFISHER),
    prefixed("dingtalk-webhook", "DingTalk robot", "oapi.dingtalk.com/robot/send?access_token=", r"([a-f0-9]{64})", UNREAD),
    prefixed("feishu-webhook", "Feishu robot", ("open.feishu.cn/open-apis/bot/v2/hook/", "open.larksuite.com/open-apis/bot/v2/hook/"), rf"({_UUID})", UNREAD),
    named("mattermost-token", "Mattermost access token", "mattermost", r"[a-z0-9]{26}", GITLEAKS, entropy=3.4),
    prefixed("sendgrid-key", "SendGrid API key", "SG.", r"[\w-]{20,24}\.[\w-]{39,47}", KINGFISHER, entropy=3.6, tail="_-"),
    prefixed("brevo-key", "Brevo API key", ("xkeysib-", "xsmtpsib-"), r"[a-f0-9]{64}-[A-Za-z0-9]{16}", GITLEAKS, entropy=3.2),
    prefixed("mailgun-key", "Mailgun API key", "key-", r"[a-f0-9]{32}", GITLEAKS, entropy=3.2),
    named("mailgun-signing-key", "Mailgun key", "mailgun", r"[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}|pubkey-[a-f0-9]{32}", GITLEAKS),
    Format("mailchimp-key", "Mailchimp API key", ("-us",), r"[0-9a-f]{32}-us[0-9]{1,2}", GITLEAKS, 3.0, lead=32, reach=6),
    prefixed("mailersend-token", "MailerSend API token", "mlsn.", r"[a-f0-9]{64}", BETTERLEAKS),
    prefixed("resend-key", "Resend API key", "re_", r"[A-Za-z0-9]{8}_[A-Za-z0-9]{20,28}", UNREAD, entropy=3.6),
    named("postmark-token", "Postmark server token", "postmark", _UUID, KINGFISHER),
    named("mailjet-key", "Mailjet key", "mailjet", r"[a-f0-9]{32}", KINGFISHER),
    prefixed("klaviyo-key", "Klaviyo private key", "pk_", r"[a-f0-9]{34}", BETTERLEAKS, entropy=3.2),
    prefixed("twilio-key", "Twilio API key", tuple(f"SK{digit}" for digit in "0123456789abcdef"), r"[0-9a-f]{31}", GITLEAKS, entropy=3.2),
    named("twilio-token", "Twilio auth token", "twilio", r"[a-f0-9]{32}", KINGFISHER),
    named("messagebird-key", "MessageBird key", ("messagebird", "message_bird"), r"[A-Za-z0-9]{25}", GITLEAKS, entropy=3.5),
    named("plivo-token", "Plivo auth token", "plivo", r"[A-Za-z0-9]{40}", BETTERLEAKS, entropy=3.5),
    prefixed("telnyx-key", "Telnyx API key", "KEY0", r"[A-F0-9]{31}_[A-Za-z0-9]{22}", UNREAD, entropy=3.4),
    named("vonage-secret", "Vonage secret", ("nexmo", "vonage"), r"[A-Za-z0-9]{16}", UNREAD, entropy=3.2),
    prefixed("onesignal-key", "OneSignal key", ("os_v2_app_", "os_v2_org_"), r"[a-z2-7]{103}", BETTERLEAKS, entropy=3.6),
    prefixed("intercom-token", "Intercom access token", "dG9rO", r"[A-Za-z0-9+/]{54}=", UNREAD, entropy=3.8, tail="="),
    named("zendesk-secret", "Zendesk secret", "zendesk", r"[A-Za-z0-9]{40}|[a-f0-9]{64}", GITLEAKS, entropy=3.3),
    named("facebook-secret", "Facebook app secret", ("facebook", "fb_app", "meta_app"), r"[a-f0-9]{32}", GITLEAKS),
    prefixed("facebook-token", "Facebook access token", ("EAACEdEose0cBA", "EAAM", "EAAC"), r"[A-Za-z0-9]{100,250}", GITLEAKS, entropy=3.8),
    named("twitter-secret", "Twitter (X) key", ("twitter", "x_api", "x_access"), r"[A-Za-z0-9]{45}|[A-Za-z0-9]{50}|[0-9]{15,25}-[A-Za-z0-9]{20,40}|A{22}[A-Za-z0-9%]{80,100}|[A-Za-z0-9]{25}", GITLEAKS, entropy=3.5),
    named("linkedin-secret", "LinkedIn client secret", ("linkedin", "linked_in"), r"[A-Za-z0-9]{16}|WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/]{6}==", GITLEAKS, entropy=3.4),
    named("twitch-secret", "Twitch secret", "twitch", r"[a-z0-9]{30}", GITLEAKS, entropy=3.5),
    prefixed("pinterest-token", "Pinterest access token", "pina_", r"[A-Za-z0-9_-]{40,200}", BETTERLEAKS, entropy=3.6, tail="_-"),
    named("reddit-secret", "Reddit client secret", "reddit", r"[A-Za-z0-9_-]{27,30}", UNREAD, entropy=3.8),
    prefixed("voiceflow-key", "Voiceflow API key", "VF.", r"(?:(?:DM|WS)\.)?[a-fA-F0-9]{24}\.[A-Za-z0-9]{16}", KINGFISHER, entropy=3.2),
)  # fmt: skip
