import { graphic } from "echarts/core";
import { role } from "./dom.js";

// clip cuts a rectangle to a frame; nothing is left if they do not meet.
export const clip = (shape, frame) => graphic.clipRectByRect(shape, frame);

// patterned is a rectangle on paper, filled with the lines of its pattern.
export function patterned(shape, pattern, color) {
  return { type: "group", children: [
    { type: "rect", shape, style: { fill: role("paper"), stroke: color, lineWidth: 1 } },
    { type: "polyline", silent: true, shape: { points: lines(shape, pattern) }, style: { stroke: color, fill: null, lineWidth: 1 } },
  ] };
}

// lines is the pattern as one line that goes to and fro along the edges.
function lines({ x, y, width, height }, pattern) {
  const points = [];
  const pitch = Math.max(6, width / 200);
  if (pattern === "horizontal") {
    for (let at = y + 6, i = 0; at < y + height; at += 6, i++) points.push(...turn([[x, at], [x + width, at]], i));
  } else if (pattern === "vertical") {
    for (let at = x + pitch, i = 0; at < x + width; at += pitch, i++) points.push(...turn([[at, y], [at, y + height]], i));
  } else {
    // A rising line meets the left edge, or would, c below the top.
    for (let c = pitch * 1.4, i = 0; c < width + height; c += pitch * 1.4, i++) {
      const from = c > height ? [x + c - height, y + height] : [x, y + c];
      const to = c > width ? [x + width, y + c - width] : [x + c, y];
      points.push(...turn([from, to], i));
    }
  }
  return points;
}

const turn = (ends, i) => (i % 2 ? ends.reverse() : ends);
