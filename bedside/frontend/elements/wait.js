// What a widget brings that leaves the script to its lesson's head: it waits for that. Every quiz saves a copy of this
// in its notebook, so it is short.

export default {
  /** @param {{el: HTMLElement}} host */
  render(host) {
    const late = setTimeout(() => {
      host.el.textContent = "Choose Run → Run All Cells.";
    }, 5000);
    customElements.whenDefined("bedside-quiz").then((quiz) => {
      clearTimeout(late);
      /** @type {any} */ (quiz).show(host);
    });
  },
};
