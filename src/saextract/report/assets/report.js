"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const root = document.body.dataset.root;
  const SEVERAL = new Set(["finding", "answer"]);  // facets of which a row may have several values

  // ---- lists: search, facets, order, count, CSV ------------------------------------------------

  class List {
    constructor(box) {
      this.box = box;
      this.search = one("[data-search]", box);
      this.facets = all("[data-facet]", box);
      this.order = one("[data-order]", box);
      this.count = one("[data-count]", box);
      this.items = all("[data-item]", box);
      this.body = this.items.length ? this.items[0].parentNode : one("tbody", box);
      this.first = new Map(this.items.map((item, index) => [item, index]));
      this.heads();
      this.fold();
      for (const control of [...this.facets, this.order]) if (control) control.addEventListener("change", () => this.change(control));
      if (this.search) this.search.addEventListener("input", () => { clearTimeout(this.wait); this.wait = setTimeout(() => this.apply(), 120); });
      box.addEventListener("click", (event) => this.act(event));
      this.apply();
    }

    heads() {
      all("th[data-sort]", this.box).forEach((head) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => this.byColumn(head));
      });
    }

    fold() {  // on a phone, choices take a screen; there one button shows them
      const bar = one(".bar", this.box);
      if (this.facets.length + Boolean(this.order) < 2) return;
      const button = element("button", "Choices", "fold");
      button.type = "button";
      const set = (folded) => { bar.classList.toggle("folded", folded); button.setAttribute("aria-expanded", String(!folded)); };
      button.addEventListener("click", () => set(!bar.classList.contains("folded")));
      one(".find", bar).after(button);
      set(true);
    }

    words() { return this.search ? fold(this.search.value).split(/\s+/).filter(Boolean) : []; }

    chosen() { return this.facets.filter((facet) => facet.value).map((facet) => [facet.dataset.facet, facet.value]); }

    field(item, name) { return item.dataset[name] || ""; }

    text(item) { return item.textContent; }

    rank(item, name) { return item.dataset[`by${name.charAt(0).toUpperCase()}${name.slice(1)}`]; }

    cell(item, index) {
      const cell = item.cells[index];
      return cell.dataset.key !== undefined ? cell.dataset.key : cell.textContent.trim();
    }

    takes(item, words, chosen) {
      for (const [name, value] of chosen) {
        const has = this.field(item, name);
        if (has !== value && !(SEVERAL.has(name) && has.split(" ").includes(value))) return false;
      }
      if (!words.length) return true;
      if (item.folded === undefined) item.folded = fold(this.text(item));
      return words.every((word) => item.folded.includes(word));
    }

    apply() {
      const words = this.words(), chosen = this.chosen();
      let shown = 0;
      for (const item of this.items) {
        const takes = this.takes(item, words, chosen);
        if (item.hidden === takes) item.hidden = !takes;
        if (takes) shown += 1;
      }
      this.tell(shown);
    }

    tell(shown) { if (this.count) this.count.textContent = shown.toLocaleString("en-GB"); }

    change(control) { if (control === this.order) this.sort((item) => this.rank(item, control.value), 1); else this.apply(); }

    ordered(items, key, sign) {
      const keyed = items.map((item) => [key(item), item]);
      const numeric = keyed.every(([value]) => value === undefined || value === "" || !Number.isNaN(Number(value)));
      const words = new Intl.Collator("en", { numeric: true });
      const compare = numeric ? (a, b) => Number(a) - Number(b) : (a, b) => words.compare(String(a), String(b));
      keyed.sort(([a, x], [b, y]) => (a === undefined ? 0 : sign * compare(a, b)) || this.first.get(x) - this.first.get(y));
      return keyed.map(([, item]) => item);
    }

    sort(key, sign) {
      this.items = this.ordered(this.items, key, sign);
      this.body.append(...this.items);
    }

    byColumn(head) {
      const down = head.getAttribute("aria-sort") === "ascending";
      all("th[aria-sort]", this.box).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      this.sort((item) => this.cell(item, head.cellIndex), down ? -1 : 1);
    }

    clear() {
      if (this.search) this.search.value = "";
      for (const facet of this.facets) facet.value = "";
      this.apply();
    }

    act(event) {
      const button = event.target.closest("[data-act]");
      if (!button) return;
      if (button.dataset.act === "clear") this.clear();
      if (button.dataset.act === "csv") save(`${button.dataset.name}.csv`, this.table());
      if (button.dataset.act === "print") window.print();
    }

    table() {
      const shown = this.items.filter((item) => !item.hidden);
      if (this.box.dataset.cols) {
        const fixed = JSON.parse(this.box.dataset.const), columns = this.box.dataset.cols.split(",");
        return [[...Object.keys(fixed), ...columns], ...shown.map((item) => [...Object.values(fixed), ...columns.map((column) => value(one(`[data-col="${column}"]`, item)))])];
      }
      const heads = all("thead th", this.box).map((head) => head.dataset.col || head.textContent.trim());
      return [heads, ...shown.map((item) => Array.from(item.cells, value))];
    }
  }

  const WORST = ["no", "partial", "unclear", "unanswered", "not_found", "not_applicable", "described", "yes"];
  const value = (node) => !node ? "" : node.dataset.value !== undefined ? node.dataset.value : node.textContent.replace(/\s+/g, " ").trim();
  const field = (text) => {
    const kept = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(kept) ? `"${kept.replace(/"/g, '""')}"` : kept;
  };
  const csv = (rows) => "\ufeff" + rows.map((row) => row.map((cell) => field(String(cell))).join(",") + "\r\n").join("");

  function save(file, rows) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv" }));
    link.download = file.replace(/[^\w.-]+/g, "-");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // ---- lists whose rows are data: what is asked for is drawn, a part at a time -------------------

  const WORDS = { yes: "Yes", partial: "Partial", no: "No", not_applicable: "Not applicable", described: "Described", unanswered: "Not answered", unclear: "Unclear", not_found: "Not found" };
  const element = (tag, text = "", style = "") => {
    const node = document.createElement(tag);
    if (text !== "") node.textContent = text;
    if (style) node.className = style;
    return node;
  };
  const link = (text, address, style = "") => {
    const node = element("a", text, style);
    node.href = root + address;
    return node;
  };
  const headed = (...parts) => {
    const node = element("th");
    node.scope = "row";
    node.append(...parts);
    return node;
  };

  class Drawn extends List {
    step() { return 300; }

    field(item, name) { return item[name] || ""; }

    text(item) { return item.text; }

    rank(item, name) { return item[name]; }

    begin() {
      this.data = this.read(JSON.parse(one('script[type="application/json"]', this.box).textContent));
      this.first = new Map(this.data.map((item, index) => [item, index]));
      const frame = one(".scroll.tall", this.box);
      if (frame) frame.addEventListener("scroll", () => { if (frame.scrollTop + 2 * frame.clientHeight > frame.scrollHeight) this.more(); }, { passive: true });
    }

    apply() {
      if (!this.data) this.begin();
      const words = this.words(), chosen = this.chosen();
      this.found = this.data.filter((item) => this.takes(item, words, chosen));
      this.tell(this.found.length);
      this.body.textContent = "";
      this.items = [];
      this.more();
    }

    sort(key, sign) {
      this.data = this.ordered(this.data, key, sign);
      this.apply();
    }

    more(count = this.step()) {
      const next = this.found.slice(this.items.length, this.items.length + count).map((item) => this.draw(item));
      next.forEach((line) => { line.dataset.item = ""; });
      this.body.append(...next);
      this.items.push(...next);
      one('[data-act="more"]', this.box).hidden = this.items.length >= this.found.length;
    }

    act(event) {
      super.act(event);
      if (event.target.closest('[data-act="more"]')) this.more();
    }
  }

  class Explorer extends Drawn {
    read({ assessments, provisions, rows }) {
      return rows.map(([place, id, answer, confidence, before, finding, printed, said, reviewed]) => {
        const [landlord, code, edition, year, address, path, latest, assessment] = assessments[place], [section, level, asks] = provisions[id];
        return { landlord, code, edition: `${code} ${edition}`, published: edition, year, address, path, latest: latest ? "yes" : "", assessment, section, level, asks, id, answer, confidence, before, changed: before ? "yes" : "", finding, printed, said, reviewed };
      });
    }

    begin() {
      super.begin();
      const asked = new URLSearchParams(location.hash.slice(1));
      if (asked.has("q")) this.search.value = asked.get("q");
      for (const facet of this.facets) facet.value = asked.get(facet.dataset.facet) || "";
    }

    field(item, name) {
      const unmet = name === "answer" && (item.answer === "no" || item.answer === "partial") && (item.confidence !== "low" || item.reviewed);
      return unmet ? `${item.answer} unmet` : super.field(item, name);
    }

    text(item) { return [item.landlord, item.edition, item.year, item.id, item.asks, item.finding, item.printed, item.said, item.path].join(" "); }

    apply() {
      super.apply();
      const asked = new URLSearchParams(this.chosen());
      if (this.search.value) asked.set("q", this.search.value);
      history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname);
    }

    draw(item) {
      const line = element("tr"), number = item.id.split(":")[1], where = element("td"), said = element("td");
      where.append(link(number, `${item.address}#${number}`), " ", element("span", item.level, `level ${item.level}`), element("div", item.asks, "req short"));
      const low = item.confidence === "low" && item.answer !== "not_found";
      said.append(element("span", `${WORDS[item.answer]}${low ? " °" : ""}`, `a ${item.answer}`));
      if (item.printed) said.append(element("div", `printed: “${item.printed}”`, "said"));
      if (item.before) said.append(element("div", `was ${WORDS[item.before]}`, "was"));
      const rules = item.finding.split(" ").map((rule) => rule.replace(/-/g, " ")).join("; ");
      line.append(headed(item.landlord, element("div", `${item.year || "no year"} (${item.edition})`, "soft")), where, said, element("td", item.said), element("td", rules));
      return line;
    }

    table() {
      const heads = { landlord: "landlord", code: "code", edition: "published", year: "year", provision_id: "id", level: "level", requirement: "asks", answer: "answer", answer_printed: "printed", confidence: "confidence", before: "before", findings: "finding", text: "said", path: "path", assessment_id: "assessment" };
      return [Object.keys(heads), ...this.found.map((item) => Object.values(heads).map((name) => item[name]))];
    }
  }

  class Coverage extends Drawn {
    read({ lines, statuses }) {
      return lines.map(([status, landlord, type, homes, address, edition, year, found, expected, assessment]) => ({ status, told: statuses[status], landlord, type, homes, address, edition, year, found, expected, assessment, text: landlord }));
    }

    cell(item, index) { return [item.landlord, "", item.type, item.homes, `${item.edition} ${item.year}`, item.found][index]; }

    draw(item) {
      const line = element("tr"), newest = element("td");
      if (item.assessment) newest.append(link(`${item.year || "no year"} (HOS ${item.edition})`, item.assessment));
      const rows = element("td", item.assessment ? `${item.found} of ${item.expected}` : "–", "n");
      line.append(headed(item.address ? link(item.landlord, item.address) : item.landlord), element("td", item.told), element("td", item.type), element("td", item.homes === "" ? "–" : Number(item.homes).toLocaleString("en-GB"), "n"), newest, rows);
      return line;
    }

    table() {
      const names = ["landlord", "status", "type", "homes", "edition", "year", "found", "expected"];
      return [names, ...this.found.map((item) => names.map((name) => item[name]))];
    }
  }

  // ---- the matrix: a cell leads to its row -----------------------------------------------------

  class Matrix extends Drawn {
    step() { return 60; }

    read({ lines, answers }) {
      this.answers = answers;
      this.numbers = all("thead th", this.box).slice(1).map((head) => head.dataset.col);
      return lines.map(([landlord, owner, address, year, latest, type, size, homes, unmet, check, share, cells]) => ({ landlord, owner, address, year, latest, type, size, homes: -homes, check: -check, share, name: fold(landlord), text: `${landlord} ${year}`, cells: Array.from(cells, (letter) => (letter < "a" ? [Number(letter), ""] : [letter.charCodeAt(0) - 97, "°"])) }));
    }

    begin() {
      super.begin();
      this.grid();
    }

    cell(item, index) { return index ? WORST.indexOf(this.answers[item.cells[index - 1][0]][0]) : item.name; }

    apply() {
      super.apply();
      const first = one("td", this.body);
      this.at = first;
      if (first) first.tabIndex = 0;
      one("table", this.box).setAttribute("aria-rowcount", String(this.found.length + 1));
    }

    draw(item) {
      const line = element("tr"), owner = link(item.landlord, item.owner), year = link(item.year || "no year", item.address, "yr");
      line.append(headed(owner, " ", year), ...item.cells.map(([answer, low]) => element("td", this.answers[answer][1] + low, this.answers[answer][0])));
      return line;
    }

    table() {
      return [["landlord", "year", ...this.numbers], ...this.found.map((item) => [item.landlord, item.year, ...item.cells.map(([answer, low]) => this.answers[answer][1] + low)])];
    }

    grid() {
      const table = one("table", this.box);
      const open = (cell) => { location.href = `${one(".yr", cell.parentNode).getAttribute("href")}#${this.numbers[cell.cellIndex - 1]}`; };
      table.setAttribute("role", "grid");
      table.setAttribute("aria-label", `${this.box.closest("details").querySelector("h3").textContent}; arrow keys move, Enter opens the row`);
      this.body.addEventListener("click", (event) => { const cell = event.target.closest("td"); if (cell) open(cell); });
      this.body.addEventListener("keydown", (event) => {
        const cell = event.target.closest("td");
        if (!cell) return;
        if (event.key === "Enter") { open(cell); return; }
        const row = cell.parentNode, index = cell.cellIndex;
        if (event.key === "ArrowDown" && !row.nextElementSibling) this.more();
        const next = { ArrowLeft: () => index > 1 && cell.previousElementSibling, ArrowRight: () => cell.nextElementSibling, ArrowUp: () => row.previousElementSibling?.cells[index], ArrowDown: () => row.nextElementSibling?.cells[index] }[event.key];
        if (!next) return;
        event.preventDefault();
        const other = next();
        if (!other) return;
        this.at.tabIndex = -1;
        this.at = other;
        other.tabIndex = 0;
        other.focus();
      });
    }
  }

  // ---- an assessment: rows and their places in the source --------------------------------------

  const source = one("#source"), sheets = source && one(".sheets", source);
  const marks = (id) => (sheets ? all(`[data-row="${CSS.escape(id)}"]:not(.to), [data-rows~="${CSS.escape(id)}"]`, sheets) : []);

  function bring(node, within) {
    if (!node || !within) return;
    const box = (node.querySelector("rect") || node).getBoundingClientRect(), frame = within.getBoundingClientRect();
    const way = box.top - frame.top - frame.height / 4;
    const across = box.left < frame.left || box.left > frame.right - 60 ? box.left - frame.left - 20 : 0;
    if (frame.height) within.scrollBy({ top: way, left: across, behavior: Math.abs(way) > 3 * frame.height ? "instant" : "auto" });
  }

  function select(row, reveal = true) {
    all(".on").forEach((node) => node.classList.remove("on"));
    all("tr[aria-current]").forEach((node) => node.removeAttribute("aria-current"));
    row.classList.add("on");
    row.setAttribute("aria-current", "true");
    if (!row.id) { row.scrollIntoView({ block: "nearest" }); return; }
    const places = marks(row.id);
    places.forEach((node) => node.classList.add("on"));
    if (places.length) bring(places[0], sheets);
    if (source) one("[data-now]", source).textContent = places.length ? `row ${row.id}` : `row ${row.id} is not shown here`;
    if (reveal) row.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#${row.id}`);
  }

  function hide(hidden) {
    document.body.classList.toggle("no-source", hidden);
    const button = one('[data-act="source"]');
    button.textContent = hidden ? "Show" : "Hide";
    button.setAttribute("aria-expanded", String(!hidden));
    measure();
    const on = one(".responses tr.on");
    if (on && !hidden) bring(marks(on.id)[0], sheets);
  }

  function measure() {
    const bar = one(".assessment .bar");
    if (bar && getComputedStyle(bar).position === "sticky") document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  }

  function assessment() {
    const narrow = matchMedia("(max-width: 62rem)");
    if (narrow.matches || !one(".sheet, .typeset", sheets)) hide(true);
    measure();
    window.addEventListener("resize", measure);
    one('[data-act="source"]').addEventListener("click", () => hide(!document.body.classList.contains("no-source")));
    one(".responses").addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-item]");
      if (!row || event.target.closest("summary, details")) return;
      if (event.target.closest(".cite")) event.preventDefault();
      if (event.target.closest('[data-act="place"]')) hide(false);
      if (!String(getSelection())) select(row, false);
    });
    sheets.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-row], [data-rows]");
      if (!mark) return;
      event.preventDefault();
      const ids = (mark.dataset.row || mark.dataset.rows).split(" "), on = one(".responses tr.on");
      const next = ids[(ids.indexOf(on ? on.id : "") + 1) % ids.length], row = document.getElementById(next);
      if (row) { row.hidden = false; const top = sheets.scrollTop; select(row); sheets.scrollTop = top; row.scrollIntoView({ block: "center" }); }
    });
    const go = () => { const row = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (row && row.matches("tr[data-item]")) { select(row); row.scrollIntoView({ block: "center" }); } };
    window.addEventListener("hashchange", go);
    go();
  }

  // ---- a landlord by its name -------------------------------------------------------------------

  const names = one("[data-goto]");
  if (names) {
    const known = all("#landlords option").map((option) => [fold(option.value), option.dataset.address]);
    const go = (found) => { if (found) location.href = root + found[1]; };
    names.addEventListener("input", (event) => { if (!event.inputType || event.inputType === "insertReplacementText") go(known.find(([name]) => name === fold(names.value))); });
    names.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const words = fold(names.value).split(/\s+/).filter(Boolean);
      if (words.length) go(known.find(([name]) => name === fold(names.value)) || known.find(([name]) => words.every((word) => name.includes(word))));
    });
  }

  // ---- keys, help, print -----------------------------------------------------------------------

  const help = one("#help");
  const KINDS = { rows: Explorer, matrix: Matrix, coverage: Coverage };
  const lists = all("[data-list]").map((box) => new (KINDS[box.dataset.list] || List)(box));
  if (source) assessment();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && button.dataset.act === "help") help.showModal();
    if (button && button.dataset.act === "close") help.close();
  });

  function step(by) {
    const list = lists.find((one) => one.items.some((item) => item.classList.contains("on"))) || lists.find((one) => one.items.length && one.box.offsetParent !== null);
    if (!list) return;
    if (by > 0 && list instanceof Drawn && list.items.at(-1).classList.contains("on")) list.more();
    const shown = list.items.filter((item) => !item.hidden), at = shown.findIndex((item) => item.classList.contains("on"));
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next) select(next);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "s" && source) hide(!document.body.classList.contains("no-source"));
    else if (event.key === "?") help.showModal();
    else if (event.key === "/") {
      const field = all("[data-search]").find((input) => input.offsetParent !== null);
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "Enter" && !event.target.closest("a, button, td, summary")) {
      const row = one("tr.on"), link = row && one("a", row);
      if (row && source) hide(false); else if (link) location.href = link.href;
    }
  });

  window.addEventListener("beforeprint", () => {
    lists.forEach((list) => { if (list instanceof Drawn) list.more(list.found.length); });
    all("img[loading]").forEach((image) => { image.loading = "eager"; });
  });
})();
