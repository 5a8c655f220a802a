"""What the bot is told about itself and its server when it connects (the gateway's READY and GUILD_CREATE)."""

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.entities import Thread
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json


class Identity:
    """The world as the gateway sees it."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def token(self) -> str:
        """The bot's token."""
        return self._world.app.token

    @property
    def base_url(self) -> str:
        """The address of the sandbox."""
        return self._world.base_url

    @property
    def privileged(self) -> int:
        """The privileged intents that the portal allows."""
        return self._world.app.privileged

    def ready(self) -> Json:
        """Return READY's data without what belongs to the session."""
        app = self._world.app
        return {
            "user": {**shapes.user(self._world.bot), "verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": self._world.guild_id, "unavailable": True}],
            "application": {"id": app.id, "flags": app.flags},
            "private_channels": [],
        }

    def guilds(self) -> list[Json]:
        """Return GUILD_CREATE's data: channels, members, and the active threads that the bot sees."""
        world = self._world
        threads = [self._thread(thread) for thread in world.threads() if self._is_active(thread)]
        return [
            {
                **self.guild(),
                "joined_at": world.members[world.bot.id].joined_at,
                "large": False,
                "unavailable": False,
                "member_count": len(world.members),
                "members": [shapes.full_member(member) for member in world.members.values()],
                "channels": self.channels(),
                "threads": threads,
                "presences": [],
                "voice_states": [],
                "stage_instances": [],
                "guild_scheduled_events": [],
                "soundboard_sounds": [],
            }
        ]

    def guild(self) -> Json:
        """Return the guild object."""
        world = self._world
        return {
            "id": world.guild_id,
            "name": world.guild_name,
            "owner_id": world.owner.id,
            "icon": None,
            "splash": None,
            "banner": None,
            "description": None,
            "features": [],
            "roles": [shapes.role(role) for role in world.roles.values()],
            "emojis": [],
            "stickers": [],
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": shapes.LOCALE,
            "vanity_url_code": None,
            "application_id": None,
        }

    def channels(self) -> list[Json]:
        """Return the guild's channels without threads."""
        world = self._world
        return [
            world.shape(found) for found in world.channels.values() if found.in_guild and not isinstance(found, Thread)
        ]

    def _is_active(self, thread: Thread) -> bool:
        return not thread.archived and self._world.permissions.may(self._world.bot.id, thread)

    def _thread(self, thread: Thread) -> Json:
        shape, bot = self._world.shape(thread), self._world.bot.id
        return {**shape, "member": shapes.thread_member(thread, bot)} if bot in thread.members else shape
