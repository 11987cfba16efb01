"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const fields = Array.from(document.querySelectorAll("[data-field]"));
  const ANSWERS = { yes: "Yes", partial: "Partial", no: "No", not_applicable: "Not applicable", described: "Described", unanswered: "Not answered", unclear: "Unclear", not_found: "Not found: there is no such row" };
  const KEPT = `saextract-pending-${location.pathname}`;
  const NAME = "saextract-reviewer";
  let queue = [], at = 0, row = null, sending = false;

  for (const [value, text] of Object.entries(ANSWERS)) by("answer").append(new Option(text, value));

  // ---- decisions: kept here until the program says that they are on the disk -------------------

  const pending = () => JSON.parse(localStorage.getItem(KEPT) || "[]");
  const keep = (list) => localStorage.setItem(KEPT, JSON.stringify(list));

  async function send() {
    if (sending) return;
    sending = true;
    try {
      while (pending().length) {
        const first = pending()[0];
        const answer = await fetch("decide", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(first) });
        if (!answer.ok && answer.status !== 400) throw new Error((await told(answer)) || answer.status);
        if (answer.status === 400) alert(`A decision on ${first.provision_id} was refused: ${await told(answer)}`);
        else alert("");
        keep(pending().filter((other) => other.key !== first.key));
      }
    } catch (error) {
      const count = pending().length;
      alert(`${count} decision${count === 1 ? " is" : "s are"} not on the disk yet (${error.message || error}). What is decided is kept in this browser and handed over as soon as the program runs again: saextract review.`);
      setTimeout(send, 1500);
    } finally {
      sending = false;
    }
  }

  const told = async (answer) => { try { return (await answer.json()).error; } catch { return ""; } };

  function alert(text) {
    by("alert").textContent = text;
    by("alert").hidden = !text;
  }

  // ---- rows ------------------------------------------------------------------------------------

  async function load() {
    const reviewer = by("reviewer").value.trim();
    if (!reviewer) { by("progress").textContent = "Say who you are, so that your decisions bear your name."; by("reviewer").focus(); return; }
    localStorage.setItem(NAME, reviewer);
    const answer = await fetch(`queue?${new URLSearchParams({ reviewer, mode: by("mode").value })}`);
    const found = await answer.json();
    if (!answer.ok) { alert(found.error); return; }
    const waiting = new Set(pending().filter((one) => !one.finding).map((one) => `${one.assessment_id} ${one.provision_id}`));
    queue = found.queue.filter((key) => !waiting.has(key.join(" ")));
    at = 0;
    tell(found.progress);
    await next();
  }

  async function progress() {
    try {
      const answer = await fetch(`queue?${new URLSearchParams({ reviewer: by("reviewer").value.trim(), mode: by("mode").value })}`);
      if (answer.ok) tell((await answer.json()).progress);
    } catch { /* the program is not there; what is kept says so */ }
  }

  function tell(now) {
    const percent = (share) => `${Math.round(share * 100)} %`;
    const parts = [`${(queue.length - at).toLocaleString("en-GB")} in this list`, `${now.decided.toLocaleString("en-GB")} of ${now.rows.toLocaleString("en-GB")} rows decided, ${now.mine} by you`, now.left ? `${now.left.toLocaleString("en-GB")} rows left until 99 % are right` : "99 % are right, by what is known"];
    const both = now.agreement;
    if (both) parts.push(`${both.people.join(" and ")} agree on ${percent(both.answers)} of ${both.rows} answers (kappa ${both.kappa === null ? "not defined" : both.kappa.toFixed(2)}), on ${percent(both.cells)} of whole rows`);
    by("progress").textContent = parts.join(" · ");
  }

  async function next() {
    row = null;
    by("desk").classList.add("busy");
    by("done").hidden = at < queue.length;
    by("desk").hidden = at >= queue.length;
    if (at >= queue.length) return;
    const [assessment, provision] = queue[at];
    try {
      const answer = await fetch(`row?${new URLSearchParams({ assessment, provision })}`), found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      show(found);
    } catch (error) {
      if (pending().length) { setTimeout(next, 1500); return; }
      alert(`The row cannot be shown (${error.message}). Is the program still running?`);
      setTimeout(next, 1500);
    }
  }

  function show(found) {
    row = found;
    by("desk").classList.remove("busy");
    for (const name of ["landlord", "assessment", "path", "number", "level", "place", "requirement"]) by(name).textContent = found[name];
    by("level").className = `level ${found.level}`;
    const low = Object.entries(found.parts).filter(([, grade]) => grade !== "high").map(([part, grade]) => `${part} ${grade}`);
    const reasons = [`confidence ${found.confidence}${low.length ? ` (${low.join(", ")})` : ""}`, ...found.flags.filter((flag) => !found.findings.some(({ rule }) => rule === flag)).map((flag) => flag.replace(/-/g, " "))];
    by("why-here").textContent = `To look at: ${[...new Set(reasons)].join("; ")}.`;
    const whole = found.findings.filter((one) => one.whole);
    by("findings").replaceChildren(...found.findings.filter((one) => !one.whole).map(finding));
    by("whole-findings").replaceChildren(...whole.map(finding));
    by("whole").hidden = !whole.length;
    by("other").textContent = Object.entries(found.other).map(([name, text]) => `${name}: ${text}`).join(" · ");
    for (const field of fields) { field.value = found.fields[field.dataset.field]; field.classList.remove("changed"); }
    by("why").value = "";
    by("source").innerHTML = found.source; // escaped where it is made
    by("source").scrollTop = 0;
    document.activeElement.blur();
    const marks = Array.from(by("source").querySelectorAll(".sheet a, .typeset [data-rows]"));
    marks.forEach((mark) => mark.classList.add("on"));
    const first = marks[0];
    if (first) requestAnimationFrame(() => {
      const box = (first.querySelector("rect") || first).getBoundingClientRect(), frame = by("source").getBoundingClientRect();
      by("source").scrollTop += box.top - frame.top - 60;
    });
    for (const link of by("source").querySelectorAll("a")) link.addEventListener("click", (event) => event.preventDefault());
  }

  function finding(one) {
    const item = document.createElement("li");
    draw(item, one);
    return item;
  }

  function draw(item, one) {
    const gone = one.dismissed, button = document.createElement("button"), text = document.createElement(gone ? "s" : "span");
    text.textContent = `${one.message}${one.quote ? ` “${one.quote}”` : ""}`;
    item.className = gone ? "gone" : "";
    item.replaceChildren(text, gone ? ` Dismissed by ${gone.by || "somebody"}${gone.at ? ` on ${gone.at}` : ""}: ${gone.why} ` : " ", button);
    button.type = "button";
    button.textContent = gone ? "Open again" : "Nothing to do";
    button.title = gone ? "Take the dismissal back: there is something to do after all" : "Dismiss this finding, with the reason under Why";
    button.addEventListener("click", () => {
      const why = by("why").value.trim(), reviewer = by("reviewer").value.trim();
      if (!gone && !why) { alert("Say why there is nothing to do: the reason is kept with the decision."); by("why").focus(); return; }
      keep([...pending(), { key: crypto.randomUUID(), assessment_id: row.assessment_id, provision_id: row.provision_id, reviewer, decision: gone ? "reopened" : "dismissed", finding: [one.rule, one.quote], whole: one.whole, why }]);
      by("why").value = "";
      draw(item, { ...one, dismissed: gone ? null : { by: reviewer, at: "", why } });
      item.querySelector("button").focus();
      send();
    });
  }

  const changed = () => Object.fromEntries(fields.filter((field) => field.value.trim() !== row.fields[field.dataset.field]).map((field) => [field.dataset.field, field.value]));

  function decide(decision) {
    if (decision === "back") { if (at > 0) { at -= 1; next(); } return; }
    if (!row) return;
    if (decision === "skip") { at += 1; next(); return; }
    const corrections = decision === "corrected" ? changed() : {};
    if (decision === "corrected" && !Object.keys(corrections).length) { by("answer").focus(); return; }
    if (decision === "confirmed" && Object.keys(changed()).length && !confirm("You have changed a cell. Leave the change out and say that the row is right?")) return;
    keep([...pending(), { key: crypto.randomUUID(), assessment_id: row.assessment_id, provision_id: row.provision_id, reviewer: by("reviewer").value.trim(), decision, fields: corrections, why: by("why").value }]);
    at += 1;
    send().then(progress);
    next();
  }

  // ---- controls --------------------------------------------------------------------------------

  fields.forEach((field) => field.addEventListener("input", () => field.classList.toggle("changed", row && field.value.trim() !== row.fields[field.dataset.field])));
  by("form").addEventListener("submit", (event) => event.preventDefault());
  by("form").addEventListener("click", (event) => { const button = event.target.closest("[data-decision]"); if (button) decide(button.dataset.decision); });
  by("reviewer").value = localStorage.getItem(NAME) || "";
  by("reviewer").addEventListener("change", load);
  by("mode").addEventListener("change", load);
  by("show-help").addEventListener("click", () => by("help").showModal());
  by("close-help").addEventListener("click", () => by("help").close());
  document.addEventListener("keydown", (event) => {
    if (by("help").open) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); decide("corrected"); return; }
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const decision = { r: "confirmed", c: "corrected", u: "unreadable", s: "skip", b: "back" }[event.key];
    if (decision) { event.preventDefault(); decide(decision); }
    if (event.key === "?") by("help").showModal();
  });
  send().then(load);
})();
