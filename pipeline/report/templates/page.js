"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const collator = new Intl.Collator(document.documentElement.lang);
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));

  // -- lists that can be filtered and sorted: tasks, changes, trajectories ------------------------

  class Browser {
    constructor(form) {
      this.form = form;
      this.name = form.dataset.name;
      this.items = all(form.dataset.items).map((node, order) => ({ node, order, home: node.parentNode, facets: JSON.parse(node.dataset.facets), keys: JSON.parse(node.dataset.keys || "{}") }));
      this.groups = form.dataset.groups ? all(form.dataset.groups) : [];
      this.flat = document.querySelector(`[data-flat="${this.name}"]`);
      this.sorted = "";
      const after = form.parentNode;
      this.none = after.querySelector(`form[data-name="${this.name}"] ~ .none-left`);
      this.printed = after.querySelector(`form[data-name="${this.name}"] ~ .filtered`);
      form.hidden = false;
      form.addEventListener("input", () => this.changed());
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("reset", () => setTimeout(() => this.changed()));
      form.addEventListener("keydown", (event) => {
        if (event.key === "Escape") form.reset();
      });
      this.show();
    }

    get controls() {
      return Array.from(this.form.elements).filter((control) => control.name && control.tagName !== "OUTPUT");
    }

    // What is set, as it stands behind # in a link.
    get query() {
      const set = new URLSearchParams();
      for (const control of this.controls) {
        const value = control.type === "checkbox" ? (control.checked ? control.value : "") : control.value.trim();
        if (value) set.set(control.name, value);
      }
      return set.toString();
    }

    set query(text) {
      const set = new URLSearchParams(text);
      for (const control of this.controls) {
        const value = set.get(control.name) || "";
        if (control.type === "checkbox") control.checked = value === control.value;
        else control.value = value;
        if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = "";
      }
      this.show();
    }

    changed() {
      this.show();
      const query = this.query;
      history.replaceState(null, "", `#${this.name}${query ? `?${query}` : ""}`);
    }

    matches(item, set, words) {
      for (const [name, value] of set) if (!(item.facets[name] || []).includes(value)) return false;
      if (!words.length) return true;
      item.text ??= item.node.textContent.toLowerCase();
      return words.every((word) => item.text.includes(word));
    }

    show() {
      const set = new URLSearchParams(this.query);
      const words = (set.get("text") || "").toLowerCase().split(/\s+/).filter(Boolean);
      const order = set.get("sort") || "";
      set.delete("text");
      set.delete("sort");
      const chosen = [...set];
      let shown = 0;
      for (const item of this.items) {
        item.node.hidden = !this.matches(item, chosen, words);
        shown += item.node.hidden ? 0 : 1;
      }
      this.sort(order);
      const everything = !order && shown === this.items.length;
      for (const group of this.groups) group.hidden = !everything && !group.querySelector(`${this.form.dataset.items}:not([hidden])`);
      this.none.hidden = shown > 0;
      const output = this.form.elements.shown;
      output.value = output.dataset.template.replace("{shown}", shown).replace("{total}", this.items.length);
      this.printed.textContent = output.value;
      this.printed.hidden = shown === this.items.length;
    }

    sort(order) {
      if (order === this.sorted || !this.flat) return;
      this.sorted = order;
      const key = order.replace("-", "");
      const sign = order.startsWith("-") ? -1 : 1;
      const items = order ? this.items.slice().sort((a, b) => sign * compare(a.keys[key], b.keys[key]) || a.order - b.order) : this.items;
      for (const item of items) (order ? this.flat : item.home).append(item.node);
    }
  }

  const browsers = new Map(all("form.filter").map((form) => [form.dataset.name, new Browser(form)]));

  // -- links: what hides their goal gives way; filters stand behind the name of a list -------------

  function hash() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);
    }
  }

  function uncover(goal) {
    let moved = false;
    for (const browser of browsers.values()) {
      if (goal.closest("[hidden]") && browser.query) {
        browser.query = "";
        moved = true;
      }
    }
    if (goal.closest("[hidden]")) {
      chooser.reset();
      choose("");
      moved = true;
    }
    for (let node = goal; node; node = node.parentElement) {
      if (node.tagName === "DETAILS" && !node.open) moved = node.open = true;
    }
    const inner = goal.matches("article.change") && goal.querySelector("details");
    if (inner && !inner.open) moved = inner.open = true;
    return moved;
  }

  function arrive() {
    const [name, query] = location.hash.slice(1).split("?");
    if (query !== undefined && browsers.has(name)) {
      browsers.get(name).query = query;
      document.getElementById(name).scrollIntoView();
      return;
    }
    const goal = document.getElementById(hash());
    if (goal && uncover(goal)) goal.scrollIntoView();
  }

  for (const link of all("a[data-filter]")) {
    link.hash = `${link.hash}?${link.dataset.filter}`;
  }
  addEventListener("hashchange", arrive);

  // -- one body at a time --------------------------------------------------------------------------

  const chooser = document.querySelector("form.chooser") || { reset() {} };
  function choose(id) {
    for (const card of all("details.body")) {
      card.hidden = id !== "" && card.id !== id;
      if (card.id === id) card.open = true;
    }
  }
  if (chooser.elements) {
    chooser.addEventListener("submit", (event) => event.preventDefault());
    chooser.addEventListener("input", () => choose(chooser.elements.body.value));
    chooser.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      chooser.reset();
      choose("");
    });
  }

  // -- tables that sort by a column ----------------------------------------------------------------

  function cellKey(row, column) {
    const cell = row.cells[column];
    const text = cell ? (cell.dataset.sort ?? cell.textContent.trim()) : "";
    const number = Number(text.replace(/[\s,%≥≤≈<>]/g, ""));
    return text === "" ? null : Number.isNaN(number) ? text : number;
  }

  function sortBy(table, column, direction) {
    const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, key: cellKey(row, column) }));
    // what has no value stands last whichever way the rest is sorted
    rows.sort((a, b) => (a.key === null) - (b.key === null) || (a.key === null ? 0 : direction * compare(a.key, b.key)));
    for (const { row } of rows) table.tBodies[0].append(row);
  }

  for (const table of all("table.sortable")) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        sortBy(table, column, direction);
      });
    });
  }

  // -- the rest ------------------------------------------------------------------------------------

  for (const node of all(".scripted")) node.hidden = false;
  for (const button of all("button.open-all")) {
    button.addEventListener("click", () => {
      const cards = all("article.change:not([hidden]) > details");
      const open = cards.some((card) => !card.open);
      for (const card of cards) card.open = open;
    });
  }
  for (const link of all("a.save-figure")) {
    link.href = link.closest("figure").querySelector("img").src;
    link.hidden = false;
  }

  // Paper has no folds: what matters is printed open. Lists of links, the cards of bodies and those of all pairs but
  // the newest stay as the reader left them; a note says so.
  const FOLDED_ON_PAPER = ".task-links, .entities, .pair-cards ~ .pair-cards article.change > details, details.body, details.body details";
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])").filter((node) => !node.matches(FOLDED_ON_PAPER));
    for (const node of opened) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of opened) node.open = false;
  });
  arrive();
})();
