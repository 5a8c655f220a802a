"""Items whose content may stand in a file: `markdown`, `html`, `image` and `plotly`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from bridge.content import files
from bridge.content.items import Html, Image, Markdown, Plotly
from bridge.content.raw import Raw, as_object


def read_markdown(raw: Raw, folder: Path) -> Markdown:
    return Markdown(content=_content(raw, folder))


def read_html(raw: Raw, folder: Path) -> Html:
    return Html(content=_content(raw, folder))


def read_image(raw: Raw, folder: Path) -> Image:
    reference = raw.at("file_path", "url_filename", "url", "src")
    if not reference.text():
        raise reference.misfit("a file of the agent's folder, a web address or a data: URI")
    return Image(source=files.resolve(reference.text(), folder), caption=raw.at("caption").text())


def read_plotly(raw: Raw, folder: Path) -> Plotly:
    """`data` and `layout`, or the whole figure as JSON text in `figure_json` or a file."""
    figure = _figure(raw, folder)
    traces = figure.at("data")
    if not traces.given:
        raise traces.misfit("a list of traces (or figure_json, or file_path)")
    for trace in traces.each():
        if not isinstance(trace.value, Mapping):
            raise trace.misfit("a trace, such as {type, x, y}")
    return Plotly(
        data=tuple(cast("Mapping[str, object]", trace.value) for trace in traces.each()),
        layout=as_object(figure.at("layout").value),
    )


def _figure(raw: Raw, folder: Path) -> Raw:
    packed, path = raw.at("figure_json"), raw.at("file_path")
    if as_object(packed.value):
        return packed
    source = packed if packed.given else path
    if not source.given:
        return raw
    text = packed.text() if packed.given else files.read_text(path.text(), folder)
    try:
        return Raw(json.loads(text), source.path)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{source.path}: not the JSON of a Plotly figure: {error}") from error


def _content(raw: Raw, folder: Path) -> str:
    content, path = raw.at("content", "text"), raw.at("file_path")
    if content.given:
        return content.text()
    if path.given:
        return files.read_text(path.text(), folder)
    raise content.misfit("a text, or file_path to a file with it")
