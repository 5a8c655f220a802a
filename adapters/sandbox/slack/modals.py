"""What a person does with a modal as a whole: send it, or close it; and what the app's answer does to it.

Guarantee: a value Slack's own client would refuse is never delivered; an answer Slack would not understand ends in the
"trouble connecting" a person sees there (Slack docs, "Modals: updating and pushing views").
"""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.slack import client_checks
from adapters.sandbox.slack import interaction_payloads as payloads
from adapters.sandbox.slack.clicks import Clicks, failed
from adapters.sandbox.slack.delivery import Courier
from adapters.sandbox.slack.entries import placed_elements
from adapters.sandbox.slack.triggers import Triggers
from adapters.sandbox.slack.views import Views
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Person, World

TROUBLE: Json = {
    "ok": False,
    "error": "trouble_connecting",
    "message": "We had some trouble connecting. Try again?",
}


class Modals:
    """Submitting and closing views."""

    def __init__(self, world: World, courier: Courier, triggers: Triggers, views: Views, clicks: Clicks) -> None:
        self._world = world
        self._courier = courier
        self._triggers = triggers
        self._views = views
        self._clicks = clicks
        self._responses: dict[str, Callable[[Person, Json, Json], Json]] = {
            "errors": self._show_errors,
            "update": self._update,
            "push": self._push,
            "clear": self._clear,
        }

    async def submit(self, person: Person, view_id: str, values: Json) -> Json:
        """Press the modal's submit button with these values (block_id → action_id → state without its type)."""
        place = self._clicks.view_place(person, view_id)
        for block_id, actions in values.items():
            for action_id, state in actions.items():
                self._clicks.enter(place, (block_id, action_id), state)
        view = self._views.with_state(self._views.get(person.id, view_id))
        if errors := _refused_by_client(view):
            return {"ok": False, "errors": errors}
        body = payloads.outer(self._world, "view_submission", person)
        body |= {"view": view, "response_urls": [], "trigger_id": self._triggers.issue(person.id, view_id)}
        delivery = await self._courier.deliver("interactive", body)
        if delivery.failure:
            return TROUBLE
        if not delivery.response:
            self._close_if_open(person, view_id)
            return {"ok": True, "action": "close"}
        answer: Any = delivery.response
        respond = self._responses.get(answer.get("response_action", "")) if isinstance(answer, dict) else None
        if respond is None:
            return self._trouble("response_action must be one of errors, update, push, clear")
        return respond(person, view, answer)

    async def close(self, person: Person, view_id: str) -> Json:
        """Press Cancel. The app hears of it if the view asked for that."""
        for view in self._views.close(person.id, view_id):
            if view["notify_on_close"]:
                body = payloads.outer(self._world, "view_closed", person)
                body |= {"view": view, "is_cleared": view["clear_on_close"]}
                if failure := failed(await self._courier.deliver("interactive", body)):
                    return failure
        return {"ok": True}

    def _show_errors(self, person: Person, view: Json, answer: Json) -> Json:
        errors: Any = answer.get("errors")
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not all(isinstance(text, str) for text in errors.values()):
            return self._trouble("errors must be an object of block_id and text")
        if unknown := set(errors) - inputs:
            return self._trouble(f"errors names what is no input block of the view: {', '.join(sorted(unknown))}")
        return {"ok": False, "errors": errors}

    def _update(self, person: Person, view: Json, answer: Json) -> Json:
        try:
            self._views.replace(view["id"], self._views.accept(answer.get("view")))
        except Refused as refusal:
            return self._trouble(refusal.error, *refusal.messages)
        return {"ok": True, "action": "update"}

    def _push(self, person: Person, view: Json, answer: Json) -> Json:
        try:
            self._views.push_onto(person.id, self._views.accept(answer.get("view")))
        except Refused as refusal:
            return self._trouble(refusal.error, *refusal.messages)
        return {"ok": True, "action": "push"}

    def _clear(self, person: Person, view: Json, answer: Json) -> Json:
        self._views.clear(person.id)
        return {"ok": True, "action": "clear"}

    def _close_if_open(self, person: Person, view_id: str) -> None:
        """The person may have closed it while the app was thinking."""
        if any(view["id"] == view_id for view in self._views.stack(person.id)):
            self._views.close(person.id, view_id)

    def _trouble(self, *reasons: str) -> Json:
        self._world.add_problem("view_submission response", "trouble_connecting", list(reasons))
        return TROUBLE


def _refused_by_client(view: Json) -> dict[str, str]:
    values = view["state"]["values"]
    return {
        block["block_id"]: sentence
        for (block_id, action_id), block, _ in placed_elements(view["blocks"])
        if block["type"] == "input" and (sentence := client_checks.refusal(block, values[block_id].get(action_id, {})))
    }
