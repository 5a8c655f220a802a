"""A handler hears its bridge by signals, which come when they like."""

import os
import signal
import socket
import sys
from collections.abc import Iterator

import pytest

from bridge.handler.encoding import encode
from bridge.handler.stopping import Interrupts, Stopped
from bridge.handler.wire import Wire


class Interrupted(Wire):
    """A signal comes just when a frame is put back."""

    def unread(self, frame: dict[str, object]) -> None:
        os.kill(os.getpid(), signal.SIGIO)
        super().unread(frame)


@pytest.fixture
def ends() -> Iterator[tuple[Wire, Wire]]:
    """The bridge's end of a wire and the handler's. How this process takes signals is as before afterwards."""
    at_signal, unraisable = signal.getsignal(signal.SIGIO), sys.unraisablehook
    ours, theirs = socket.socketpair()
    bridge, wire = Wire(ours.detach()), Interrupted(theirs.detach())
    yield bridge, wire
    wire.close()
    bridge.close()
    signal.signal(signal.SIGIO, at_signal)
    sys.unraisablehook = unraisable


@pytest.mark.requirement("nothing-left")
def test_a_second_signal_takes_nothing_with_it_that_was_heard(ends: tuple[Wire, Wire]) -> None:
    """A handler that forgot that it was dismissed would believe its bridge dead, and kill its own group."""
    bridge, wire = ends
    interrupts = Interrupts(wire, keeps=False)
    bridge.send(encode({"stop": True}))  # its own signal comes before the turn, which so hears it inside
    interrupts.begin()
    with pytest.raises(Stopped), interrupts:
        pytest.fail("the turn was not stopped")
    assert interrupts.stopped
    assert wire.waits
    assert wire.receive() == {"stop": True}
