"""The app and the server of a fresh sandbox. Its secrets open nothing but this sandbox."""

from typing import Final

from adapters.sandbox.discord.entities import App, Overwrite
from adapters.sandbox.discord.permissions import bits
from adapters.sandbox.discord.world import World

# What a bridge needs and no more: view, send, embed, attach, history, react, public threads, send in threads.
# (Discord docs, "Permissions"; the invite link of a bot carries this integer.)
MINIMAL: Final = 309_237_763_136
MEMBER: Final = bits(
    "VIEW_CHANNEL",
    "SEND_MESSAGES",
    "EMBED_LINKS",
    "ATTACH_FILES",
    "READ_MESSAGE_HISTORY",
    "ADD_REACTIONS",
    "USE_APPLICATION_COMMANDS",
    "CREATE_PUBLIC_THREADS",
    "CREATE_PRIVATE_THREADS",
    "SEND_MESSAGES_IN_THREADS",
)


def installed_app() -> App:
    """Return the app of a new server. A real token has three parts with dots; so has this one."""
    return App(
        id="1290000000000000001",
        name="chatbridge",
        token="sandbox.discord.bot-token",  # noqa: S106 - opens nothing but the sandbox
        verify_key="0" * 64,
    )


def settle(world: World) -> None:
    """Give a new world its roles, channels and people.

    @everyone may do nothing, so that the bot has exactly the permissions of its own role and a bridge that needs more
    is found out; people have a role "member".
    """
    world.add_role("@everyone", 0, number=world.guild_id)
    world.add_role("member", MEMBER)
    bot_role = world.add_role(world.bot.username, MINIMAL, bot_id=world.bot.id)
    world.add_member(world.owner)
    world.add_member(world.bot, bot_role)
    for name in ("general", "agents"):
        world.add_channel(name)
    world.add_forum("ideas")
    elsewhere = world.add_channel("elsewhere")
    elsewhere.overwrites[bot_role.id] = Overwrite(bot_role.id, "role", deny=bits("VIEW_CHANNEL"))
    world.add_person("ann", "Ann Archer")
    world.add_person("ben", "Ben Baker")
