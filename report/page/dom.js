// Elements without markup: every text goes in as text, so that nothing in a log
// or an agreement can become an element, an attribute or a script.

export function el(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
    else if (value === true) e.setAttribute(key, "");
    else if (value !== false && value !== undefined) e.setAttribute(key, value);
  }
  e.append(...children);
  return e;
}

// fill puts values into the {placeholders} of a text.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));
}

export function role(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
