"""Who may do what: the one decision that guards messages, clicks, submissions and commands alike. Fails closed."""

from bridge.catalog.catalog import Agent
from bridge.ports import Person
from bridge.session import texts


def authorize(person: Person, agent: Agent, starter: Person | None) -> str:
    """Decide whether `person` may act in a conversation with `agent`.

    Args:
        person: who acts.
        agent: the agent of the conversation.
        starter: who began it; None if it is being begun now.

    Returns:
        An empty string if they may, else the sentence that tells them why not.
    """
    if not person.id or not agent.admits(person):
        return texts.NOT_ALLOWED
    if agent.answers == "starter" and starter is not None and starter.id != person.id:
        return texts.NOT_YOURS
    return ""
