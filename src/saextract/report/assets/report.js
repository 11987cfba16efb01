"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const root = document.body.dataset.root;

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

    words() { return this.search ? fold(this.search.value).split(/\s+/).filter(Boolean) : []; }

    chosen() { return this.facets.filter((facet) => facet.value).map((facet) => [facet.dataset.facet, facet.value]); }

    takes(item, words, chosen) {
      for (const [name, value] of chosen) {
        const has = item.dataset[name] || "";
        if (has !== value && !(name === "finding" && has.split(" ").includes(value))) return false;
      }
      if (!words.length) return true;
      if (item.folded === undefined) item.folded = fold(item.textContent);
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

    change(control) { if (control === this.order) this.sort((item) => item.dataset[`by${name(control.value)}`], 1); else this.apply(); }

    sort(key, sign) {
      const keyed = this.items.map((item) => [key(item), item]);
      const numeric = keyed.every(([value]) => value === undefined || value === "" || !Number.isNaN(Number(value)));
      const compare = numeric ? (a, b) => Number(a) - Number(b) : (a, b) => String(a).localeCompare(String(b), "en", { numeric: true });
      keyed.sort(([a, x], [b, y]) => (a === undefined ? 0 : sign * compare(a, b)) || this.first.get(x) - this.first.get(y));
      this.items = keyed.map(([, item]) => item);
      this.body.append(...this.items);
    }

    byColumn(head) {
      const index = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending";
      all("th[aria-sort]", this.box).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rank = this.box.hasAttribute("data-matrix") && index > 0 ? ANSWERS : null;
      this.sort((item) => {
        const cell = item.cells[index];
        if (rank) return rank.indexOf(cell.className);
        return cell.dataset.key !== undefined ? cell.dataset.key : cell.textContent.trim();
      }, down ? -1 : 1);
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

  const ANSWERS = ["no", "partial", "unclear", "unanswered", "not_found", "not_applicable", "described", "yes"];
  const name = (text) => text.charAt(0).toUpperCase() + text.slice(1);
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

  // ---- the page of all rows: data, of which only what is asked for becomes rows ----------------

  const STEP = 300;

  class Explorer extends List {
    constructor(box) {
      const content = JSON.parse(document.getElementById("content").textContent);
      super(Object.assign(box, { content }));
    }

    prepare() {
      const { assessments, provisions, rows } = this.box.content;
      this.data = rows.map((row) => {
        const [owner, code, edition, year, address, path, latest] = assessments[row[0]], [section, level, text] = provisions[row[1]];
        return { row, owner, code, edition, address, text, landlord: owner, year, section, level, latest: latest ? "yes" : "", editionKey: `${code} ${edition}`, path };
      });
    }

    fields(item) {
      const [, , answer, confidence, before, rules, , , reviewed] = item.row;
      return { landlord: item.landlord, edition: item.editionKey, year: item.year, section: item.section, level: item.level, answer, confidence, finding: rules, changed: before ? "yes" : "", latest: item.latest, reviewed };
    }

    takes(item, words, chosen) {
      if (!item.fields) item.fields = this.fields(item);
      for (const [key, wanted] of chosen) {
        const has = item.fields[key];
        if (has !== wanted && !(key === "finding" && has.split(" ").includes(wanted))) return false;
      }
      if (!words.length) return true;
      if (!item.folded) item.folded = fold([item.landlord, item.editionKey, item.year, item.row[1], item.text, item.row[5], item.row[6], item.row[7], item.path].join(" "));
      return words.every((word) => item.folded.includes(word));
    }

    apply() {
      if (!this.data) { this.prepare(); this.restore(); }
      const words = this.words(), chosen = this.chosen();
      this.found = this.data.filter((item) => this.takes(item, words, chosen));
      this.tell(this.found.length);
      this.body.textContent = "";
      this.items = [];
      this.more(STEP);
      this.keep(chosen);
    }

    more(count) {
      const next = this.found.slice(this.items.length, this.items.length + count).map((item) => this.draw(item));
      this.body.append(...next);
      this.items.push(...next);
      one('[data-act="more"]', this.box).hidden = this.items.length >= this.found.length;
    }

    draw(item) {
      const [, id, answer, confidence, before, rules, printed, text] = item.row;
      const line = element("tr"), link = element("a", `${id.split(":")[1]}`);
      const at = `${root}${item.address}#${id.split(":")[1]}`;
      line.dataset.item = "";
      link.href = at;
      const who = element("th", item.landlord);
      who.scope = "row";
      who.append(element("div", `${item.editionKey}${item.year ? `, ${item.year}` : ""}`, "soft"));
      const where = element("td");
      where.append(link, " ", element("span", item.level, `level ${item.level}`), element("div", item.text, "req short"));
      const said = element("td"), low = confidence === "low" && answer !== "not_found";
      said.append(element("span", `${WORDS[answer]}${low ? " °" : ""}`, `a ${answer}`));
      if (printed) said.append(element("div", `printed: “${printed}”`, "said"));
      if (before) said.append(element("div", `was ${WORDS[before]}`, "was"));
      line.append(who, where, said, element("td", text), element("td", rules.replace(/-/g, " ").replace(/ (?=\S+$)/, " ")));
      line.lastChild.textContent = rules.split(" ").map((rule) => rule.replace(/-/g, " ")).join("; ");
      return line;
    }

    table() {
      const heads = ["landlord", "code", "edition", "year", "provision_id", "level", "requirement", "answer", "answer_printed", "confidence", "before", "findings", "text", "path", "assessment_id"];
      return [heads, ...this.found.map((item) => [item.landlord, item.code, item.edition, item.year, item.row[1], item.level, item.text, item.row[2], item.row[6], item.row[3], item.row[4], item.row[5], item.row[7], item.path, this.box.content.assessments[item.row[0]][7]])];
    }

    restore() {
      const asked = new URLSearchParams(location.hash.slice(1));
      if (asked.has("q")) this.search.value = asked.get("q");
      for (const facet of this.facets) facet.value = asked.get(facet.dataset.facet) || "";
    }

    keep(chosen) {
      const asked = new URLSearchParams(chosen);
      if (this.search.value) asked.set("q", this.search.value);
      history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname);
    }

    act(event) {
      super.act(event);
      if (event.target.closest('[data-act="more"]')) this.more(STEP);
    }
  }

  const WORDS = { yes: "Yes", partial: "Partial", no: "No", not_applicable: "Not applicable", described: "Described", unanswered: "Not answered", unclear: "Unclear", not_found: "Not found" };
  const element = (tag, text = "", style = "") => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (style) node.className = style;
    return node;
  };

  // ---- the matrix: a cell leads to its row -----------------------------------------------------

  function matrix(box) {
    const table = one("table", box), heads = all("thead th", table).map((head) => head.dataset.col);
    let current = null;
    const open = (cell) => { location.href = `${one(".yr", cell.parentNode).getAttribute("href")}#${heads[cell.cellIndex]}`; };
    const focus = (cell) => {
      if (!cell) return;
      if (current) current.tabIndex = -1;
      current = cell;
      cell.tabIndex = 0;
      cell.focus();
    };
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", `${box.closest("details").querySelector("h3").textContent}; arrow keys move, Enter opens the row`);
    const first = one("tbody td", table);
    if (first) { first.tabIndex = 0; current = first; }
    table.addEventListener("click", (event) => { const cell = event.target.closest("td"); if (cell) open(cell); });
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      if (!cell) return;
      const rows = all("[data-item]:not([hidden])", table), at = rows.indexOf(cell.parentNode);
      const next = { ArrowLeft: () => cell.cellIndex > 1 && cell.previousElementSibling, ArrowRight: () => cell.nextElementSibling, ArrowUp: () => rows[at - 1] && rows[at - 1].cells[cell.cellIndex], ArrowDown: () => rows[at + 1] && rows[at + 1].cells[cell.cellIndex] }[event.key];
      if (next) { event.preventDefault(); focus(next()); }
      if (event.key === "Enter") open(cell);
    });
  }

  // ---- an assessment: rows and their places in the source --------------------------------------

  const source = one("#source"), sheets = source && one(".sheets", source);
  const marks = (id) => (sheets ? all(`[data-row="${CSS.escape(id)}"]:not(.to), [data-rows~="${CSS.escape(id)}"]`, sheets) : []);

  function bring(node, within) {
    if (!node || !within) return;
    const box = (node.querySelector("rect") || node).getBoundingClientRect(), frame = within.getBoundingClientRect();
    if (frame.height) within.scrollTop += box.top - frame.top - frame.height / 4;
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

  // ---- keys, help, print -----------------------------------------------------------------------

  const help = one("#help");
  const lists = all("[data-list]").map((box) => (box.hasAttribute("data-explore") ? new Explorer(box) : new List(box)));
  all("[data-matrix]").forEach(matrix);
  if (source) assessment();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && button.dataset.act === "help") help.showModal();
    if (button && button.dataset.act === "close") help.close();
  });

  function step(by) {
    const list = lists.find((one) => one.items.some((item) => item.classList.contains("on"))) || lists.find((one) => one.items.length && one.box.offsetParent !== null);
    if (!list) return;
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
    lists.forEach((list) => { if (list instanceof Explorer) list.more(list.found.length); });
    all("img[loading]").forEach((image) => { image.loading = "eager"; });
  });
})();
