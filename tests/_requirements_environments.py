"""What the configuration of running conversations, environments and the doctor promise."""

from tests._requirement import Requirement

ENVIRONMENTS = (
    Requirement(
        "config-running", "journal, limits, overlap, preload and what is saved are configured by name", "issue 4"
    ),
    Requirement(
        "env", "`chatbridge env` makes the environment an agent asks for, and shows how far it is", "contract 5a"
    ),
    Requirement(
        "env-stamp", "an environment that is what is asked for is left alone, one that is not is updated", "issue 4.6"
    ),
    Requirement("env-whole", "an environment that is not whole is never used, and is made anew", "issue 4.6"),
    Requirement("env-theirs", "what chatbridge did not make is never replaced or removed", "issue 4.6"),
    Requirement("env-errors", "a failed making names the command, its last lines and what to do", "design 8"),
    Requirement("env-conda", "conda, mamba or micromamba make environments by name or path", "contract 5a"),
    Requirement(
        "doctor", "`chatbridge doctor` says what is right on this host, what is not, and what to do", "issue 4.7"
    ),
)
