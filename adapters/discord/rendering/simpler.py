"""A message that Discord refused, or a file of it that cannot be had → the same words in a simpler form. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.discord.limits import CONTENT, EMBED_TEXT, EMBEDS, ERROR_COLOR
from adapters.discord.message import DiscordMessage, Part
from adapters.discord.rendering.chunks import pages, reread
from adapters.discord.rendering.literal import literal
from adapters.discord.rendering.measure import fits, units
from adapters.files.attachment import Attachment

NOT_ATTACHED = "⚠ {name} could not be attached here."


def simpler(message: DiscordMessage) -> tuple[DiscordMessage, ...]:
    """Return messages that say the same with less: without files, then without embeds, then without components.

    Empty for one that is plain words already. What Discord refuses a file or an embed for (a permission, a size) does
    not keep the words from being shown.
    """
    if message.attachments:
        notes = "\n".join(NOT_ATTACHED.format(name=literal(file.name)) for file in message.attachments)
        bare = (_unpictured(embed) if _is_file(_picture(embed)) else embed for embed in message.embeds)
        return _with_last_words(replace(message, embeds=tuple(filter(_says, bare)), attachments=()), notes)
    if message.embeds:
        words = "\n\n".join(filter(None, (message.content, *map(_words, message.embeds))))
        return _with_last_words(replace(message, content="", embeds=()), words)
    return (DiscordMessage(message.content),) if message.components and message.content else ()


def without_file(message: DiscordMessage, file: Attachment, why: str) -> DiscordMessage:
    """Return the message without a file that cannot be had, with a line about it: red and in its place where there is
    room for one more embed, else below the text.

    `why` is a sentence for people.
    """
    place = f"attachment://{file.name}"
    line = f"⚠ {literal(why)}"
    red: Part = {"description": line, "color": ERROR_COLOR}
    kept = [(_unpictured(embed), red) if _picture(embed) == place else (embed,) for embed in message.embeds]
    embeds = tuple(one for several in kept for one in several if _says(one))
    embeds = embeds if red in embeds else (red, *embeds)
    left = tuple(one for one in message.attachments if one != file)
    if len(embeds) <= EMBEDS and sum(map(_size, embeds)) <= EMBED_TEXT:
        return replace(message, embeds=embeds, attachments=left)
    text = f"{message.content}\n\n{line}".strip()
    return replace(
        message,
        content=text if fits(text, CONTENT) else message.content,
        embeds=tuple(one for one in embeds if one is not red),
        attachments=left,
    )


def _with_last_words(message: DiscordMessage, words: str) -> tuple[DiscordMessage, ...]:
    """The message, then the words; its components stand under the last of them."""
    *before, last = pages(reread(words), CONTENT) if words.strip() else [""]
    first = (replace(message, components=()),) if message.content or message.embeds else ()
    return (*first, *map(DiscordMessage, before), DiscordMessage(last, components=message.components))


def _unpictured(embed: Part) -> Part:
    return {key: value for key, value in embed.items() if key != "image"}


def _picture(embed: Part) -> str:
    image: Mapping[str, str] = embed.get("image") or {}
    return image.get("url", "")


def _is_file(address: str) -> bool:
    return address.startswith("attachment://")


def _says(embed: Part) -> bool:
    """Whether anything of it is seen; a colour alone is not."""
    return bool(set(embed) - {"color"})


def _words(embed: Part) -> str:
    title = f"**{embed['title']}**" if "title" in embed else ""
    parts = (title, embed.get("description", ""), literal((embed.get("footer") or {}).get("text", "")))
    address = _picture(embed)
    return "\n".join(filter(None, (*parts, "" if _is_file(address) else address)))


def _size(embed: Part) -> int:
    texts = (embed.get("title", ""), embed.get("description", ""), (embed.get("footer") or {}).get("text", ""))
    return sum(map(units, texts))
