"""``views.*``: the stack of modals each person has open, and App Home.

Guarantee: a stack is at most three views of one type; every change by the app gives a view a new hash; a change that
names a stale hash is refused (Slack docs, "Modals" and each method's page).
"""

import secrets
from typing import Final

from adapters.sandbox.slack.blocks import KnowsImage, accept_view
from adapters.sandbox.slack.call import Call
from adapters.sandbox.slack.entries import Entries
from adapters.sandbox.slack.triggers import Triggers
from adapters.sandbox.slack.wire import Json, NotPossible, Refused, at
from adapters.sandbox.slack.world import World

STACK: Final = 3
# What a view's author may set, and what Slack answers where it was left out.
DEFAULTS: Final[Json] = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "title": None,
    "close": None,
    "submit": None,
}


class Views:
    """Every open view."""

    def __init__(self, world: World, triggers: Triggers, entries: Entries, knows_image: KnowsImage) -> None:
        self._world = world
        self._triggers = triggers
        self._entries = entries
        self._knows_image = knows_image
        self._views: dict[str, Json] = {}
        self._owners: dict[str, str] = {}  # view id -> person
        self._stacks: dict[str, list[str]] = {}  # person -> view ids, the bottom one first
        self._homes: dict[str, str] = {}  # person -> view id

    # -- methods -------------------------------------------------------------------------------------------------

    def open(self, call: Call) -> Json:
        """views.open."""
        view = self._accepted(call, "modal")
        trigger = self._triggers.redeem(_trigger_id(call))
        self.clear(trigger.user)
        return {"view": self._put(trigger.user, view, "view_opened")}

    def push(self, call: Call) -> Json:
        """views.push: needs a trigger from inside the modal."""
        view = self._accepted(call, "")
        trigger = self._triggers.redeem(_trigger_id(call))
        if trigger.view_id not in [held["id"] for held in self.stack(trigger.user)]:
            raise Refused("invalid_trigger_id", ["the trigger_id must come from a view that is open"])
        return {"view": self.push_onto(trigger.user, view)}

    def update(self, call: Call) -> Json:
        """views.update, by `view_id` or `external_id`, with an optional `hash`."""
        view = self._accepted(call, "")
        wanted, external = call.text("view_id"), call.text("external_id")
        every = self._views.values()
        held = next((v for v in every if v["id"] == wanted or (external and v["external_id"] == external)), None)
        if held is None:
            raise Refused("not_found")
        if call.text("hash") and call.text("hash") != held["hash"]:
            raise Refused("hash_conflict")
        return {"view": self.replace(held["id"], view)}

    def publish(self, call: Call) -> Json:
        """views.publish: a person's App Home."""
        view = self._accepted(call, "home")
        user = call.text("user_id")
        if user not in self._world.people:
            raise Refused("user_not_found")
        view_id = self._homes.get(user)
        if view_id is not None and call.text("hash") not in ("", self._views[view_id]["hash"]):
            raise Refused("hash_conflict")
        if view_id is None:
            view_id = self._homes[user] = self._world.new_id("V")
            self._owners[view_id] = user
        self._views[view_id] = self._completed(view, view_id)
        return {"view": self.with_state(self._views[view_id])}

    # -- what responses to a submission do, and what people do ----------------------------------------------------

    def stack(self, user: str) -> list[Json]:
        """Return a person's open views, the bottom one first."""
        return [self._views[view_id] for view_id in self._stacks.get(user, ())]

    def get(self, user: str, view_id: str) -> Json:
        """Return an open view of a person.

        Raises:
            NotPossible: it is not open.
        """
        for view in self.stack(user):
            if view["id"] == view_id:
                return view
        raise NotPossible("view_not_found", f"The view {view_id!r} is not open.")

    def accept(self, given: object) -> Json:
        """Return a view as stored (see `blocks.accept_view`)."""
        return accept_view(given, self._knows_image)

    def push_onto(self, user: str, view: Json) -> Json:
        """Put an accepted view on top.

        Raises:
            Refused: ``push_limit_reached``, or the view is of another type than its root.
        """
        stack = self.stack(user)
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        if stack and stack[0]["type"] != view["type"]:
            sentence = "must match the `type` of the root view whose stack we're pushing onto"
            raise Refused("invalid_arguments", [at("/view/type", sentence)])
        return self._put(user, view, "view_pushed")

    def replace(self, view_id: str, view: Json) -> Json:
        """Give an open view (or a Home) new content; entries stay where block_id and action_id do."""
        held = self._views.get(view_id)
        if held is None:
            raise Refused("not_found")
        self._refuse_duplicate(view, view_id)
        place = {key: held[key] for key in ("previous_view_id", "root_view_id")}
        stored = self._views[view_id] = {**self._completed(view, view_id), **place}
        self._entries.carry((view_id,), held["blocks"], stored["blocks"])
        shown = self.with_state(stored)
        self._world.publish({"type": "view_updated", "view": shown}, self._owners[view_id])
        return shown

    def close(self, user: str, view_id: str) -> list[Json]:
        """Close one view (all of them if it says `clear_on_close`), and return those that were closed, as they were."""
        view = self.get(user, view_id)
        return [self._remove(user, closed) for closed in (self.stack(user) if view["clear_on_close"] else [view])]

    def clear(self, user: str) -> None:
        """Close every view of a person."""
        for view in self.stack(user):
            self._remove(user, view)

    def with_state(self, view: Json) -> Json:
        """Return a view with what was entered into it."""
        return {**view, "state": {"values": self._entries.values((view["id"],), view["blocks"])}}

    # -- inside --------------------------------------------------------------------------------------------------

    def _accepted(self, call: Call, kind: str) -> Json:
        view = self.accept(call.json("view"))
        if kind and view["type"] != kind:
            raise Refused("invalid_arguments", [at("/view/type", f"unsupported type: {view['type']}")])
        return view

    def _put(self, user: str, view: Json, frame: str) -> Json:
        self._refuse_duplicate(view, "")
        stack = self._stacks.setdefault(user, [])
        stored = self._completed(view, self._world.new_id("V"))
        stored["previous_view_id"] = stack[-1] if stack else None
        stack.append(stored["id"])
        stored["root_view_id"] = stack[0]
        self._views[stored["id"]] = stored
        self._owners[stored["id"]] = user
        shown = self.with_state(stored)
        self._world.publish({"type": frame, "view": shown}, user)
        return shown

    def _remove(self, user: str, view: Json) -> Json:
        """Take a view away, and return it with what was entered."""
        shown = self.with_state(view)
        view_id: str = view["id"]
        self._stacks[user].remove(view_id)
        del self._views[view_id], self._owners[view_id]
        self._entries.forget((view_id,))
        self._world.publish({"type": "view_closed", "view_id": view_id}, user)
        return shown

    def _refuse_duplicate(self, view: Json, view_id: str) -> None:
        external = view.get("external_id")
        others = (other for other in self._views.values() if other["id"] != view_id)
        if external and any(other["external_id"] == external for other in others):
            raise Refused("duplicate_external_id")

    def _completed(self, view: Json, view_id: str) -> Json:
        return {
            "id": view_id,
            "team_id": self._world.team["id"],
            **DEFAULTS,
            **view,
            "hash": f"{int(self._world.clock.now())}.{secrets.token_hex(4)}",
            "previous_view_id": None,
            "root_view_id": view_id,
            "app_id": self._world.app.app_id,
            "app_installed_team_id": self._world.team["id"],
            "bot_id": self._world.app.bot_id,
        }


def _trigger_id(call: Call) -> str:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        raise Refused("invalid_arguments", ["missing required field: trigger_id"])
    return trigger_id
