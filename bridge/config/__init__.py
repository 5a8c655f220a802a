"""config.toml and the environment → frozen settings. Nothing else of the bridge reads `os.environ`.

Every error names the file, the key, what was found, what was expected and what to do.
"""

from bridge.config.agents import AGENT_KEYS, LIMIT_KEYS
from bridge.config.file import BRIDGE_KEYS, for_folder, load
from bridge.config.settings import AgentEntry, Settings

__all__ = ["AGENT_KEYS", "BRIDGE_KEYS", "LIMIT_KEYS", "AgentEntry", "Settings", "for_folder", "load"]
