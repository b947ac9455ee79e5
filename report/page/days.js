import { Box } from "./box.js";

// enliven makes a drawing of days answer to pointer and keyboard: the words of
// a day in a box beside it, and a click or Enter that opens the day.
export function enliven(scene, open) {
  const svg = scene.querySelector("svg");
  const spots = [...svg.querySelectorAll(".spot[data-key]")];
  if (spots.length === 0) return;
  scene.classList.add("live-days");
  const box = new Box(scene);
  for (const spot of spots) {
    const title = spot.querySelector("title");
    const words = title.textContent;
    const link = spot.closest("a");
    const key = spot.dataset.key;
    link?.setAttribute("aria-label", words); // the others are in the table of the drawing
    title.remove(); // the browser's own box would lie over ours
    const show = () => {
      spot.classList.add("on");
      box.show(lines(words), place(spot, scene));
    };
    const hide = () => {
      spot.classList.remove("on");
      box.hide();
    };
    spot.addEventListener("pointerenter", show);
    spot.addEventListener("pointerleave", hide);
    link?.addEventListener("focus", show);
    link?.addEventListener("blur", hide);
    if (!open) continue;
    spot.classList.add("open");
    (link ?? spot).addEventListener("click", (e) => {
      e.preventDefault();
      open(key);
    });
  }
}

// lines sets the day on a line of its own: "Do, 21. September: 2 Ausfälle, …".
function lines(words) {
  const at = words.indexOf(": ");
  return at < 0 ? [words] : [words.slice(0, at), words.slice(at + 2)];
}

function place(spot, scene) {
  const a = spot.getBoundingClientRect();
  const b = scene.getBoundingClientRect();
  return { x: a.x - b.x, y: a.y - b.y, w: a.width, h: a.height };
}
