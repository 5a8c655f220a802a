"""How a random form is drawn. Pure."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tests.e2e.forms.plans import NOTHING, Answer, Field, File, Files, Json, Left, Picks, Plan, Tick, Words

DEPENDING = True
"""Whether fields depend on what others hold."""
MANY = (30, 60, 130)
"""How many options a long choice has: more than one select of Discord's, of Slack's, and of any Discord modal."""
MOST_FIELDS = 7

LABELS = ("Alder", "Birch", "Cedar", "Daisy", "Elm", "Fern", "Grass", "Hazel")
WORDS = ("moss", "Größe", "山", "a<b", "R&D", "50 %", "it's", "x_y", "naïve", "🙂", "no", "7", "*bold*", "~", "o'clock")
VALUES: tuple[object, ...] = ("word", 7, 2.5, True, False, {"a": [1]}, "7", -1, "")


def plans(seed: int, count: int) -> Sequence[Plan]:
    """Draw that many forms."""
    dice = random.Random(seed)
    return [sample(dice, number) for number in range(count)]


def sample(dice: random.Random, number: int) -> Plan:
    """Draw a form."""
    alone = dice.random() < 0.4
    labels = LABELS[: 1 if alone else dice.randint(2, MOST_FIELDS)]
    fields = tuple(_field(dice, label) for label in labels)
    if alone:
        only = _alone(dice, fields[0])
        by_message = _by_message(dice, only)
        return Plan(number=number, fields=(_spoken(dice, only) if by_message else only,), by_message=by_message)
    if DEPENDING and dice.random() < 0.3:
        fields = (*fields, *_depending(dice))
    names = [each.definition["name"] for each in fields]
    grouped = (tuple(names[1::2]),) if dice.random() < 0.2 else ()
    if dice.random() < 0.3:
        return _with_presets(dice, Plan(number=number, fields=fields, grouped=grouped))
    return Plan(number=number, fields=fields, grouped=grouped)


def _with_presets(dice: random.Random, plan: Plan) -> Plan:
    """The form with two presets of which one is used, or none; what it fills in is left so, or entered over."""
    fillable = [each for each in plan.fields if each.type != "file" and each.value not in (None, "", [])]
    filled = dice.sample(fillable, dice.randint(0, len(fillable)))
    # A preset that says nothing of what decides fills in what is asked already: when that is, platforms differ.
    names = {each.definition["name"] for each in filled}
    on = {each.definition["name"]: each.definition.get("depends_on", {}).get("input_name") for each in filled}
    filled = [each for each in filled if on[each.definition["name"]] in (None, *names)]
    if not filled:
        return plan
    values = {each.definition["name"]: each.value for each in filled}
    presets = {"Mine": values, "Other": dict(list(values.items())[:1])}
    used = dice.random() < 0.8
    if not used:
        return replace(plan, presets=presets)
    fields = tuple(_filled(dice, each) if each in filled else each for each in plan.fields)
    return replace(plan, fields=fields, presets=presets, preset="Mine")


def _filled(dice: random.Random, field: Field) -> Field:
    """The field with a value in it: it is left so, or entered over; at a terminal, nothing typed means that value."""
    if dice.random() < 0.6:
        return replace(field, right=Left(), wrong=())
    return replace(field, wrong=tuple(each for each in field.wrong if each != NOTHING))


def _field(dice: random.Random, label: str) -> Field:
    draw = dice.choice(KINDS)
    made = draw(dice, {"name": label.lower(), "label": label, "required": dice.random() < 0.5})
    wrong = tuple(dice.sample(made.wrong, min(len(made.wrong), dice.choice((0, 0, 1, 1, 2)))))
    return replace(made, wrong=wrong)


def _alone(dice: random.Random, only: Field) -> Field:
    """A field of its own: nobody can send an empty message, or press a button that is not there."""
    if only.type in ("string", "textarea", "button", "yes_no"):
        wrong = tuple(each for each in only.wrong if each != NOTHING)
        only = replace(only, wrong=wrong)
        if isinstance(only.right, Left):
            definition = {key: value for key, value in only.definition.items() if key not in ("default", "constraints")}
            right, value = PLAIN[only.type]
            only = replace(only, definition=definition, wrong=(), right=right, value=value)
    return only


def _by_message(dice: random.Random, only: Field) -> bool:
    written = not isinstance(only.right, Left) and NOTHING not in only.wrong
    return only.type in ("string", "textarea") or (written and dice.random() < 0.5)


def _spoken(dice: random.Random, only: Field) -> Field:
    """The field, and a number as people write it in a chat."""
    match only.right:
        case Words(text) if only.type == "int":
            unit = only.definition.get("unit", "")
            written = dice.choice(
                (text, f"{text} {unit}", f"{text}{unit}", f"{int(text):,}", f"{int(text):,}".replace(",", " "))
            )
            return replace(only, right=Words(written.strip()))
        case Words(text) if only.type == "float":
            return replace(only, right=Words(dice.choice((text, text.replace(".", ",") if len(text) < 5 else text))))
        case _:
            return only


PLAIN: Mapping[str, tuple[Answer, object]] = {
    "string": (Words("said"), "said"),
    "textarea": (Words("said\nmore"), "said\nmore"),
    "button": (Picks(("Continue",)), True),
    "yes_no": (Picks(("No",)), False),
}


def _made(
    dice: random.Random,
    common: Json,
    kind: str,
    constraints: Json,
    *,
    wrong: tuple[Answer, ...],
    right: Answer,
    value: object,
    empty: object = None,
) -> Field:
    """The field, answered; or with that answer as its default, left or answered over; or left empty, if it may be."""
    definition = {**common, "type": kind, "constraints": constraints}
    way = dice.random()
    if way < 0.2 and kind != "file":
        offered = {**definition, "default": value}
        left = way < 0.12
        return Field(definition=offered, wrong=() if left else wrong, right=Left() if left else right, value=value)
    if way < 0.3 and not common["required"]:
        return Field(definition=definition, right=Left(), value=empty)
    refused = (*wrong, NOTHING) if common["required"] and kind != "boolean" else wrong
    return Field(definition=definition, wrong=refused, right=right, value=value)


# ── the kinds ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _string(dice: random.Random, common: Json) -> Field:
    text = " ".join(dice.sample(WORDS, 3))
    match dice.randrange(3):
        case 0:
            constraints, wrong = {"placeholder": "anything"}, ()
        case 1:
            constraints, wrong = {"min_length": 4, "max_length": 40}, (Words("abc"), Words("long " * 9 + "."))
        case _:
            text = "".join(dice.choice("abc") for _ in range(5))
            constraints, wrong = {"regex": "[a-c]+"}, (Words("abcd"), Words("a c"))
    return _made(dice, common, "string", constraints, wrong=wrong, right=Words(text), value=text, empty="")


def _textarea(dice: random.Random, common: Json) -> Field:
    text = "\n".join(" ".join(dice.sample(WORDS, 2)) for _ in range(dice.randint(1, 3)))
    constraints = {"rows": 4, "max_length": 90}
    return _made(
        dice, common, "textarea", constraints, wrong=(Words("x" * 91),), right=Words(text), value=text, empty=""
    )


def _int(dice: random.Random, common: Json) -> Field:
    low, step = dice.choice((-20, 0, 3, 1000)), dice.choice((None, 2, 5))
    value = low + (step or 1) * dice.randint(0, 9)
    constraints: Json = {"min": low, "max": low + 50, **({"step": step} if step else {})}
    wrong = (Words(str(low - 5)), Words(str(low + 55)), Words("many"), *([Words(str(low + 1))] if step else []))
    unit = {"unit": "kg"} if dice.random() < 0.5 else {}
    return _made(dice, {**common, **unit}, "int", constraints, wrong=wrong, right=Words(str(value)), value=value)


def _float(dice: random.Random, common: Json) -> Field:
    value = dice.choice((0.5, -2.25, 3.0, 1234.5, 1e-3))
    constraints: Json = {} if dice.random() < 0.3 else {"min": -3, "max": 2000.5}
    wrong = (Words("much"), Words("1e9"), Words("-3.5")) if constraints else (Words("1.2.3"),)
    return _made(dice, common, "float", constraints, wrong=wrong, right=Words(str(value)), value=value)


def _boolean(dice: random.Random, common: Json) -> Field:
    on = dice.random() < 0.5
    return _made(dice, {**common, "required": False}, "boolean", {}, wrong=(), right=Tick(on), value=on, empty=False)


def _options(dice: random.Random) -> tuple[list[Json], list[tuple[str, object]]]:
    """Options as they are defined, and label and value of each."""
    count = dice.choice(MANY) if dice.random() < 0.1 else dice.randint(2, 8)
    pairs = [(f"{dice.choice(WORDS[:4])} no. {n}", dice.choice(VALUES) if n else n) for n in range(count)]
    described = {"description": "as it is"} if dice.random() < 0.2 else {}
    return [{"value": value, "label": label, **described} for label, value in pairs], pairs


def _category(dice: random.Random, common: Json) -> Field:
    options, pairs = _options(dice)
    label, value = dice.choice(pairs)
    once = [other for other in options if other["label"] == label or other["value"] != value]
    return _made(dice, common, "category", {"options": once}, wrong=(), right=Picks((label,)), value=value)


def _categories(dice: random.Random, common: Json) -> Field:
    _, pairs = _options(dice)
    picked = sorted(dice.sample(range(len(pairs)), dice.randint(1, min(4, len(pairs)))))
    numbered = [{"value": n * 1.5 if n % 2 else n, "label": label} for n, (label, _) in enumerate(pairs)]
    labels, values = zip(*((numbered[n]["label"], numbered[n]["value"]) for n in picked), strict=True)
    constraints = {"options": numbered, "multiple": True}
    return _made(dice, common, "category", constraints, wrong=(), right=Picks(labels), value=list(values), empty=[])


def _button(dice: random.Random, common: Json) -> Field:
    options, pairs = _options(dice)
    label, value = dice.choice(pairs)
    return _made(dice, common, "button", {"options": options}, wrong=(), right=Picks((label,)), value=value)


def _yes_no(dice: random.Random, common: Json) -> Field:
    said = {"yes_label": "Keep it", "no_label": "Drop it", "yes_value": "kept", "no_value": 0}
    constraints, values = (said, ("kept", 0)) if dice.random() < 0.5 else ({}, (True, False))
    labels, which = ("Keep it", "Drop it") if constraints else ("Yes", "No"), dice.randrange(2)
    right = Picks((labels[which],))
    return _made(dice, common, "yes_no", constraints, wrong=(), right=right, value=values[which])


def _file(dice: random.Random, common: Json) -> Field:
    multiple = dice.random() < 0.4
    files = tuple(File(f"{dice.choice(('a', 'ö', 'b c'))}{n}.csv", f"{n},{n}\n") for n in range(1 + multiple))
    constraints: Json = {"extensions": [dice.choice((".csv", "csv"))], "max_size": 100, "multiple": multiple}
    wrong = (Files((File("a.txt", "no"),)), Files((File("big.csv", "x" * 101),)))
    given = [{"name": file.name, "content": file.content} for file in files]
    value, empty = (given, []) if multiple else (given[0], None)
    return _made(dice, common, "file", constraints, wrong=wrong, right=Files(files), value=value, empty=empty)


KINDS: tuple[Callable[[random.Random, Json], Field], ...] = (
    _string,
    _textarea,
    _int,
    _float,
    _boolean,
    _category,
    _categories,
    _button,
    _yes_no,
    _file,
)


def _depending(dice: random.Random) -> tuple[Field, ...]:
    """A choice; a number that it hides or bounds; and a choice whose options, need or default it changes."""
    size = dice.choice(("small", "large", "none"))
    options = {"options": ["small", "large", "none"]}
    choice: Json = {"name": "size", "label": "Size", "type": "category", "required": True, "constraints": options}
    mapping = {"small": {"constraints": {"max": 9}}, "none": {"hidden": True}}
    depends_on = {"input_name": "size", "mapping": mapping}
    count: Json = {"name": "count", "label": "Count", "type": "int", "required": True, "default": None}
    count |= {"constraints": {"min": 1, "max": 99}, "depends_on": depends_on}
    wrong = {"small": (Words("50"),), "large": (Words("500"),), "none": ()}[size]
    kind: Json = {"name": "kind", "label": "Kind", "type": "category", "required": True}
    kind |= {"constraints": {"options": ["oak", "ash"]}}
    changes = {"small": {"constraints": {"options": ["moss", "fern"]}}, "large": {"required": False}}
    kind["depends_on"] = {"input_name": "size", "mapping": {**changes, "none": {"default": "ash"}}}
    refused = (NOTHING,) if size == "small" else ()
    right, value = {"small": (Picks(("fern",)), "fern"), "large": (Left(), None), "none": (Left(), "ash")}[size]
    return (
        Field(definition=choice, right=Picks((size,)), value=size),
        Field(definition=count, wrong=wrong, right=Words("7"), value=None if size == "none" else 7),
        Field(definition=kind, wrong=refused, right=right, value=value),
    )
