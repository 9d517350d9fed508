"""Webhooks; getUpdates itself waits, so the server asks the queue for it."""

import re
from typing import Any

from bot.rehearsal.calls import Call, method
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
BY_SET_WEBHOOK = "Conflict: terminated by setWebhook request"


@method("setWebhook")
def set_webhook(world: World, call: Call) -> bool:
    """Send updates to an address from now on; an empty one ends that. Plain http will do, as with --local."""
    url = call.text("url")
    if not url:
        return unhook(world, call)
    url = url if "://" in url else f"https://{url}"
    if not re.match(r"https?://[^\s/]+", url):
        raise bad("bad webhook: invalid webhook URL specified")
    if call.text("secret_token") and not SECRET.match(call.text("secret_token")):
        raise bad("secret token contains unallowed characters")
    if call.params.get("allowed_updates") not in (None, ""):
        world.updates.allow(call.value("allowed_updates", "allowed updates"))
    hook = {
        "url": url,
        "secret": call.text("secret_token"),
        "max_connections": min(100, max(1, call.number("max_connections", 40))),
    }
    same = world.settings.get("webhook") == hook
    call.description = "Webhook is already set" if same else "Webhook was set"
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    if not same:
        world.settings.pop("webhook error", None)
    world.settings["webhook"] = hook
    world.updates.webhook = True
    world.updates.stop_poll(BY_SET_WEBHOOK)
    world.updates.ring()
    world.publish("webhook", None, {"url": url})
    return True


def unhook(world: World, call: Call) -> bool:
    """Take the webhook away; what it has not confirmed stays for getUpdates."""
    had = world.settings.pop("webhook", None)
    world.settings.pop("webhook error", None)
    world.updates.webhook = False
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.ring()
    call.description = "Webhook was deleted" if had else "Webhook is already deleted"
    return True


@method("deleteWebhook")
def delete_webhook(world: World, call: Call) -> bool:
    """Keep updates for getUpdates from now on."""
    return unhook(world, call)


@method("getWebhookInfo")
def get_webhook_info(world: World, _call: Call) -> Json:
    """How the webhook does."""
    hook = world.settings.get("webhook")
    world.updates.forget_expired()
    body: Json = {"url": hook["url"] if hook else "", "has_custom_certificate": False}
    body["pending_update_count"] = len(world.updates.pending)
    if hook:
        body |= {"max_connections": hook["max_connections"], "ip_address": "127.0.0.1"}
    if world.updates.allowed is not None:
        body["allowed_updates"] = sorted(world.updates.allowed)
    error: Json = world.settings.get("webhook error", {})
    return body | error
