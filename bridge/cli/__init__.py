"""The command line. Exit codes: 0 ok, 1 what was checked is wrong, 2 wrong usage. Errors go to standard error."""

import sys

import typer

from bridge.cli import agents, chat, dev, doctor, env, new, platforms, run, tasks, validate
from bridge.errors import BridgeError

app = typer.Typer(
    name="chatbridge",
    help="Talk to Python agents in Slack, Discord, a browser or a terminal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    dev.dev,
    run.run,
    chat.chat,
    tasks.tasks,
    agents.agents,
    validate.validate,
    env.env,
    doctor.doctor,
    new.new,
):
    app.command()(command)
for platform, group in platforms.groups().items():
    app.add_typer(group, name=platform)


def main() -> None:
    """Run the command line; what is wrong on purpose is said in one line, without a traceback."""
    try:
        app()
    except BridgeError as error:
        print(f"chatbridge: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
