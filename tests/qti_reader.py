"""Reads items of QTI 2.1 with pyslet, lets it score answers, and tells the scores and the feedback shown.

On its own: pyslet is of 2017, and warns of much that Python 3.11 has to say about it.
Its input: [package, {item: [{response: value}, …]}] in JSON; its output: {item: [[score, [feedback, …]], …]}.
"""

import io
import json
import logging
import sys
import zipfile
from xml.etree import ElementTree as ET

from pyslet.qtiv2 import variables
from pyslet.qtiv2.xml import QTIDocument

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


def main() -> None:
    """Answer standard input on standard output."""
    logging.disable(logging.CRITICAL)
    path, gives = json.load(sys.stdin)
    with zipfile.ZipFile(path) as package:
        told = {
            name: _item(package.read(f"items/{name}.xml").decode(), given) for name, given in gives.items()
        }
    json.dump(told, sys.stdout)


def _item(text: str, gives: list[dict]) -> list[tuple[float, list[str]]]:
    document = QTIDocument()
    document.read(src=io.BytesIO(text.encode()))
    return [_scored(document.root, ET.fromstring(text), given) for given in gives]


def _scored(item: object, tree: ET.Element, given: dict) -> tuple[float, list[str]]:
    state = variables.ItemSessionState(item)
    state.begin_session()
    for name, value in given.items():
        state[name].set_value(value)
    item.ResponseProcessing.run(state)
    shown = []
    for feedback in tree.iter(f"{QTI}modalFeedback"):
        value = state[feedback.get("outcomeIdentifier")].value
        if feedback.get("identifier") in (value if isinstance(value, (list, dict)) else [value]):
            shown.append(ET.tostring(feedback, encoding="unicode"))
    return state["SCORE"].value, shown


if __name__ == "__main__":
    main()
