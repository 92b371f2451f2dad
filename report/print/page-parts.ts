/** What the page brings along, since it may fetch nothing. */

export const style = `
:root { color-scheme: light dark; --line: #8884; --new: #1a7f3733; --old: #cf222e33; --danger: #cf222e; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
tr.touched th { font-weight: 700; }
tr.same, tr.demand, tr.policy { opacity: .8; }
th { font-weight: 500; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; }
.environment > summary { font-weight: 700; }
.dangerous > summary::before { color: var(--danger); content: "⚠ "; }
.danger, .violation, .fixed { border-left: .3rem solid var(--danger); padding-left: .8rem; }
.fixed { border-color: #1a7f37; }
.noise, .unknown { opacity: .8; }
.unknown { border-left: .3rem solid #bf8700; padding-left: .8rem; }
pre { font: 13px/1.5 ui-monospace, monospace; margin: .4rem 0; overflow-x: auto; }
pre span { display: block; white-space: pre; }
.new { background: var(--new); }
.old { background: var(--old); }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; }
[hidden] { display: none; }
`;

export const script = `
"use strict";
const field = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
function show() {
  const environment = field("environment").value;
  const service = field("service").value;
  const dangerous = field("dangerous").checked;
  for (const section of all(".environment")) {
    for (const owner of all(".owner", section)) {
      const items = all(".item", owner);
      for (const item of items) item.hidden = dangerous && !item.classList.contains("dangerous");
      const isOther = service !== "" && owner.dataset.service !== service;
      owner.hidden = isOther || (dangerous && items.every((item) => item.hidden));
    }
    section.hidden = environment !== "" && section.dataset.environment !== environment;
  }
  const column = all("#matrix thead th").findIndex((cell) => cell.textContent === environment);
  for (const row of all("#matrix tr")) {
    const name = row.cells[0].textContent;
    const isService = row.matches(".touched, .same");
    row.hidden = service !== "" && isService && name !== service;
    [...row.cells].forEach((cell, at) => { cell.hidden = environment !== "" && at > 0 && at !== column; });
  }
}
function fold(open) {
  for (const each of all("details")) each.open = open;
}
field("filters").addEventListener("input", show);
field("filters").addEventListener("submit", (event) => event.preventDefault());
field("unfold").addEventListener("click", () => fold(true));
field("fold").addEventListener("click", () => fold(false));
`;
