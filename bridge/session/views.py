"""People switch between the subsections of what was shown, in place and without a turn of the agent.

Guarantee: what was chosen is there after a restart, however old the message is; the rest of the message stays as it is.
"""

from dataclasses import replace
from typing import Any

from bridge.catalog.catalog import Agent
from bridge.content.views import in_views
from bridge.journal.journal import Journal
from bridge.ports import Adapter
from bridge.session.delivery import Delivery
from bridge.session.standing import Standing, reply_of


class Views:
    """What one conversation has shown, as people want to see it."""

    def __init__(self, standing: Standing, agent: Agent, adapter: Adapter[Any], journal: Journal) -> None:
        self._standing = standing
        self._agent = agent
        self._adapter = adapter
        self._journal = journal

    async def switch(self, turn: str, number: int, option: int) -> bool:
        """Show another subsection in a dropdown of a turn that has ended; False if nothing is known of it.

        Raises:
            JournalError: it could not be written, and nothing has changed.
        """
        told = await self._journal.switch(turn, number, option)
        if told is None:
            return False
        asked = self._standing.asked
        if asked is not None and asked.question.id == turn:
            asked.reply = replace(asked.reply, content=in_views(asked.reply.content, turn, told.views))
            await asked.delivery.finish(asked.reply)
            return True
        thread = self._standing.record.thread
        delivery = Delivery(self._adapter, thread, turn, self._journal, shown=told.shown)
        await delivery.finish(reply_of(told, self._agent))
        return True
