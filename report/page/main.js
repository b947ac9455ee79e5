// What brings a report to life. The page is complete without it: what fails here
// leaves what is static where it is, and does not keep the rest from living.
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
  try {
    new SlotChart(live, height, () => option, c.boxes);
    place.classList.add("alive");
  } catch (problem) {
    live.remove();
    throw problem;
  }
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
  let chronicle;
  try {
    chronicle = new Chronicle(live, c, words);
  } catch (problem) {
    section.remove();
    throw problem;
  }
  content.prepend(el("div", { class: "tools", role: "group", "aria-label": c.title }, ...chronicle.tools()));
  return (key) => {
    chronicle.openDay(key);
    section.scrollIntoView({ block: "start" });
    live.focus({ preventScroll: true });
  };
}

// attempt does one thing and goes on without it if it fails.
function attempt(work) {
  try {
    return work();
  } catch (problem) {
    console.error(problem);
  }
}

const draw = { budget: budgetLine, nodata: noData };

// drawn adds to the trend what JSON cannot hold.
function drawn(option) {
  const series = option.series.map((s) =>
    draw[s.name] ? { ...s, z: 3, silent: true, renderItem: draw[s.name](s.data ?? []), encode: { x: 0, y: 1 } } : s);
  return { ...option, series };
}

function start({ words, charts }) {
  const open = {};
  const bring = {
    trend: (article, c) => replace(article, c, trendHeight, drawn(c.option)),
    latency: (article, c) => replace(article, c, latencyHeight, named(c.option)),
    chronicle: (article, c) => (open[c.article] = begin(article, c, words)),
  };
  for (const c of charts) attempt(() => bring[c.place](document.getElementById(c.article), c));
  for (const article of document.querySelectorAll("article")) {
    for (const scene of article.querySelectorAll(".days .scene")) attempt(() => enliven(scene, open[article.id]));
    attempt(() => filterByCause(article, words));
    for (const table of article.querySelectorAll("table.ledger")) attempt(() => enlivenLedger(table, words));
  }
  document.documentElement.dataset.alive = String(Math.round(performance.now())); // ms since the page was asked for
}

start(JSON.parse(document.getElementById("upledger").textContent));
