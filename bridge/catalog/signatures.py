"""Whether the functions of a model project can be called as they will be, as far as their source says.

What a decorator makes of a function cannot be seen, and is not judged; `bridge.handler.model` judges at run time.
"""

import ast
from collections.abc import Iterator, Mapping

RESOURCES = "resources"
"""The parameter that may follow the others, or have this name."""
CALLED: Mapping[str, tuple[str, ...]] = {
    "model_fn": ("model_dir",),
    "init_resources_fn": ("model_dir",),
    "input_fn": ("request_data", RESOURCES),
    "predict_fn": ("input_data", "model", RESOURCES),
    "output_fn": ("predictions", "original_data", RESOURCES),
}
"""What each function is called with, by position (agent contract, 6)."""


def misfits(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line of every function that cannot be called, with what was found and what was expected."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
            continue
        expected = CALLED.get(node.name)
        if expected is not None and not _takes(node.args, expected):
            found = ast.unparse(node.args)
            yield node.lineno, f"found {node.name}({found}), expected {node.name}({_written(expected)})"


def _takes(parameters: ast.arguments, expected: tuple[str, ...]) -> bool:
    needed = len(expected) - (RESOURCES in expected)
    most = len(parameters.posonlyargs) + len(parameters.args)
    least = most - len(parameters.defaults)
    by_name = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    asked = {parameter.arg for parameter, default in by_name if default is None}
    enough = most >= needed or parameters.vararg is not None
    return enough and least <= len(expected) and asked <= {RESOURCES} & {*expected}


def _written(parameters: tuple[str, ...]) -> str:
    return ", ".join(parameters).replace(f", {RESOURCES}", f"[, {RESOURCES}]")
