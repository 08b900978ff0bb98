// Items, each into one of several groups.

/** @import { Given, Grid, Key, Value, WithGroups } from "../types.js" */

import { make } from "../elements/dom.js";
import { Kind } from "../elements/kind.js";
import { listed, note, pick, wordsOf } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";

export class Sort extends Kind {
  /** @type {"items"} */ mixes = "items";

  /**
   * @param {WithGroups} question
   * @param {string} uid
   */
  draw({ items, groups }, uid) {
    return items.map(({ id, say }) => {
      const picks = Object.entries(groups).map(([name, label]) => pick("radio", uid, id, name, label));
      const row = make("div", { class: "bq-groups" }, ...picks);
      return make("fieldset", { class: "bq-item" }, make("legend", { html: say }), row, note(uid, id));
    });
  }

  /**
   * @param {WithGroups} _question
   * @param {Given} _given
   * @param {number} empty
   */
  missing(_question, _given, empty) {
    return empty ? `Find a place for each one first. ${empty} to go.` : "";
  }

  /**
   * @param {WithGroups} question
   * @param {string} slot
   * @param {Value} _value
   */
  correction({ groups, key }, slot, _value) {
    return `It belongs under “${wordsOf(groups[key[slot]])}”.`;
  }

  /** @param {WithGroups} question */
  list({ items, groups }) {
    const names = Object.values(groups).map(wordsOf).join(" · ");
    return [listed(items.map(({ say }) => say)), make("p", {}, "Groups: ", make("strong", {}, names))];
  }

  /**
   * @param {WithGroups} question
   * @param {Key} key
   */
  listRight({ items, groups }, key) {
    return Object.entries(groups).map(([name, html]) => {
      const own = items.filter(({ id }) => key[id] === name);
      return make("div", {}, make("strong", { html }), listed(own.map(({ say }) => say)));
    });
  }

  /**
   * @param {WithGroups} question
   * @returns {Grid}
   */
  grid({ items, groups }) {
    return {
      caption: "How many put each item into each group",
      head: "What",
      items,
      columns: Object.entries(groups).map(([name, html]) => [name, wordsOf(html)]),
      slotOf: (item, group) => [item, group],
    };
  }
}

register("sort", new Sort());
