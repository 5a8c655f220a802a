"""The composition root: settings → agents, host, adapters, router; run; stop in order."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog

from bridge import interaction, plugins
from bridge.catalog.catalog import Catalog, build
from bridge.config import Settings
from bridge.errors import ConfigError
from bridge.host.port import Host
from bridge.journal import database
from bridge.journal.journal import opened
from bridge.ports import Adapter
from bridge.router import Router
from bridge.session.conversation import House
from bridge.session.turnstiles import Turnstiles

log = structlog.get_logger("chatbridge.app")

SWITCH_SECONDS = 0.0005
"""How long the loop may keep the interpreter from the journal's thread, which needs it many times for a transaction."""


@asynccontextmanager
async def running(settings: Settings, adapters: Mapping[str, Adapter[Any]] | None = None) -> AsyncGenerator[Catalog]:
    """Run the bridge inside the context: entering it means that every adapter receives.

    Args:
        settings: what to run.
        adapters: take these instead of making one for each section of the settings.

    Raises:
        ConfigError: no agent can be used, or an adapter's section is wrong.
        DeliveryError: a platform refused us at the start.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    # Manifests are read, SDKs and plugins imported in a thread: the loop may be serving a sandbox already.
    await asyncio.to_thread(interaction.load_plugins)
    catalog = await asyncio.to_thread(find_agents, settings)
    if adapters is None:
        adapters = await asyncio.to_thread(make_adapters, settings)
    # Left in reverse: first the conversations end, while the platforms can still be told; the journal comes last.
    async with AsyncExitStack() as stack:
        router = await _router(settings, catalog, adapters, stack)
        for adapter in adapters.values():
            await stack.enter_async_context(adapter.run(router))
        stack.push_async_callback(router.close, settings.drain)
        log.info("running", adapters=list(adapters), agents=list(catalog.agents))
        recovering = asyncio.create_task(_recover(router), name="recover")
        stack.push_async_callback(_ended, recovering)
        yield catalog
        log.info("stopping")


async def _router(
    settings: Settings, catalog: Catalog, adapters: Mapping[str, Adapter[Any]], stack: AsyncExitStack
) -> Router:
    """The core, with its journal and host, which live as long as the stack."""
    await asyncio.to_thread(stack.enter_context, database.held(settings.data_dir))
    url = settings.journal or database.default_url(settings.data_dir)
    journal = await stack.enter_async_context(opened(url))
    host: Host = (await asyncio.to_thread(plugins.load, plugins.HOSTS, "local"))(settings.inherited)
    stack.push_async_callback(host.close)
    house = House(
        host=host,
        journal=journal,
        turnstiles=Turnstiles(settings.max_running_per_person),
        uploads=settings.data_dir / "uploads",
        states=settings.data_dir / "states",
    )
    return Router(catalog, house, adapters, default_agent=settings.default_agent)


async def _recover(router: Router) -> None:
    await router.recover()
    await router.tend()


async def _ended(recovering: asyncio.Task[None]) -> None:
    """What was not recovered yet is there for the next bridge."""
    recovering.cancel()
    await asyncio.wait([recovering])
    if not recovering.cancelled() and (error := recovering.exception()) is not None:
        log.error("not_recovered", reason=repr(error))


def find_agents(settings: Settings) -> Catalog:
    """Look into the agents' folders; what is broken is logged.

    Raises:
        ConfigError: none can be used, or the default agent is not among them.
    """
    catalog = build(settings.agents)
    for broken in catalog.broken:
        log.error("agent_unusable", agent=broken.name, reason=broken.reason)
    if not catalog.agents:
        raise ConfigError(f"{settings.source}: none of the agents can be used; `chatbridge agents` says why")
    if settings.default_agent and settings.default_agent not in catalog.agents:
        known = ", ".join(catalog.agents)
        raise ConfigError(f"{settings.source}: found no agent named {settings.default_agent!r}; known are {known}")
    return catalog


def make_adapters(settings: Settings) -> dict[str, Adapter[Any]]:
    """Make an adapter for every section of the settings.

    Raises:
        ConfigError: there is no section, or one is wrong.
    """
    if not settings.sections:
        known = ", ".join(f"[{name}]" for name in plugins.names(plugins.ADAPTERS))
        raise ConfigError(f"{settings.source}: no platform is configured; expected at least one section of {known}")
    return {name: plugins.load(plugins.ADAPTERS, name)(section) for name, section in settings.sections.items()}
