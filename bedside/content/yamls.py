"""YAML as an author wrote it: plain values, each with its line and its spelling."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bedside.content import files, syntax
from bedside.content.faults import Fault
from bedside.text.phrases import quoted

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 12  # levels of nesting; a fact needs six
MOST = 20_000  # places in a file; a long lesson has a thousand

_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
# YAML 1.2 editors read these as numbers where PyYAML sees text; neither reading is a guess we make.
_NUMBERISH = re.compile(r"[-+]?([0-9][0-9_]*)?\.?[0-9]+([eE][-+]?[0-9]+)?|0o[0-7]+")
_LOST = re.compile(r"[ \t]+(#[^\s#].*)")

Loc = tuple[str | int, ...]
_Value = yaml.ScalarEvent | yaml.CollectionStartEvent


@dataclass(frozen=True)
class Odd:
    """A value that is taken for nothing: a date, a number in octal or base sixty, or one reported already."""

    kind: str
    told: bool = False


@dataclass(frozen=True)
class Document:
    """One file's value, with the line and the spelling of every place in it."""

    file: str
    value: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    spellings: dict[Loc, str] = field(default_factory=dict)

    def line(self, loc: Loc) -> int:
        """The line of a place, or of the nearest place around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read(path: Path, name: str) -> tuple[Document, list[Fault]]:
    """Read one YAML file; what cannot be read comes back as faults, never as an exception."""
    text, faults = files.read(path, name)
    if faults:
        return Document(name), faults
    parser = _Parser(name, text)
    try:
        value = parser.document()
    except yaml.YAMLError as error:
        return Document(name), [*parser.faults, syntax.fault(error, name, text)]
    except _TooMuch as stop:
        return Document(name), [*parser.faults, stop.fault]
    return Document(name, value, parser.lines, parser.spellings), parser.faults


class _TooMuch(Exception):
    """Raised to stop reading a file that goes beyond all need."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _Parser:
    """Builds values from YAML's events, so that an alias is never followed and a tag never obeyed."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.loader, self.read = Loader(text), 0
        self.lines: dict[Loc, int] = {}
        self.spellings: dict[Loc, str] = {}
        self.faults: list[Fault] = []

    def document(self) -> Any:
        """The one value of the file; None when there is none to use."""
        self.loader.get_event()  # the start of the stream
        event = self.loader.get_event()
        value = None if isinstance(event, yaml.StreamEndEvent) else self._value(self.loader.get_event(), ())
        if value is None:
            self.faults.append(Fault(self.name, 1, "found an empty file, expected content"))
            return None
        self.loader.get_event()  # the end of the document
        event = self.loader.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._blame(event, "found a second document after ---, expected one a file")
        return None if isinstance(value, Odd) and value.told else value

    def _blame(self, event: yaml.Event, message: str) -> Odd:
        self.faults.append(Fault(self.name, _line(event), message))
        return Odd("", told=True)

    def _value(self, event: _Value | yaml.AliasEvent, loc: Loc) -> Any:
        line = self.lines[loc] = _line(event)
        if len(loc) > DEEPEST:
            raise _TooMuch(Fault(self.name, line, f"found more than {DEEPEST} levels, expected at most six"))
        self.read += 1
        if self.read > MOST:
            raise _TooMuch(Fault(self.name, line, f"found more than {MOST} entries, expected a smaller file"))
        if isinstance(event, yaml.AliasEvent):
            wanted = "expected the text written out; put text that begins with * in quotes"
            return self._blame(event, f"found the alias *{(event.anchor or '')[:60]}, {wanted}")
        if isinstance(event, yaml.ScalarEvent):
            self.spellings[loc] = event.value
            value = self._scalar(event)
            if not event.style and (lost := _LOST.match(self.text, _index(event.end_mark))):
                wanted = "expected quotes around a text that holds it, or a space after the #"
                self._blame(event, f"found {quoted(lost[1])} left out as a remark, {wanted}")
        else:
            listed = isinstance(event, yaml.SequenceStartEvent)
            value, end = self._sequence(loc) if listed else self._mapping(loc)
            if event.flow_style:
                self.spellings[loc] = self.text[_index(event.start_mark) : _index(end.end_mark)]
        return self._marked(event) or value

    def _marked(self, event: _Value) -> Odd | None:
        """Blame a tag or an anchor, which nothing in a course needs."""
        for mark, what in ((event.tag, "tag"), (event.anchor and f"&{event.anchor}", "anchor")):
            if mark:
                shown = mark.replace("tag:yaml.org,2002:", "!!")[:60]
                wanted = f"expected plain text; put text that begins with {shown[0]} in quotes"
                return self._blame(event, f"found the {what} {shown}, {wanted}")
        return None

    def _sequence(self, loc: Loc) -> tuple[tuple[Any, ...], yaml.Event]:
        items: list[Any] = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*loc, len(items))))
        return tuple(items), event

    def _mapping(self, loc: Loc) -> tuple[dict[str, Any], yaml.Event]:
        result: dict[str, Any] = {}
        while not isinstance(key := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self._blame(key, "found a list or an alias where a name is meant, expected a word")
                self._value(key, (*loc, "?"))
                self._value(self.loader.get_event(), (*loc, "?"))
                continue
            self._marked(key)
            if key.value in result:
                self._blame(key, f"found {quoted(key.value)} a second time, expected it once")
            result[key.value] = self._value(self.loader.get_event(), (*loc, key.value))
            self.lines[(*loc, key.value)] = _line(key)
        return result, key

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        written = event.value
        if not event.implicit[0]:
            return written
        kind = self.loader.resolve(yaml.ScalarNode, written, (True, False)).rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool":
            return written.lower() in ("yes", "true", "on")
        if kind in ("int", "float") or _NUMBERISH.fullmatch(written):
            return _number(written)
        return Odd("a date") if kind == "timestamp" else written


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _index(mark: Any) -> int:
    return int(mark.index)  # each event of a loader has its marks


def _number(written: str) -> int | float | Odd:
    if not _NUMBER.fullmatch(written):
        return Odd("an unusual number")
    return int(written) if written.lstrip("+-").isdecimal() and len(written) < 16 else float(written)
