// What brings a report to life. The page is complete without it: whatever fails
// here leaves the static drawing where it is.
import { SlotChart, budgetLine, noData } from "./charts.js";
import { Chronicle } from "./chronicle.js";
import { enliven } from "./days.js";
import { el } from "./dom.js";
import { enlivenLedger, filterByCause } from "./tables.js";

const trendHeight = 236;
const latencyHeight = 200;

function host(title) {
  return el("div", { class: "live", role: "group", tabindex: "0", "aria-label": title });
}

// replace puts a living chart into the place of a static one.
function replace(article, c, height, option) {
  const place = article.querySelector(`[data-chart="${c.place}"]`);
  const live = place.appendChild(host(c.title));
  place.classList.add("alive");
  new SlotChart(live, height, () => option, c.boxes);
}

// named writes the names of the lines at their ends.
function named(option) {
  const endLabel = (name) => ({ show: true, formatter: () => name, color: "role:ink", fontSize: 13, distance: 8 });
  return { ...option, series: option.series.map((s) => ({ ...s, endLabel: endLabel(s.name), labelLayout: { moveOverlap: "shiftY" } })) };
}

// begin puts the chronicle at the head of what happened.
function begin(article, c, words) {
  const title = document.getElementById(`${c.article}-happened`);
  const live = host(c.title);
  const content = el("div", {}, live);
  const notes = (c.notes ?? []).map((n) => el("p", { class: "s" }, n));
  const section = el("section", { class: "live-only", id: `${c.article}-chronicle` }, el("div", { class: "side" }, el("h3", {}, c.title), ...notes), content);
  title.after(section);
  const chronicle = new Chronicle(live, c, words);
  content.prepend(el("div", { class: "tools", role: "group", "aria-label": c.title }, ...chronicle.tools()));
  return (key) => {
    chronicle.openDay(key);
    section.scrollIntoView({ block: "start" });
    live.focus({ preventScroll: true });
  };
}

function start({ words, charts }) {
  const open = {};
  for (const c of charts) {
    const article = document.getElementById(c.article);
    if (c.place === "chronicle") open[c.article] = begin(article, c, words);
    if (c.place === "latency") replace(article, c, latencyHeight, named(c.option));
    if (c.place === "trend") {
      const draw = { budget: budgetLine, nodata: noData };
      const series = c.option.series.map((s) =>
        draw[s.name] ? { ...s, z: 3, silent: true, renderItem: draw[s.name](s.data ?? []), encode: { x: 0, y: 1 } } : s);
      replace(article, c, trendHeight, { ...c.option, series });
    }
  }
  for (const article of document.querySelectorAll("article")) {
    article.querySelectorAll(".days .scene").forEach((scene) => enliven(scene, open[article.id]));
    filterByCause(article, words);
    const ledger = article.querySelector("table.ledger");
    if (ledger) enlivenLedger(ledger, words);
  }
  document.documentElement.dataset.alive = String(Math.round(performance.now())); // ms since the page was asked for
}

start(JSON.parse(document.getElementById("upledger").textContent));
