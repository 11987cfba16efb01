"use strict";
// The pictures of pages: one that was scanned askew is turned by a quarter, with its boxes, at each
// press of its button; all of them are made larger and smaller together, also by + and -.
(() => {
  const WIDTHS = [100, 150, 200, 300];

  function turn(button) {
    const sheet = button.closest("figure").querySelector(".sheet"), image = sheet.querySelector("img");
    const turned = (Number(sheet.dataset.turn || 0) + 1) % 4, across = (100 * image.width) / image.height;
    const moved = ["none", "rotate(90deg) translate(0, -100%)", "rotate(180deg)", "rotate(270deg) translate(-100%, 0)"];
    sheet.dataset.turn = String(turned);
    sheet.style.transform = moved[turned];
    sheet.style.transformOrigin = turned === 2 ? "center" : "0 0";
    sheet.style.width = turned % 2 ? `${across}%` : "";
    sheet.style.marginBottom = turned % 2 ? `${across - 100}%` : "";
  }

  function size(sheets, by) {
    const now = WIDTHS.indexOf(Number(sheets.dataset.width || 100)), width = WIDTHS[now + by];
    if (!width) return;
    const left = sheets.scrollLeft + sheets.clientWidth / 2, top = sheets.scrollTop + sheets.clientHeight / 2;
    const before = sheets.scrollHeight, across = sheets.scrollWidth;
    sheets.dataset.width = String(width);
    sheets.style.setProperty("--width", `${width}%`);
    const on = sheets.querySelector("a.on rect"), frame = sheets.getBoundingClientRect();
    if (on) {
      const box = on.getBoundingClientRect();
      sheets.scrollBy({ left: box.left - frame.left - 20, top: box.top - frame.top - frame.height / 4, behavior: "instant" });
    } else {
      sheets.scrollTo({ left: (left * sheets.scrollWidth) / across - sheets.clientWidth / 2, top: (top * sheets.scrollHeight) / before - sheets.clientHeight / 2, behavior: "instant" });
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const act = button.dataset.act, sheets = button.closest(".sheets");
    if (act === "turn") turn(button);
    else if (act === "larger" || act === "smaller") size(sheets, act === "larger" ? 1 : -1);
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const by = { "+": 1, "=": 1, "-": -1 }[event.key], sheets = document.querySelector(".sheets");
    if (!by || !sheets || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    size(sheets, by);
  });
})();
