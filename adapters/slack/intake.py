"""Every request of Slack → an event in the inbox and an acknowledgement in time. A middleware of Bolt that answers all.

Messages are acknowledged once the inbox has them: if it fails, Slack delivers them again. Clicks are acknowledged at
once. Submitted forms are acknowledged with what is wrong in them, and always with something a person can act on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.forms.clerk import Clerk, refused
from adapters.slack.inbound import Identity, to_clicked, to_said
from adapters.slack.limits import SUBMISSION_PATIENCE
from adapters.slack.message import Json
from bridge.errors import new_error_id
from bridge.ports import Inbox

log = structlog.get_logger("chatbridge.slack")


class Intake(AsyncMiddleware):
    """The last middleware: nothing passes it, so that no request ends as "unhandled" and unacknowledged."""

    def __init__(
        self,
        inbox: Inbox,
        me: Identity,
        clerk: Clerk,
        complete: Callable[[Json], Awaitable[Json]],
        patience: float = SUBMISSION_PATIENCE,
    ) -> None:
        """`clerk` takes what is done in modals; `complete` fills in the files an event names by id alone; `patience` is
        in seconds.
        """
        self._inbox = inbox
        self._me = me
        self._clerk = clerk
        self._complete = complete
        self._patience = patience
        self._open = True
        self._running: set[asyncio.Task[Any]] = set()

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's own name for it
    ) -> BoltResponse:
        if not self._open:
            return BoltResponse(status=503)  # not acknowledged: Slack delivers it again
        body: Json = req.body
        match body.get("type"):
            case "event_callback":
                await self._event(body["event"])
            case "block_actions":
                in_view = (body.get("container") or {}).get("type") == "view"
                self._later(self._change(body) if in_view else self._click(body))
            case "view_submission":
                return await self._submission(body)
            case "block_suggestion":
                return BoltResponse(status=200, body=await self._suggestion(body))
            case _:
                pass  # commands, shortcuts, closed views: acknowledged, and nothing of ours
        return BoltResponse(status=200, body="")

    async def drained(self) -> None:
        """Take nothing more, and wait for what was taken."""
        self._open = False
        while self._running:
            await asyncio.wait(self._running)

    @contextmanager
    def under_way(self) -> Any:
        """Have `drained` wait for the current task while inside."""
        task = asyncio.current_task()
        assert task is not None, "requests are handled in tasks"
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _event(self, event: Json) -> None:
        if any(file.get("file_access") == "check_file_info" for file in event.get("files") or ()):
            event = await self._complete(event)
        said = to_said(event, self._me)
        if said is not None:
            await self._inbox.receive(said)

    async def _click(self, body: Json) -> None:
        clicked = to_clicked(body, self._me)
        if clicked is None:
            log.debug("slack_click_ignored", actions=[action.get("action_id") for action in body.get("actions") or ()])
            return
        try:
            await self._inbox.receive(clicked)
        except Exception:
            log.exception("slack_click_failed", id=clicked.id, error_id=new_error_id())

    async def _change(self, body: Json) -> None:
        try:
            await self._clerk.changed(body)
        except Exception:
            log.exception("slack_form_not_updated", view=body["view"]["id"], error_id=new_error_id())

    async def _suggestion(self, body: Json) -> Json:
        try:
            return await self._clerk.suggested(body)
        except Exception:
            log.exception("slack_options_not_suggested", field=body.get("block_id"), error_id=new_error_id())
            return {"options": []}

    async def _submission(self, body: Json) -> BoltResponse:
        sending = asyncio.ensure_future(self._clerk.sent(body))
        try:
            # Shielded: what comes too late for Slack is still received.
            answer = await asyncio.wait_for(asyncio.shield(sending), self._patience)
        except Exception as wrong:
            error_id = new_error_id()
            log.exception("slack_submission_failed", view=body["view"]["id"], error_id=error_id, error=repr(wrong))
            late = isinstance(wrong, TimeoutError)
            said = (
                "This takes longer than usual. Look into the thread before you send it again"
                if late
                else ("This could not be taken just now. Send it again")
            )
            answer = refused(body["view"], {"": f"{said} (error {error_id})."})
        return BoltResponse(status=200, body=answer)
