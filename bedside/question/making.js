// Making parts of the page.

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value; // only ever our own renderer's HTML, see content/text.py
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// JupyterLab acts on keys pressed in an output, as "d d" to delete a cell, and pulls the focus to its active cell on
// every key it hears of. Saving is still meant for the notebook.
export function guard(element) {
  element.setAttribute("data-lm-suppress-shortcuts", "");
  element.onkeydown = (event) => {
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    element.toggleAttribute("data-lm-suppress-shortcuts", !save);
    if (save) setTimeout(() => event.target.focus());
    else event.stopPropagation();
  };
}
