"use strict";
(() => {
  const filter = document.getElementById("task-filter");
  const tasks = Array.from(document.querySelectorAll("article.task"), (article) => ({
    article,
    notice: article.closest("[data-notice]").dataset.notice,
    theme: article.dataset.theme,
    kind: article.dataset.kind,
    unsure: article.dataset.unsure === "yes",
    departments: JSON.parse(article.dataset.departments),
    text: article.textContent.toLowerCase(),
  }));
  const groups = Array.from(document.querySelectorAll(".task-section, .notice-tasks"));

  const value = (name) => (filter.elements[name] ? filter.elements[name].value : "");

  function matches(task, words) {
    return (
      (!value("notice") || task.notice === value("notice")) &&
      (!value("theme") || task.theme === value("theme")) &&
      (!value("kind") || task.kind === value("kind")) &&
      (!value("department") || task.departments.includes(value("department"))) &&
      (!filter.elements.unsure.checked || task.unsure) &&
      words.every((word) => task.text.includes(word))
    );
  }

  function show() {
    const words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const task of tasks) {
      task.article.hidden = !matches(task, words);
      shown += task.article.hidden ? 0 : 1;
    }
    const all = shown === tasks.length;
    for (const group of groups) group.hidden = !all && !group.querySelector("article.task:not([hidden])");
    const output = filter.elements.shown;
    output.value = output.dataset.template.replace("{shown}", shown).replace("{total}", tasks.length);
  }

  // A link must always lead somewhere: what hides its goal gives way.
  function reveal() {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const goal = id && document.getElementById(id);
    if (!goal) return;
    let moved = false;
    if (goal.hidden || goal.closest("[hidden]")) {
      filter.reset();
      show();
      moved = true;
    }
    for (let node = goal; node; node = node.parentElement) {
      if (node.tagName === "DETAILS" && !node.open) moved = node.open = true;
    }
    if (moved) goal.scrollIntoView();
  }

  filter.hidden = false;
  filter.addEventListener("input", show);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("reset", () => setTimeout(show));
  for (const link of document.querySelectorAll("a[data-department]")) {
    link.addEventListener("click", () => {
      filter.reset();
      filter.elements.department.value = link.dataset.department;
      show();
    });
  }
  for (const link of document.querySelectorAll("a.save-figure")) {
    link.href = link.closest("figure").querySelector("img").src;
    link.hidden = false;
  }
  addEventListener("hashchange", reveal);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])")).filter((node) => !node.matches(".task-links, .entities"));
    for (const node of opened) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of opened) node.open = false;
  });
  show();
  reveal();
})();
