import { el, fill } from "./dom.js";

// filterByCause lets the names of the causes, and buttons above the outages,
// choose which outages the table shows.
export function filterByCause(article, words) {
  const table = article.querySelector("table.outages");
  const names = [...article.querySelectorAll("table.causes th[data-cause]")].filter((n) => n.dataset.cause);
  if (!table || names.length === 0) return;
  const rows = [...table.querySelectorAll("tbody tr[data-cause]")];
  const sum = table.querySelector("tr.sum");
  const count = el("p", { role: "status" });
  const buttons = [];
  let chosen = "";
  const belongs = (row, keys) => keys.split(" ").includes(row.dataset.cause);

  function choose(keys) {
    chosen = keys === chosen ? "" : keys;
    for (const row of rows) row.hidden = chosen !== "" && !belongs(row, chosen);
    sum.hidden = chosen !== ""; // it is the sum of all
    for (const [b, k] of buttons) b.setAttribute("aria-pressed", String(k === chosen));
    const shown = rows.filter((r) => !r.hidden).length;
    count.textContent = chosen === "" ? "" : fill(words["filter.count"], { shown, all: rows.length });
  }

  const add = (kind, keys, ...label) => {
    const b = el("button", { type: "button", class: kind, "aria-pressed": "false", onclick: () => choose(keys) }, ...label);
    buttons.push([b, keys]);
    return b;
  };
  const all = el("button", { type: "button", class: "btn", "aria-pressed": "true", onclick: () => choose(chosen) }, `${words["filter.all"]} ${rows.length}`);
  buttons.push([all, ""]);
  const tools = el("div", { class: "tools", role: "group", "aria-label": words["filter.label"] }, all);
  for (const cell of names) {
    const name = cell.querySelector("span");
    const keys = cell.dataset.cause;
    const n = rows.filter((r) => belongs(r, keys)).length;
    if (n === 0) continue;
    tools.append(add("btn", keys, `${name.textContent} ${n}`));
    name.replaceWith(add("link", keys, name.textContent));
  }
  tools.append(count);
  table.before(tools);
}

// enlivenLedger lets the rows of the ledger be searched, sorted and copied.
export function enlivenLedger(table, words) {
  const body = table.tBodies[0];
  const sum = body.querySelector("tr.sum");
  const rows = [...body.rows].filter((r) => r !== sum).map((node, order) => {
    const cells = [...node.cells];
    const [from, to] = cells.map((c) => c.querySelector("time")?.dateTime);
    const label = cells[3].textContent.trim();
    return { node, order, from, to, seconds: Number(node.dataset.seconds), label, cause: cells[4].textContent.trim(), text: node.textContent.toLowerCase() };
  });
  const count = el("p", { role: "status" });
  const search = el("input", { type: "search", placeholder: words["ledger.search"], "aria-label": words["ledger.search"] });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const r of rows) r.node.hidden = !r.text.includes(wanted);
    sum.hidden = wanted !== "";
    count.textContent = wanted === "" ? "" : fill(words["ledger.found"], { shown: rows.filter((r) => !r.node.hidden).length, all: rows.length });
  });
  const copy = el("button", { type: "button", class: "btn" }, words["ledger.copy"]);
  copy.addEventListener("click", async () => {
    const done = await put(csv(table, rows.filter((r) => !r.node.hidden)));
    count.textContent = words[done ? "ledger.copied" : "ledger.uncopied"];
  });
  sortable(table, rows, sum);
  table.before(el("div", { class: "tools" }, search, copy, count));
}

// sortable makes buttons of the heads: ascending, descending, as it was.
function sortable(table, rows, sum) {
  const compare = (key) => (a, b) =>
    typeof a[key] === "number" ? a[key] - b[key] : String(a[key] ?? "").localeCompare(String(b[key] ?? ""), document.documentElement.lang);
  const by = ["order", "order", "seconds", "label", "cause"].map(compare);
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, i) => {
    const sort = () => {
      const next = { ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")] ?? "ascending";
      for (const h of heads) h.removeAttribute("aria-sort");
      if (next !== "none") head.setAttribute("aria-sort", next);
      const sign = next === "descending" ? -1 : 1;
      const order = (a, b) => (next === "none" ? 0 : sign * by[i](a, b)) || a.order - b.order;
      table.tBodies[0].append(...[...rows].sort(order).map((r) => r.node), sum);
    };
    head.replaceChildren(el("button", { type: "button", class: "link", onclick: sort }, head.textContent));
  });
}

// csv writes the rows as RFC 4180 does, with times that programs read. A cell
// that a spreadsheet would take for a formula begins with an apostrophe.
export function csv(table, rows) {
  const cell = (value) => {
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const head = [...table.tHead.rows[0].cells].map((c) => c.textContent.trim());
  const lines = rows.map((r) => [r.from, r.to, String(r.seconds), r.label, r.cause]);
  return [head, ...lines].map((line) => line.map(cell).join(",") + "\r\n").join("");
}

// put copies a text, in the old way where the browser refuses the new one.
async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "vh", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
