// Formatted text: entities (offsets in UTF-16 units, as JavaScript counts too) become elements.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
};

export function render(text, entities = []) {
  const inner = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const piece = document.createDocumentFragment();
  piece.append(...between(text, 0, text.length, inner));
  return piece;
}

function between(text, start, end, entities) {
  const nodes = [];
  let place = start;
  while (entities.length > 0) {
    const [first, ...others] = entities;
    const from = Math.max(first.offset, place);
    const to = Math.min(first.offset + first.length, end);
    if (to <= from) {
      entities = others;
      continue;
    }
    if (from > place) nodes.push(text.slice(place, from));
    const inside = others.filter((entity) => entity.offset < to);
    const children = between(text, from, to, inside);
    nodes.push(wrap(first, text.slice(from, to), children));
    entities = others.filter((entity) => entity.offset + entity.length > to);
    place = to;
  }
  if (place < end) nodes.push(text.slice(place, end));
  return nodes;
}

function wrap(entity, text, children) {
  switch (entity.type) {
    case "url":
      return link(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`, children);
    case "text_link":
      return link(entity.url, children);
    case "email":
      return link(`mailto:${text}`, children);
    case "text_mention":
    case "mention":
      return make("span", { class: "mention" }, ...children);
    case "hashtag":
    case "cashtag":
      return make("span", { class: "tag" }, ...children);
    case "bot_command":
      return make("button", { type: "button", class: "tag", "data-command": text }, ...children);
    case "blockquote":
      return make("blockquote", {}, ...children);
    case "expandable_blockquote":
      return folded(text, children);
    case "spoiler":
      return make("button", { type: "button", class: "spoiler", "aria-label": "Hidden text: show it" }, ...children);
    case "date_time":
      return moment(entity, children);
    default:
      return make(TAGS[entity.type] ?? "span", {}, ...children);
  }
}

function link(address, children) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return make("span", {}, ...children);
  }
  if (!["http:", "https:", "mailto:", "tg:"].includes(url.protocol)) return make("span", {}, ...children);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, ...children);
}

const LONG = 220; // characters from which a quotation that can be folded is folded

function folded(text, children) {
  if (text.length < LONG && text.split("\n").length < 4) return make("blockquote", {}, ...children);
  const words = make("div", { class: "words" }, ...children);
  const button = make("button", { type: "button", class: "unfold", "aria-expanded": "false" }, "Show all");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Show less" : "Show all";
  });
  return make("blockquote", { class: "folded" }, words, button);
}

// The reader's own time. Letters as in the Bot API: r or R relative; w weekday, d or D date, t or T time.
function moment(entity, children) {
  const date = new Date(entity.unix_time * 1000);
  const form = entity.date_time_format ?? "";
  const full = date.toLocaleString([], { dateStyle: "full", timeStyle: "long" });
  const attributes = { class: "moment", datetime: date.toISOString(), title: full };
  if (form === "" || /^r$/i.test(form)) return make("time", attributes, ...children);
  const options = {};
  if (form.includes("w")) options.weekday = "long";
  if (/d/i.test(form)) Object.assign(options, { day: "numeric", month: form.includes("D") ? "long" : "short", year: "numeric" });
  if (/t/i.test(form)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (form.includes("T")) options.second = "2-digit";
  return make("time", attributes, date.toLocaleString([], options));
}

export const clockOf = (at) => new Date(at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
export const dayOf = (at) => new Date(at * 1000).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
