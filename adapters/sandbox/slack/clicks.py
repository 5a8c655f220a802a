"""What a person clicks, chooses, looks up and commands, and what the client shows when the app did not take it.

Guarantee: what cannot be clicked in a real client cannot be clicked here; every click is delivered once.
"""

from dataclasses import dataclass

from adapters.sandbox.slack import interaction_payloads as payloads
from adapters.sandbox.slack.delivery import Courier, Delivery
from adapters.sandbox.slack.element_rules import offered_options
from adapters.sandbox.slack.entries import Entries, Key, placed_elements, state_key
from adapters.sandbox.slack.hooks import Hooks
from adapters.sandbox.slack.suggestions import EXTERNAL, Suggestions, words
from adapters.sandbox.slack.triggers import Triggers
from adapters.sandbox.slack.views import Views
from adapters.sandbox.slack.wire import Json, NotPossible, Refused
from adapters.sandbox.slack.world import Channel, Person, World

# What a click on an element without state says nevertheless: which of its parts was meant.
STATELESS_CHOICES = {"overflow": "selected_option", "feedback_buttons": "value"}


@dataclass(frozen=True, slots=True)
class Place:
    """What a person acts in: a message of a channel, or a view. `container` is where entries are kept."""

    blocks: list[Json]
    container: tuple[str, ...]
    channel: Channel | None = None
    message: Json | None = None
    view: Json | None = None


def failed(delivery: Delivery) -> Json | None:
    """Return what the client tells the person when the app did not take a click; None if it did."""
    if not delivery.failure:
        return None
    if delivery.failure == "timeout":
        return {"ok": False, "error": "operation_timeout", "message": "The app did not acknowledge within 3 seconds."}
    return {"ok": False, "error": "dispatch_failed", "message": f"The app was not reached: {delivery.failure}."}


