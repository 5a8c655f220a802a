"""What the code of an agent may be doing when it is asked to stop, or its bridge is gone."""

PRELUDE = """
import asyncio, os, signal, subprocess, sys, threading, time, weakref
class Thing: pass
turns = 0
cleaned = []
def lit(word="lit", keep=False):
    beacon = os.open("beacon", os.O_WRONLY)
    os.set_inheritable(beacon, True)
    os.write(beacon, word.encode())
    if not keep: os.close(beacon)
def initialize():
    global turns
    turns += 1
    return {"outputs": [turns]}
"""
"""It says where it is by `lit()` (`handlers.Beacon`)."""

REACTING = {
    "a sleeping function": "def on_input(data):\n  lit()\n  time.sleep(1000)  # the agent",
    "a looping function": "def on_input(data):\n  lit()\n  while True: pass",
    "a function waiting for a thread": "def on_input(data):\n  lit()\n  threading.Event().wait()",
    "a function reading a pipe": "def on_input(data):\n  lit()\n  os.read(os.pipe()[0], 1)",
    "a generator": "def on_input(data):\n  yield {}\n  lit()\n  time.sleep(1000)  # the agent",
    "a coroutine": "async def on_input(data):\n  lit()\n  await asyncio.Event().wait()",
    "an async generator": "async def on_input(data):\n  yield {}\n  lit()\n  await asyncio.Event().wait()",
    "a loop of its own": "def on_input(data):\n  lit()\n  asyncio.run(asyncio.Event().wait())",
    "a loop of its own, with a task that nobody waits for": """\
def on_input(data):
  async def working():
    lit()
    while True: pass
  async def main():
    working_on = asyncio.create_task(working())
    await asyncio.Event().wait()
  asyncio.run(main())""",
    "the callback of a weak reference": """\
def on_input(data):
  def forgotten(reference):
    lit()
    time.sleep(1000)  # the agent
  reference = weakref.ref(Thing(), forgotten)
  threading.Event().wait()""",
    "one that says something else": """\
def on_input(data):
  lit()
  try: time.sleep(1000)  # the agent
  except GeneratorExit: return {"next_inputs": []}""",
    "one that raises something else": """\
def on_input(data):
  lit()
  try: time.sleep(1000)  # the agent
  except GeneratorExit: raise ValueError""",
    "a generator that returns": """\
def on_input(data):
  try:
    lit()
    time.sleep(1000)  # the agent
    yield {}
  except GeneratorExit: return""",
    "a generator that floods": """\
def on_input(data):
  lit()
  while True:
    try: yield {"outputs": ["x" * 1000], "append": False}
    except GeneratorExit: pass""",
    "an async generator that floods": """\
async def on_input(data):
  lit()
  while True: yield {"outputs": ["x" * 1000], "append": False}""",
}
"""It ends, and its process goes on."""

STUBBORN = {
    "a function that catches everything": """\
def on_input(data):
  while True:
    try:
      lit()
      time.sleep(1000)  # the agent
    except BaseException: pass""",
    "a coroutine that blocks": "async def on_input(data):\n  lit()\n  time.sleep(1000)  # the agent",
    "a coroutine that will not be cancelled": """\
async def on_input(data):
  lit()
  while True:
    try: await asyncio.Event().wait()
    except asyncio.CancelledError: pass""",
    "one that ignores TERM too": """\
def on_input(data):
  signal.signal(signal.SIGTERM, signal.SIG_IGN)
  while True:
    try:
      lit()
      time.sleep(1000)  # the agent
    except BaseException: pass""",
    "a clean-up without end": """\
def on_input(data):
  try:
    lit()
    yield {}
    time.sleep(1000)  # the agent
  finally:
    while True: pass""",
    "code that no signal reaches": """\
def on_input(data):
  signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGIO})
  lit()
  time.sleep(1000)  # the agent""",
}
"""It does not end, and is killed with its process."""
