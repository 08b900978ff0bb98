// Making parts of the page.

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html")
      node.innerHTML = value; // only ever our own renderer's HTML, see content/text.py
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// JupyterLab acts on keys pressed in an output, as "d d" to delete a cell, unless this attribute is there. A click beside
// a control would leave the focus on the cell; what can hold it keeps it. Readings are born with both, see bedside/content/readings.py.
const OURS = '[data-lm-suppress-shortcuts="bedside"]';

export function guard(element) {
  element.tabIndex = -1;
  element.setAttribute("data-lm-suppress-shortcuts", "bedside");
}

// Listening first of all: Notebook 7 takes keys on their way down, JupyterLab on their way up.
function hear(event) {
  const place = event.target.closest?.(OURS);
  const cell = place?.closest(".jp-Cell");
  if (!cell) return;
  const { key, ctrlKey, metaKey, isComposing } = event;
  event.target.dataset.lmSuppressShortcuts ??= ""; // what has the focus is looked at first
  // The notebook pulls the focus to its active cell on every key it hears of.
  place.onkeydown = (each) => each.stopPropagation();
  if ((ctrlKey || metaKey) && key.toLowerCase() === "s") {
    // saving is still meant for the notebook
    event.preventDefault();
    event.stopImmediatePropagation();
    cell.dispatchEvent(new KeyboardEvent("keydown", event));
  } else if (key === "Escape" && !isComposing && !document.querySelector(":popover-open"))
    cell.focus({ preventScroll: true });
}

// With Shift or another button the notebook would select cells, or keep the focus.
const press = (event) => {
  if ((event.shiftKey || event.button) && event.target.closest?.(OURS)) event.stopPropagation();
};

addEventListener("keydown", hear, true);
addEventListener("mousedown", press, true);
