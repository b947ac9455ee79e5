import { el } from "./dom.js";

// Box is the box of words beside what is pointed at. It is a live region, so
// that a screen reader says what the arrow keys reach.
export class Box {
  constructor(host) {
    this.host = host;
    this.node = el("div", { class: "box", role: "status", hidden: true });
    host.append(this.node);
  }

  // show puts the lines beside the place x, y, w, h (pixels of the host): at the
  // side with more room, never over it.
  show(lines, { x, y, w, h }) {
    this.node.replaceChildren(...lines.map((line) => el("p", {}, line)));
    this.node.hidden = false;
    const room = this.host.clientWidth;
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const gap = 8;
    let left = x + w / 2 > room / 2 ? x - width - gap : x + w + gap;
    let top = Math.max(0, y + h / 2 - height / 2);
    if (left < 0 || left + width > room) {
      left = Math.min(Math.max(0, x + w / 2 - width / 2), Math.max(0, room - width));
      top = y + h + gap;
    }
    this.node.style.left = `${Math.round(left)}px`;
    this.node.style.top = `${Math.round(top)}px`;
  }

  hide() {
    this.node.hidden = true;
  }
}
