"""Turns through the whole bridge beside a bare discord.py echo bot, over the gateway.

python -m benchmarks.discord_turns [--rounds 8] [--turns 150] [--threads 50]
"""

from benchmarks._turns import Race, main
from benchmarks._workspace import DiscordWorkspace

if __name__ == "__main__":
    main(Race("discord", "discord.py", "_bare_discord", DiscordWorkspace), __doc__)
