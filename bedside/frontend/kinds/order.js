// Items in an order: each place is a slot, and holds an item.

/** @import { Given, Grid, Html, Key, Page, Said, Value, WithItems } from "../types.js" */

import { make } from "../elements/dom.js";
import { Kind } from "../elements/kind.js";
import { listed, note } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";

export class Order extends Kind {
  /** @type {"items"} */ mixes = "items";

  /**
   * @param {WithItems} question
   * @param {string} uid
   * @param {Page} page
   */
  draw({ items }, uid, page) {
    return [make("ol", { class: "bq-order" }, ...items.map((item) => step(item, uid, page)))];
  }

  /**
   * @param {WithItems} question
   * @param {Said[]} order
   */
  isSolved({ key }, order) {
    return order.every(({ id }, i) => key[i + 1] === id);
  }

  /** @param {HTMLElement} place */
  read(place) {
    return Object.fromEntries(steps(place).map((item, i) => [i + 1, /** @type {string} */ (item.dataset.item)]));
  }

  /**
   * @param {HTMLElement} place
   * @param {Given} given
   */
  write(place, given) {
    const found = steps(place);
    const placed = found.map((_, i) => found.find((item) => item.dataset.item === given[i + 1]));
    const all = placed.filter((item) => item !== undefined);
    if (all.length === found.length) found[0].parentElement?.append(...all);
  }

  /**
   * @param {string} slot
   * @param {Given} given
   */
  noteOf(slot, given) {
    return `${given[slot]}`;
  }

  /**
   * @param {boolean} good
   * @param {Html} html
   */
  remark(good, html) {
    return { words: good ? "✓ In its place." : "✗ Not here.", html };
  }

  /**
   * @param {WithItems} question
   * @param {string} _slot
   * @param {Value} value
   */
  correction({ key }, _slot, value) {
    return `Its place is ${Object.keys(key).find((place) => key[place] === value)}.`;
  }

  /** @param {WithItems} question */
  list({ items }) {
    return [make("p", {}, "Put these in order."), listed(items.map(({ say }) => say))];
  }

  /**
   * @param {WithItems} question
   * @param {Key} key
   */
  listRight({ items }, key) {
    return [
      listed(
        inOrder(items, key).map(({ say }) => say),
        "ol",
      ),
    ];
  }

  /**
   * @param {WithItems} question
   * @param {Key} [key]
   * @returns {Grid}
   */
  grid({ items }, key) {
    return {
      caption: "How many put each step in each place",
      head: "Step",
      items: key ? inOrder(items, key) : items,
      columns: items.map((_, i) => [`${i + 1}`, `${i + 1}`]),
      slotOf: (item, place) => [place, item],
    };
  }
}

/** @param {HTMLElement} place */
function steps(place) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-item]"))];
}

/**
 * @param {Said[]} items
 * @param {Key} key
 */
function inOrder(items, key) {
  /** @param {Said} item */
  const placeOf = ({ id }) => Number(Object.keys(key).find((place) => key[place] === id));
  return [...items].sort((one, other) => placeOf(one) - placeOf(other));
}

/**
 * @param {Said} item
 * @param {string} uid
 * @param {Page} page
 */
function step({ id, say }, uid, page) {
  const name = make("span", { class: "bq-step", html: say });
  const item = make("li", { "data-item": id });
  /**
   * @param {-1 | 1} by
   * @param {string} sign
   * @param {string} way
   */
  const button = (by, sign, way) => {
    const label = `Move ${way}: ${name.textContent}`;
    const made = make("button", { type: "button", "data-move": by, "aria-label": label, onclick: move }, sign);
    function move() {
      const list = /** @type {HTMLElement} */ (item.parentElement);
      if (by < 0) item.previousElementSibling?.before(item);
      else item.nextElementSibling?.after(item);
      made.focus();
      page.changed();
      page.say(`${name.textContent}: place ${[...list.children].indexOf(item) + 1} of ${list.children.length}.`);
    }
    return made;
  };
  item.append(make("div", { class: "bq-place" }, name, button(-1, "↑", "up"), button(1, "↓", "down")), note(uid, id));
  return item;
}

register("order", new Order());
