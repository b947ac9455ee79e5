import { Chart } from "./charts.js";
import { clip, patterned } from "./patterns.js";
import { Box } from "./box.js";
import { el, role } from "./dom.js";

const minute = 60_000;
const steps = [1, 2, 5, 10, 30, 60, 120, 180, 360, 720].map((n) => n * minute);
const axisRoom = 70; // pixels below the rows for the axis and the slider

// Clock writes instants as the agreement's zone does, wherever the reader is.
class Clock {
  constructor({ offsets, days }) {
    this.offsets = offsets;
    this.days = days;
  }

  offset(t) {
    let offset = 0;
    for (const [since, seconds] of this.offsets) if (since <= t) offset = seconds;
    return offset * 1000;
  }

  day(t) {
    return this.days.findLast(([start]) => start <= t) ?? this.days[0];
  }

  time(t) {
    return new Date(t + this.offset(t)).toISOString().slice(11, 16);
  }

  // ticks returns the round times of the clock from a to b, at most so many.
  ticks(a, b, most) {
    const step = steps.find((s) => (b - a) / s <= most);
    if (!step) {
      const inside = this.days.filter(([start]) => start >= a && start <= b);
      const every = Math.ceil(inside.length / most);
      return inside.filter((_, i) => i % every === 0).map(([start]) => start);
    }
    const ticks = [];
    for (let i = 0; i < this.days.length; i++) {
      const start = this.days[i][0];
      const end = this.days[i + 1]?.[0] ?? b + 1;
      if (end < a || start > b) continue;
      const first = Math.max(start, start + Math.floor((a - start) / step) * step);
      for (let t = first; t < end && t <= b; t += step) if (t >= a) ticks.push(t);
    }
    return ticks;
  }

  label(t) {
    const [start, , , short] = this.day(t);
    return t === start ? short : this.time(t);
  }

  // range words the time from a up to b, which the labels of an axis do not:
  // inside a day they name no date.
  range(a, b) {
    const [, , name] = this.day(a);
    const last = this.day(b - 1);
    const end = this.time(b) === "00:00" ? "24:00" : this.time(b);
    return this.day(a) === last ? `${name}, ${this.time(a)}–${end}` : `${name}, ${this.time(a)} – ${last[2]}, ${end}`;
  }
}

// Chronicle is the whole period on one line of time, down to ten minutes.
export class Chronicle extends Chart {
  constructor(host, data, words) {
    const clock = new Clock(data.clock);
    const { min, max } = data.option.xAxis[0];
    const shown = { from: min, to: max };
    let width = host.clientWidth;
    super(host, data.height + axisRoom, () => live(data, clock, shown, width));
    this.said = el("p", { role: "status" });
    Object.assign(this, { clock, words, shown, min, max, boxes: data.boxes });
    this.items = data.option.series.find((s) => s.name === "items").data ?? [];
    this.box = new Box(host);
    this.chart.on("datazoom", () => this.zoomed());
    this.chart.on("mousemove", { seriesName: "items" }, (e) => this.tell(e.dataIndex));
    this.chart.on("mouseout", () => this.box.hide());
    this.chart.getZr().on("globalout", () => this.box.hide());
    host.addEventListener("keydown", (e) => this.key(e));
    host.addEventListener("blur", () => this.box.hide());
    new ResizeObserver(() => {
      width = host.clientWidth;
      this.ticks();
    }).observe(host);
    this.mark();
  }

  // tools are the buttons that do what wheel and fingers do.
  tools() {
    const button = (key, press) => el("button", { type: "button", class: "btn", onclick: press }, this.words[`chronicle.${key}`]);
    const scale = (by) => () => {
      const { from, to } = this.shown;
      const half = ((to - from) * by) / 2;
      this.zoom((from + to) / 2 - half, (from + to) / 2 + half);
    };
    const shift = (by) => () => {
      const { from, to } = this.shown;
      this.zoom(from + (to - from) * by, to + (to - from) * by);
    };
    return [
      button("whole", () => this.zoom(this.min, this.max)), button("closer", scale(0.5)), button("wider", scale(2)),
      button("before", shift(-0.5)), button("after", shift(0.5)), this.said,
    ];
  }

  // zoom shows the time from a to b, moved and cut to the period.
  zoom(a, b) {
    const length = Math.min(Math.max(b - a, 10 * minute), this.max - this.min);
    const from = Math.min(Math.max((a + b - length) / 2, this.min), this.max - length);
    this.chart.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, startValue: from, endValue: from + length });
  }

  // openDay shows a day by its date, "2017-09-21".
  openDay(key) {
    const i = this.clock.days.findIndex(([, k]) => k === key);
    if (i < 0) return;
    this.zoom(this.clock.days[i][0], this.clock.days[i + 1]?.[0] ?? this.max);
  }

  zoomed() {
    const { startValue, endValue } = this.chart.getOption().dataZoom[0];
    Object.assign(this.shown, { from: startValue, to: endValue });
    this.box.hide();
    this.ticks();
    this.mark();
  }

  // mark says in the page what is shown.
  mark() {
    const { from, to } = this.shown;
    this.said.textContent = this.clock.range(from, to);
    this.host.dataset.from = new Date(from).toISOString();
    this.host.dataset.to = new Date(to).toISOString();
  }

  ticks() {
    this.chart.setOption({ xAxis: axis(this.clock, this.shown, this.host.clientWidth) });
  }

  key(e) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (e.key === "Escape") this.box.hide();
    if (!step || this.items.length === 0) return;
    e.preventDefault();
    const n = this.items.length;
    this.item = this.item === undefined ? (step > 0 ? 0 : n - 1) : (this.item + step + n) % n;
    const [from, to] = this.items[this.item].value;
    if (from < this.shown.from || to > this.shown.to) {
      const length = Math.max(this.shown.to - this.shown.from, (to - from) * 3);
      this.zoom((from + to - length) / 2, (from + to + length) / 2);
    }
    this.tell(this.item);
  }

  tell(i) {
    const [from, to, top, height, , , , box] = this.items[i].value;
    if (box < 0) return this.box.hide();
    const x = (t) => this.chart.convertToPixel({ xAxisIndex: 0 }, Math.min(Math.max(t, this.shown.from), this.shown.to));
    this.box.show(this.boxes[box], { x: x(from), y: top, w: Math.max(x(to) - x(from), 2), h: height });
  }
}