class Clicks:
    """A person's hands on messages and views."""

    def __init__(
        self, world: World, courier: Courier, triggers: Triggers, entries: Entries, views: Views, hooks: Hooks
    ) -> None:
        self._world = world
        self._courier = courier
        self._triggers = triggers
        self._entries = entries
        self._views = views
        self._hooks = hooks
        self._suggestions = Suggestions()

    def message_place(self, person: Person, channel: Channel, ts: str) -> Place:
        """Return a message as a place to act in.

        Raises:
            NotPossible: this person does not see such a message.
        """
        viewer, hidden = channel.ephemerals.get(ts, ("", None))
        message = hidden if viewer == person.id else channel.messages.get(ts)
        if message is None:
            raise NotPossible("message_not_found", f"{person.name} sees no message {ts!r} in {channel.name}.")
        attached = [block for part in message.get("attachments", ()) for block in part.get("blocks", ())]
        return Place([*message.get("blocks", ()), *attached], (person.id, channel.id, ts), channel, message)

    def view_place(self, person: Person, view_id: str) -> Place:
        """Return an open view as a place to act in."""
        view = self._views.get(person.id, view_id)
        return Place(view["blocks"], (view_id,), view=view)

    def element(self, place: Place, key: Key) -> tuple[Json, Json]:
        """Return block and element of a place.

        Raises:
            NotPossible: there is none with that block_id and action_id.
        """
        for found, block, element in placed_elements(place.blocks):
            if found == key:
                return block, element
        present = ", ".join("/".join(found) for found, _, _ in placed_elements(place.blocks)) or "none"
        raise NotPossible("element_not_found", f"There is no element {'/'.join(key)}; there are: {present}.")

    def enter(self, place: Place, key: Key, state: Json) -> tuple[Json, Json]:
        """Choose or enter something, and return its block and element.

        Raises:
            NotPossible: there is no such element, or its client offers no such choice.
        """
        block, element = self.element(place, key)
        # What stands there already outlives its option (Slack docs: views).
        if state != self._entries.held(place.container, key):
            self._refuse_not_offered(place, key, element, state)
        if state_key(element["type"]):
            self._entries.enter(place.container, key, state)
        return block, element

    async def act(self, person: Person, place: Place, key: Key, state: Json) -> Json:
        """Click a button, or choose or enter something. An input that does not dispatch only remembers it."""
        block, element = self.enter(place, key, state)
        if block["type"] == "input" and not block["dispatch_action"]:
            return {"ok": True}
        body = self._outer(person, place, "block_actions")
        ts = f"{self._world.clock.now():.6f}"
        body["actions"] = [payloads.action(key, element, state, ts)]
        if place.channel is not None:
            body["response_url"] = self._hooks.issue("actions", place.channel, person.id, place.message)
        delivery = await self._courier.deliver("interactive", body)
        return failed(delivery) or {"ok": True}

    async def suggest(self, person: Person, place: Place, key: Key, value: str) -> Json:
        """Type into an external select, and return the options the app offers."""
        _, element = self.element(place, key)
        self._suggestions.check_query(key, element, value)
        body = self._outer(person, place, "block_suggestion")
        body |= {"block_id": key[0], "action_id": key[1], "value": value}
        delivery = await self._courier.deliver("interactive", body)
        if failure := failed(delivery):
            return failure
        answer = delivery.response if isinstance(delivery.response, dict) else {}
        name, wrong = self._suggestions.accept(place.container, key, answer)
        if name:
            return {"ok": True, name: answer[name]}
        self._world.add_problem("block_suggestion", "invalid_options", wrong)
        return {"ok": False, "error": "invalid_options", "message": "The app's answer holds no usable options."}

    def _refuse_not_offered(self, place: Place, key: Key, element: Json, state: Json) -> None:
        """A client offers nothing but the element's own options, or those the app suggested."""
        _refuse_wrong_state(element, state)
        external = element["type"] in EXTERNAL
        if external:
            offered = self._suggestions.offered(place.container, key, element)
        else:
            offered = {words(choice) for choice in offered_options(element)}
        chosen = [*state.get("selected_options", ()), *filter(None, [state.get("selected_option")])]
        for choice in chosen if offered or external else ():
            if words(choice) not in offered:
                raise NotPossible("option_not_found", f"{choice['text']['text']!r} is not among the options.")

    async def command(self, person: Person, channel: Channel, name: str, text: str) -> Json:
        """Enter a slash command; what the app acknowledges with is shown."""
        body = payloads.command(self._world, person, channel, name, text)
        body["response_url"] = self._hooks.issue("commands", channel, person.id)
        body["trigger_id"] = self._triggers.issue(person.id)
        delivery = await self._courier.deliver("slash_commands", body)
        if failure := failed(delivery):
            return failure
        answer = {"text": delivery.response} if isinstance(delivery.response, str) else delivery.response
        if not isinstance(answer, dict) or not answer:
            return {"ok": True}
        try:
            self._hooks.answer_command(body["response_url"], answer)
        except Refused as refusal:
            self._world.add_problem(f"{name} response", refusal.error, refusal.messages)
            return {"ok": False, "error": refusal.error, "message": "The app's answer could not be shown."}
        return {"ok": True, "response": answer}

    def _outer(self, person: Person, place: Place, kind: str) -> Json:
        body = payloads.outer(self._world, kind, person)
        if place.view is not None:
            body |= payloads.in_view(self._views.with_state(place.view))
        elif place.channel is not None and place.message is not None:
            values = self._entries.values(place.container, place.blocks)
            body |= payloads.in_message(place.channel, place.message, values)
        if kind != "block_suggestion":
            body["trigger_id"] = self._triggers.issue(person.id, place.view["id"] if place.view else "")
        return body


def _verdicts(element: Json) -> list[str]:
    return [element[side]["value"] for side in ("positive_button", "negative_button")]


def _refuse_wrong_state(element: Json, state: Json) -> None:
    """An element holds what its kind holds, and no more."""
    expected = state_key(element["type"]) or STATELESS_CHOICES.get(element["type"], "")
    if unknown := set(state) - {expected}:
        wanted = f"only {expected!r}" if expected else "nothing"
        raise NotPossible("wrong_state", f"A {element['type']} takes {wanted}, not {', '.join(sorted(unknown))}.")
    if element["type"] == "feedback_buttons" and state.get("value") not in _verdicts(element):
        raise NotPossible("option_not_found", f"{state.get('value')!r} is the value of neither button.")
