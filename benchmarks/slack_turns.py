"""Turns through the whole bridge beside a bare slack-bolt echo bot, over Socket Mode.

python -m benchmarks.slack_turns [--rounds 8] [--turns 150] [--threads 50]
"""

from benchmarks._turns import Race, main
from benchmarks._workspace import SlackWorkspace

if __name__ == "__main__":
    main(Race("slack", "bolt", "_bare_slack", SlackWorkspace), __doc__)
