"""A local, strict twin of the platforms, to try and to test a bridge against: no account, no network, no SDK.

It shares no code with the bridge, so that the two can disagree.
"""

from adapters.sandbox.clock import Clock, ManualClock, SystemClock
from adapters.sandbox.server import Sandbox

__all__ = ["Clock", "ManualClock", "Sandbox", "SystemClock"]
