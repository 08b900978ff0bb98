// JupyterLab acts on keys pressed in an output, as "d d" to delete a cell, unless this attribute is there. A click
// beside a control would leave the focus on the cell; what can hold it keeps it. Readings are born with both, see
// bedside/content/readings.py.

const OURS = '[data-lm-suppress-shortcuts="bedside"]';

/** @param {HTMLElement} element */
export function guard(element) {
  element.tabIndex = -1;
  element.setAttribute("data-lm-suppress-shortcuts", "bedside");
}

/**
 * The part of ours that an event is in.
 * @param {Event} event
 */
const ours = ({ target }) => (target instanceof Element ? target.closest(OURS) : null);

// Listening first of all: Notebook 7 takes keys on their way down, JupyterLab on their way up.
/** @param {KeyboardEvent} event */
function hear(event) {
  const place = /** @type {HTMLElement | null} */ (ours(event));
  const cell = /** @type {HTMLElement | null | undefined} */ (place?.closest(".jp-Cell"));
  if (!place || !cell) return;
  const { key, ctrlKey, metaKey, isComposing } = event;
  const target = /** @type {HTMLElement} */ (event.target);
  target.dataset.lmSuppressShortcuts ??= ""; // what has the focus is looked at first
  // The notebook pulls the focus to its active cell on every key it hears of.
  place.onkeydown = (each) => each.stopPropagation();
  if ((ctrlKey || metaKey) && key.toLowerCase() === "s") {
    // Saving is still meant for the notebook.
    event.preventDefault();
    event.stopImmediatePropagation();
    cell.dispatchEvent(new KeyboardEvent("keydown", event));
  } else if (key === "Escape" && !isComposing && !document.querySelector(":popover-open")) {
    cell.focus({ preventScroll: true });
  }
}

// With Shift or another button the notebook would select cells, or keep the focus.
/** @param {MouseEvent} event */
function press(event) {
  if ((event.shiftKey || event.button) && ours(event)) event.stopPropagation();
}

addEventListener("keydown", hear, true);
addEventListener("mousedown", press, true);
