"""What the journal costs a turn: the bridge on the Slack twin beside the same bridge that writes nothing down.

The ratio's part above one is the journal: an input is on the disk before it counts as accepted, a turn when it has
ended.

    python -m benchmarks.journal_cost [--rounds 8] [--turns 150] [--threads 50]
"""

from benchmarks._turns import Race, main
from benchmarks._workspace import SlackWorkspace

if __name__ == "__main__":
    main(Race("slack", "no journal", "_unjournaled", SlackWorkspace), __doc__)
