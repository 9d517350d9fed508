// Elements made by hand: text goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) element.addEventListener(kind, listener);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  send: "M12 19V5M5 12l7-7 7 7",
  clip: "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.2-2.2L14.5 7.5",
  tune: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  pause: "M9 6v12M15 6v12",
  play: "M8 5l11 7-11 7z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  half: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function setIcon(element, name) {
  if (element.dataset.icon === name && element.querySelector("svg")) return;
  element.dataset.icon = name;
  element.querySelector("svg")?.remove();
  element.prepend(icon(name));
}

// A round sign for a person or a chat: initials on a colour of their own.
export function face(element, id, name, isBot = false) {
  element.classList.add("face");
  element.setAttribute("aria-hidden", "true");
  element.dataset.tint = hueOf(id);
  if (isBot) {
    element.replaceChildren(make("img", { src: "/room/sign.svg", alt: "" }));
  } else {
    const letters = name.split(/\s+/).map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? "");
    element.textContent = letters.filter(Boolean).slice(0, 2).join("").toLocaleUpperCase() || "?";
  }
  return element;
}

export function hueOf(id) {
  return String(Math.abs(id) % 7);
}

let fading;
export function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("shown"), 4000);
}