function axis(clock, shown, width) {
  const ticks = clock.ticks(shown.from, shown.to, Math.max(3, Math.floor(width / 70)));
  return {
    axisTick: { show: true, customValues: ticks },
    axisLabel: { customValues: ticks, formatter: (t) => clock.label(t), hideOverlap: true },
  };
}

// live adds to the option what JSON cannot hold.
function live({ option, boxes }, clock, shown, width) {
  const [x] = option.xAxis;
  const { axisTick, axisLabel } = axis(clock, shown, width);
  const draw = { rows: rowOf, ground: patchOf, items: patchOf };
  const touch = matchMedia("(pointer: coarse)").matches;
  const zoom = { minValueSpan: 10 * minute, startValue: shown.from, endValue: shown.to };
  return {
    ...option,
    grid: option.grid.map((g) => ({ ...g, outerBoundsMode: "none" })), // labels may hang over
    xAxis: [{ ...x, axisTick, axisLabel: { ...x.axisLabel, ...axisLabel } }],
    dataZoom: option.dataZoom.map((z) =>
      z.type === "inside"
        ? { ...z, ...zoom, zoomOnMouseWheel: "ctrl", moveOnMouseMove: !touch, moveOnMouseWheel: false, preventDefaultMouseMove: false }
        : { ...z, ...zoom, ...slider(clock) }),
    series: option.series.map((s) => ({
      ...s, renderItem: draw[s.name](s.data ?? [], boxes), clip: true, silent: s.name !== "items",
      encode: s.name === "rows" ? { x: 0, y: 1 } : { x: [0, 1], y: 2 },
    })),
  };
}

function slider(clock) {
  return {
    height: 20, bottom: 4, left: 20, right: 20, showDataShadow: false, brushSelect: false,
    borderColor: "role:rule", backgroundColor: "role:paper", fillerColor: "role:tint",
    handleStyle: { color: "role:paper", borderColor: "role:ink" }, moveHandleStyle: { color: "role:bar2" },
    emphasis: { moveHandleStyle: { color: "role:ink" }, handleStyle: { borderColor: "role:ink" } },
    textStyle: { color: "role:muted" }, labelFormatter: (t) => `${clock.day(t)[3]} ${clock.time(t)}`, showDetail: false,
  };
}

// rowOf names a row above its left edge. Custom series cannot ask for texts, so
// that the data is looked up here.
const rowOf = (data) => (params, api) => {
  const { name, value } = data[params.dataIndex];
  return {
    type: "text", silent: true, x: params.coordSys.x, y: api.coord([value[0], value[1]])[1] - 4,
    style: { text: name, fill: role("muted"), verticalAlign: "bottom", fontSize: 13, fontFamily: getComputedStyle(document.body).fontFamily },
  };
};

// patch draws a stretch, in its pattern where there is room for one, and as
// single checks where they can be told apart.
const patchOf = (data, boxes) => (params, api) => {
  const [from, to, y, height, fill, pattern, interval, box] = data[params.dataIndex].value;
  const [left, top] = api.coord([from, y]);
  const right = api.coord([to, y])[0];
  const frame = { x: params.coordSys.x, y: params.coordSys.y, width: params.coordSys.width, height: params.coordSys.height };
  const whole = { x: left, y: top, width: Math.max(right - left, 1), height };
  const shape = clip(whole, frame);
  if (!shape) return;
  const color = role(fill);
  const pitch = interval ? api.size([interval, 0])[0] : 0;
  if (pitch > 4) return { type: "group", children: checks(whole, frame, pitch, color) };
  if (!pattern || shape.width < 7) return { type: "group", children: [{ type: "rect", shape, style: { fill: color } }, ...name(shape, boxes[box])] };
  return patterned(shape, pattern, color);
};

// name writes the first words of a box into its stretch, where they can be read.
function name({ x, y, width, height }, lines) {
  if (!lines || width < 100 || height < 18) return [];
  const style = {
    text: lines[0], fill: role("paper"), width: width - 12, overflow: "truncate", verticalAlign: "top",
    font: `bold 13px ${getComputedStyle(document.body).fontFamily}`,
  };
  return [{ type: "text", x: x + 6, y: y + 4, silent: true, style }];
}

function checks(whole, frame, pitch, color) {
  const boxes = [];
  const first = Math.max(0, Math.floor((frame.x - whole.x) / pitch));
  for (let x = whole.x + first * pitch; x < whole.x + whole.width - 0.5 && x < frame.x + frame.width; x += pitch) {
    const shape = clip({ x: x + 1, y: whole.y, width: pitch - 2, height: whole.height }, frame);
    if (shape) boxes.push({ type: "rect", shape, style: { fill: color } });
  }
  return boxes;
}
