"""What runs inside the agent's Python: standard library only, Python 3.8 or newer, no import of anything of ours.

`boot.py` is started by the host as a script and loads this folder under a private name, so that nothing here shadows a
module of the agent.
"""
