import * as echarts from "echarts/core";
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { DataZoomInsideComponent, DataZoomSliderComponent, GridComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { Box } from "./box.js";
import { el, role } from "./dom.js";
import { patterned } from "./patterns.js";

// A canvas needs no style attributes, which the policy of the page forbids.
echarts.use([BarChart, CustomChart, LineChart, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LabelLayout, CanvasRenderer]);

// painted replaces the names of roles by the colours of the page.
export function painted(value) {
  if (typeof value === "string") return value.startsWith("role:") ? role(value.slice(5)) : value;
  if (Array.isArray(value)) return value.map(painted);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, painted(v)]));
  }
  return value;
}

// labelled sets the type of the axes and writes the unit behind the top.
function labelled(option) {
  const yAxis = option.yAxis.map(({ name, ...axis }) =>
    name ? { ...axis, axisLabel: { ...axis.axisLabel, fontSize: 13, formatter: (v) => (v === axis.max ? v + name : String(v)) } } : axis);
  const xAxis = option.xAxis.map((axis) => ({ ...axis, axisLabel: { ...axis.axisLabel, fontSize: 13, lineHeight: 18 } }));
  return { ...option, xAxis, yAxis };
}

// noData hatches the slots of which nothing is known.
export const noData = (data) => (params, api) => {
  const [slot, top] = data[params.dataIndex].value;
  const [x, y] = api.coord([slot, top]);
  const width = api.size([1, 0])[0] * 0.56;
  const shape = { x: x - width / 2, y, width, height: api.coord([slot, 0])[1] - y };
  return { ...patterned(shape, "hatch", role("nodata")), silent: true };
};

// Chart draws one option into a host and keeps it in the size and the colours of
// the page.
export class Chart {
  constructor(host, height, option) {
    this.host = host;
    this.option = option;
    host.style.height = `${height}px`;
    this.canvas = host.appendChild(el("div", { "aria-hidden": "true" }));
    this.canvas.style.height = "100%";
    this.chart = echarts.init(this.canvas, null, { renderer: "canvas" });
    this.draw();
    new ResizeObserver(() => this.chart.resize()).observe(host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  draw() {
    const option = painted(labelled(this.option()));
    option.textStyle = { fontFamily: getComputedStyle(this.host).fontFamily, fontSize: 13 };
    this.chart.setOption(option, { replaceMerge: ["series"] });
  }
}

// SlotChart is a chart of slots side by side, such as months or days. The
// pointer and the arrow keys go from slot to slot.
export class SlotChart extends Chart {
  constructor(host, height, option, boxes) {
    super(host, height, option);
    this.boxes = boxes;
    this.box = new Box(host);
    const zr = this.chart.getZr();
    zr.on("mousemove", (e) => this.point(this.at(e.offsetX)));
    zr.on("globalout", () => this.point(-1));
    host.addEventListener("keydown", (e) => this.key(e));
    host.addEventListener("blur", () => this.point(-1));
  }

  at(x) {
    const [i] = this.chart.convertFromPixel({ gridIndex: 0 }, [x, 0]);
    return i >= 0 && i < this.boxes.length ? i : -1;
  }

  key(e) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (e.key === "Escape") this.point(-1);
    if (!step) return;
    e.preventDefault();
    const from = this.slot === undefined || this.slot < 0 ? (step > 0 ? -1 : this.boxes.length) : this.slot;
    this.point(Math.min(Math.max(from + step, 0), this.boxes.length - 1));
  }

  point(i) {
    if (i === this.slot) return;
    this.slot = i;
    if (i < 0) return this.box.hide();
    const x = (n) => this.chart.convertToPixel({ xAxisIndex: 0 }, n);
    const width = this.boxes.length > 1 ? Math.abs(x(1) - x(0)) : 40;
    this.box.show(this.boxes[i], { x: x(i) - width / 2, y: 24, w: width, h: this.host.clientHeight - 64 });
  }
}

// budgetLine draws the budget of a month across its slot, over a paper line
// where it crosses the bar, and a cross above the bar of a month that missed. A
// bar that is too long for the axis has a notch, and its cross inside.
export const budgetLine = (data) => (params, api) => {
  const [slot, budget, crosses, missed, lost, cut] = data[params.dataIndex].value;
  const [x, y] = api.coord([slot, budget]);
  const [, top] = api.coord([slot, lost]);
  const half = api.size([1, 0])[0] / 2;
  const line = (x1, y1, x2, y2, color, lineWidth) => ({
    type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: role(color), lineWidth, lineCap: "round" },
  });
  const children = [line(x - half + 4, y, x + half - 4, y, "ink", 2)];
  if (crosses) children.unshift(line(x - half + 4, y, x + half - 4, y, "paper", 4));
  if (cut) children.push(line(x - half, top + 20, x + half, top + 8, "paper", 5));
  if (missed) {
    const middle = cut ? api.coord([slot, 0])[1] - 14 : top - 8;
    const color = cut ? "paper" : "breached";
    children.push(line(x - 4, middle - 4, x + 4, middle + 4, color, 2), line(x - 4, middle + 4, x + 4, middle - 4, color, 2));
  }
  return { type: "group", silent: true, children };
};
