"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const SHOWN = 40, AROUND = 90, ENDS = "。；！？\n";
  const make = (tag, text, set) => { const e = document.createElement(tag); if (text) e.textContent = text; return Object.assign(e, set || {}); };

  for (const e of document.querySelectorAll(".scripted")) e.hidden = false;
  for (const e of document.querySelectorAll(".unscripted")) e.hidden = true;

  // -- passages: the words are those of the full texts on this page ---------------------------------
  const lines = data.labels.map((_, n) => [...document.querySelectorAll(`#t${n} p`)]);
  const lineAt = (n, start) => {
    let low = 0, high = lines[n].length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (+lines[n][middle].dataset.s <= start) low = middle; else high = middle - 1; }
    return lines[n][low];
  };
  const chars = (text) => [...text];  // offsets count characters, not the halves of rare ones
  const parse = (places) => places.split(",").filter(Boolean).map((place) => place.split(":").map(Number));

  const split = ([n, start, end]) => {
    const line = lineAt(n, start), all = chars(line.textContent), from = start - +line.dataset.s, to = end - +line.dataset.s;
    return [line, all.slice(0, from).join(""), all.slice(from, to).join(""), all.slice(to).join("")];
  };
  const pageAt = (starts, start) => {  // 0 where its own beginning or the next page's cannot be told
    const begun = starts.map((at, number) => (at >= 0 && at <= start ? number + 1 : 0)).filter(Boolean).pop() || 0;
    return begun && begun < starts.length && starts[begun] < 0 ? 0 : begun;
  };
  const whereIs = ([n, start], line) => {
    const page = pageAt(data.pages[n], start);
    return page ? data.words.page.replace("{n}", page) : data.words.paragraph.replace("{n}", lines[n].indexOf(line) + 1);
  };
  const lastEnd = (text) => Math.max(...[...ENDS].map((mark) => text.lastIndexOf(mark)));
  const shortBefore = (text) => { const own = text.slice(lastEnd(text) + 1).trimStart(); return own.length > AROUND ? "…" + own.slice(-AROUND) : own; };
  const shortAfter = (text) => { const at = [...ENDS].map((mark) => text.indexOf(mark)).filter((i) => i >= 0); const own = at.length ? text.slice(0, Math.min(...at) + 1) : text; return own.length > AROUND ? own.slice(0, AROUND) + "…" : own; };

  const passage = (place) => {
    const [line, before, words, after] = split(place);
    const p = make("p", "", { className: "passage" }), said = make("span", "", { lang: "zh" });
    said.append(shortBefore(before), make("mark", words), shortAfter(after));
    const full = make("a", data.words.in_full, { className: "full", href: "#" + line.id });
    full.dataset.full = place.join(":");
    p.append(make("b", `${data.labels[place[0]]} ${whereIs(place, line)}`), " ", said, " ", full);
    return p;
  };

  let opener = null;
  const open = (places, from) => {
    $("passages").replaceChildren(...parse(places).map(passage));
    $("words").hidden = false;
    $("passages").scrollTop = 0;
    opener = from;
    $("close").focus({ preventScroll: true });
  };
  const close = () => { if ($("words").hidden) return; $("words").hidden = true; if (opener) opener.focus({ preventScroll: true }); opener = null; };
  $("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  let marked = null;
  const showFull = (place) => {
    const [line, before, words, after] = split(place);
    if (marked) marked.textContent = marked.textContent;
    line.closest("details").open = true;
    const mark = make("mark", words);
    line.replaceChildren(before, mark, after);
    marked = line;
    close();
    mark.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute("href") || link.getAttribute("xlink:href") || "";
    const places = link.dataset.q || (href.startsWith("#q=") ? href.slice(3) : "");
    if (link.dataset.full) { event.preventDefault(); showFull(link.dataset.full.split(":").map(Number)); }
    else if (places) { event.preventDefault(); open(places, link); }
    else if (href.startsWith("#")) reveal(href.slice(1));
  });
  document.addEventListener("click", (event) => {  // words that a finding opens to shall not lie below the window's edge
    const details = event.target.closest("summary")?.parentElement;
    if (details?.matches("li > details")) setTimeout(() => { if (details.open) details.querySelector("mark")?.scrollIntoView({ block: "nearest" }); });
  });
  const reveal = (id) => { const goal = $(decodeURIComponent(id)); for (let e = goal; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true; if (goal) goal.scrollIntoView(); };
  addEventListener("hashchange", () => reveal(location.hash.slice(1)));
  if (location.hash) reveal(location.hash.slice(1));

  // -- findings: those not shown at first, and one family at a time ---------------------------------
  const item = ([kind, family, text, places, gloss]) => {
    const li = make("li"), details = make("details"), summary = make("summary"), said = make("span", text, { className: "said" });
    if (gloss) said.append(" ", make("small", `[${gloss}]`, { className: "gloss" }));
    summary.append(make("span", data.kinds[kind] || kind, { className: "kind k-" + family }), " ", said);
    details.append(summary);
    details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(...parse(places).slice(0, 6).map(passage)); });
    li.append(details);
    return li;
  };
  const fill = (list, rows, from) => {
    list.parentElement.querySelector(".rest.scripted")?.remove();
    list.append(...rows.slice(from, from + SHOWN));
    const left = rows.length - from - SHOWN;
    if (left > 0) {
      const rest = make("p", "", { className: "rest scripted" }), button = make("button", data.words.more.replace("{n}", left), { type: "button" });
      button.addEventListener("click", () => fill(list, rows, from + SHOWN));
      rest.append(button);
      list.after(rest);
    }
  };
  for (const bar of document.querySelectorAll(".families")) {
    const all = data.findings[bar.dataset.pair], list = bar.parentElement.querySelector("ol.findings");
    const start = list.children.length;
    const families = [...new Set(all.map((row) => row[1]))];
    const choose = (family, button) => {
      for (const other of bar.children) other.setAttribute("aria-pressed", other === button);
      list.replaceChildren();
      fill(list, all.filter((row) => !family || row[1] === family).map(item), 0);
    };
    for (const family of ["", ...families]) {
      const count = all.filter((row) => !family || row[1] === family).length;
      const button = make("button", `${FAMILY(family)} ${count}`, { type: "button" });
      button.setAttribute("aria-pressed", family === "");
      button.addEventListener("click", () => choose(family, button));
      bar.append(button);
    }
    if (all.length > start) {
      const rest = make("p", "", { className: "rest scripted" }), button = make("button", data.words.more.replace("{n}", all.length - start), { type: "button" });
      button.addEventListener("click", () => { rest.remove(); fill(list, all.map(item).slice(start), 0); });
      rest.append(button);
      list.after(rest);
    }
  }
  function FAMILY(family) { return family ? data.families[family] || family : data.words.all; }

  // -- tasks on demand ------------------------------------------------------------------------------
  const form = $("search");
  const taskText = (task) => (data.plain[task.n] ? chars(data.plain[task.n]).slice(task.s, task.e).join("") : "") + split([task.n, task.s, task.e])[2];
  const taskItem = (task) => {
    const li = make("li", "", { className: "t-" + task.m }), link = make("a", task.t, { className: "q", href: "#" + lineAt(task.n, task.s).id, lang: "zh" });
    link.dataset.q = `${task.n}:${task.s}:${task.e}`;
    const notes = [task.g || "", data.labels[task.n] + " " + task.k, data.themes[task.m] || "", task.u ? data.words.unsure : "", task.p ? data.words.person : "", data.changes[task.c] || "", task.d ? data.changes.dropped : "", task.r.slice(0, 4).join("、")];
    li.append(make("i", "", { className: "dot" }), link, make("small", notes.filter(Boolean).join(" · ")));
    return li;
  };
  const search = () => {
    const wanted = Object.fromEntries(new FormData(form)), texts = (wanted.text || "").trim().split(/\s+/).filter(Boolean);
    const some = Object.values(wanted).some((value) => value.trim());
    const found = some ? data.tasks.filter((task) => (!wanted.n || task.n === +wanted.n) && (!wanted.m || task.m === wanted.m) && (!wanted.c || (wanted.c === "dropped" ? task.d : task.c === wanted.c))
      && (!wanted.r?.trim() || task.r.some((body) => body.includes(wanted.r.trim()))) && texts.every((text) => taskText(task).includes(text))) : [];
    const total = some ? found.length : data.tasks.length;
    form.querySelector("output").textContent = some && !total ? data.words.none : data.words.shown.replace("{n}", total);
    $("found").replaceChildren();
    fill($("found"), found.map(taskItem), 0);
  };
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  search();

  // -- where the reader is, and paper ---------------------------------------------------------------
  const marks = new Map([...document.querySelectorAll("nav a")].map((a) => [$(a.getAttribute("href").slice(1)), a]));
  const place = () => {
    let current = null;
    for (const [goal, link] of marks) { link.removeAttribute("aria-current"); if (goal && goal.getBoundingClientRect().top < 160) current = link; }
    if (current) current.setAttribute("aria-current", "true");
  };
  addEventListener("scroll", place, { passive: true });
  place();
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open]):not(.fulltext)")]; for (const e of closed) e.open = true; });
  addEventListener("afterprint", () => { for (const e of closed) e.open = false; });
})();
