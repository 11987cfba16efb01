"use strict";
// A page that was scanned askew is turned by a quarter, with its boxes, at each press of its button.
document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-act="turn"]');
  if (!button) return;
  event.preventDefault();
  const sheet = button.closest("figure").querySelector(".sheet"), image = sheet.querySelector("img");
  const turn = (Number(sheet.dataset.turn || 0) + 1) % 4, across = (100 * image.width) / image.height;
  const moved = ["none", "rotate(90deg) translate(0, -100%)", "rotate(180deg)", "rotate(270deg) translate(-100%, 0)"];
  sheet.dataset.turn = String(turn);
  sheet.style.transform = moved[turn];
  sheet.style.transformOrigin = turn === 2 ? "center" : "0 0";
  sheet.style.width = turn % 2 ? `${across}%` : "";
  sheet.style.marginBottom = turn % 2 ? `${across - 100}%` : "";
});
