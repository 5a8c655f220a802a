"""A thread where it is not clear yet which agent is meant: asks, and begins the conversation with the chosen one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bridge.background import Background
from bridge.catalog.catalog import Agent
from bridge.content.items import Paragraph, Text
from bridge.interaction.choices import ButtonInteraction, Option
from bridge.interaction.form import Form
from bridge.journal.journal import Journal
from bridge.journal.records import Letter, SessionRecord
from bridge.ports import Adapter, Answer, Clicked, Press, Question, Receipt, Reply, Said, Submitted
from bridge.session import texts
from bridge.session.asked import refuse
from bridge.session.delivery import Delivery

FIELD = "agent"


class Picker:
    """The choice of an agent for what somebody said. `chosen` is called once, with the agent."""

    def __init__(
        self,
        record: SessionRecord,
        letter: Letter,
        agents: Sequence[Agent],
        *,
        adapter: Adapter[Any],
        journal: Journal,
        chosen: Callable[[Agent], Awaitable[None]],
    ) -> None:
        """Take the conversation to be, and what begins it. One that was accepted before a crash is asked again in the
        message that asks it already.
        """
        options = tuple(Option(a.name, a.manifest.title, a.manifest.summary) for a in agents)
        form = Form((ButtonInteraction(value_key=FIELD, title="Agent", options=options),))
        turn = f"{letter.turn}p"
        self.record = record
        self.thread = record.thread
        self.starter = record.starter
        self.since = record.since
        self._agents = {agent.name: agent for agent in agents}
        self._chosen = chosen
        self._adapter = adapter
        self._background = Background()
        self._delivery = Delivery(adapter, record.thread, turn, journal, in_doubt=letter.attempts > 0)
        self._question = Question(turn, form)
        text = Text(content=(Paragraph(texts.CHOOSE),))
        self._picked = False
        self._reply = Reply(turn=turn, content=(text,), question=self._question)

    async def run(self) -> None:
        await self._delivery.finish(self._reply)

    def leave(self) -> None:
        """Nothing to do: the question waits, and the next bridge asks it."""

    async def hear(self, said: Said) -> Receipt:
        self._background.start(self._settle(said, {FIELD: said.text}), f"pick {self.thread.key}")
        return Receipt(accepted=True)

    async def click(self, clicked: Clicked) -> Receipt:
        if clicked.press is Press.ANSWER and clicked.question == self._question.id:
            await self._settle(clicked, self._question.form.choice(clicked.choice))
        else:
            await self._adapter.tell(self.thread, clicked.person, texts.TOO_LATE)
        return Receipt(accepted=True)

    async def submit(self, submitted: Submitted) -> Receipt:
        return refuse(submitted, texts.TOO_LATE)

    async def question(self, question: str) -> Question | None:
        return self._question if question == self._question.id else None

    async def _settle(self, event: Said | Clicked, raw: Any) -> None:
        parsed = await self._question.form.parse(raw)
        if parsed.errors:
            await self._adapter.tell(self.thread, event.person, parsed.errors[FIELD])
            return
        if self._picked:
            await self._adapter.tell(self.thread, event.person, texts.TOO_LATE)
            return
        self._picked = True
        answer = Answer(event.person, self._question.form.in_words(parsed.values))
        await self._chosen(self._agents[parsed.values[FIELD]])
        await self._delivery.finish(Reply(turn=self._reply.turn, content=self._reply.content, answer=answer))
