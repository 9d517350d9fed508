// What can be done with a message: a menu of reactions and deeds, by touch, mouse or keys.

import { byId, make } from "./dom.js";

const EMOJIS = ["👍", "❤", "🔥", "👏", "🤔", "😁", "🎉", "🙏"];
const menu = byId("menu");
let opener = null;

// `deeds` are pairs of words and what to do; `react` takes an emoji, or "" to take one's own back.
export function open(at, deeds, react, mine) {
  opener = at;
  const row = make("div", { class: "emojis", role: "group", "aria-label": "React" });
  for (const emoji of EMOJIS) {
    const chosen = mine.includes(emoji);
    row.append(item(emoji, () => react(chosen ? "" : emoji), { class: "emoji", role: "menuitemradio", "aria-checked": String(chosen) }));
  }
  menu.replaceChildren(row, ...deeds.map(([words, deed]) => item(words, deed, { class: "deed", role: "menuitem" })));
  menu.hidden = false;
  place(at);
  menu.querySelector("button").focus();
}

function item(words, deed, attributes) {
  return make("button", { type: "button", tabindex: "-1", ...attributes, on: { click: () => {
    close();
    deed();
  } } }, words);
}

function place(at) {
  const bubble = (at.closest("article") ?? at).querySelector(".bubble") ?? at;
  const around = bubble.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, around.left + 12), innerWidth - own.width - 8);
  const below = around.bottom + 6;
  const top = below + own.height < innerHeight ? below : Math.max(8, Math.min(around.top, innerHeight) - own.height - 6);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

export function close() {
  if (menu.hidden) return;
  menu.hidden = true;
  const back = opener?.isConnected ? opener : byId("log");
  back.focus({ preventScroll: true });
}

export function start() {
  menu.addEventListener("keydown", (event) => {
    const every = [...menu.querySelectorAll("button")];
    const here = every.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    let next = step && (here + step + every.length) % every.length;
    if (step && event.key === "ArrowDown" && here < EMOJIS.length) next = EMOJIS.length;
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = every.length - 1;
    if (next !== undefined) {
      event.preventDefault();
      every[next].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    }
  });
  addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target)) menu.hidden = true;
  });
  for (const moved of ["wheel", "touchmove"]) byId("log").addEventListener(moved, () => { menu.hidden = true; }, { passive: true });
}
