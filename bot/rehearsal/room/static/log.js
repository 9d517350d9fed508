// The messages of the chat that is open: in order, by day, with a place to come back to.

import { byId, make } from "./dom.js";
import { draw } from "./message.js";
import { dayOf } from "./text.js";

const CLOSE = 300; // seconds within which messages of one person stand together
const NEAR_END = 90; // pixels

const log = byId("log");
const newest = byId("newest");
let scene = null;

export function show(next) {
  scene = next;
  log.replaceChildren();
  log.setAttribute("aria-busy", "true");
  for (const message of scene.chat.messages.values()) add(message);
  if (!log.childElementCount) log.append(make("p", { class: "empty" }, scene.empty));
  log.removeAttribute("aria-busy");
  rove(log.querySelector("article:last-of-type"));
  toEnd();
}

function add(message) {
  log.querySelector(".empty")?.remove();
  const last = log.lastElementChild;
  const before = last && scene.chat.messages.get(Number(last.dataset.id));
  if (!before || dayOf(before.at) !== dayOf(message.at)) {
    log.append(make("p", { class: "day" }, make("span", {}, dayOf(message.at))));
  }
  const element = draw(message, scene);
  log.append(element);
  tie(element);
}

// Messages of one person in a row stand together: one name, one face.
function tie(element) {
  const message = scene.chat.messages.get(Number(element.dataset.id));
  const previous = element.previousElementSibling;
  const before = previous?.matches("article") ? scene.chat.messages.get(Number(previous.dataset.id)) : null;
  const tied = Boolean(before && message && !message.service && before.author.id === message.author.id && message.at - before.at < CLOSE);
  element.classList.toggle("tied", tied);
  previous?.classList.toggle("followed", tied);
}

export function change(message, before) {
  const old = find(message.id);
  const stays = atEnd();
  if (!old) {
    add(message);
    if (stays || message.author.id === scene.who) toEnd();
    else newest.hidden = false;
    if (!log.querySelector("[tabindex='0']")) rove(log.lastElementChild);
    return;
  }
  const fresh = draw(message, scene);
  const onlyFoot = before && JSON.stringify({ ...before, reactions: 0 }) === JSON.stringify({ ...message, reactions: 0 });
  if (onlyFoot && old.matches("article")) {
    const place = focusIn(old.querySelector(".foot"));
    const foot = fresh.querySelector(".foot");
    const home = foot.parentElement.matches(".text") ? ".text" : ".bubble";
    old.querySelector(".foot").remove();
    old.querySelector(home).append(foot);
    place?.();
  } else {
    const place = focusIn(old);
    fresh.tabIndex = old.tabIndex;
    old.replaceWith(fresh);
    place?.();
  }
  const now = find(message.id);
  tie(now);
  if (now.nextElementSibling) tie(now.nextElementSibling);
  if (stays) toEnd();
}

// Remembers which of its controls has the focus, and gives it back to the one that takes its place.
function focusIn(element) {
  if (!element.contains(document.activeElement)) return null;
  const { id } = (element.closest("[data-id]") ?? element).dataset;
  const index = [...element.querySelectorAll("button, a, input")].indexOf(document.activeElement);
  const scope = element.matches(".foot") ? ".foot" : null;
  return () => {
    const article = find(id);
    const place = scope ? article.querySelector(scope) : article;
    ([...place.querySelectorAll("button, a, input")][index] ?? article).focus();
  };
}

export function drop(id) {
  const element = find(id);
  const next = element?.nextElementSibling;
  if (element?.tabIndex === 0) rove(element.previousElementSibling ?? next);
  element?.remove();
  if (next) tie(next);
}

export const find = (id) => log.querySelector(`[data-id="${Number(id)}"]`);

export function goTo(id) {
  const element = find(id);
  if (!element) return false;
  element.scrollIntoView({ block: "center" });
  rove(element);
  element.focus({ preventScroll: true });
  element.classList.remove("lit");
  requestAnimationFrame(() => element.classList.add("lit"));
  return true;
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

export function toEnd() {
  log.scrollTop = log.scrollHeight;
  newest.hidden = true;
}

// One message at a time can be reached with Tab; the arrows go from one to the next.
function rove(element) {
  if (!element?.matches("article")) return;
  for (const old of log.querySelectorAll("article[tabindex='0']")) old.tabIndex = -1;
  for (const old of log.querySelectorAll(".more[tabindex='0']")) old.tabIndex = -1;
  element.tabIndex = 0;
  element.querySelector(".more").tabIndex = 0;
}

function step(from, keyName) {
  const every = [...log.querySelectorAll("article")];
  const place = every.indexOf(from);
  const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: every.length - 1 }[keyName];
  return every[to];
}

export function start() {
  log.addEventListener("scroll", () => {
    if (atEnd()) newest.hidden = true;
  }, { passive: true });
  newest.addEventListener("click", () => {
    toEnd();
    byId("text").focus();
  });
  log.addEventListener("focusin", (event) => {
    const article = event.target.closest("article");
    if (article) rove(article);
  });
  log.addEventListener("keydown", (event) => {
    const article = event.target.closest("article");
    if (event.target === log && ["ArrowUp", "End"].includes(event.key)) {
      event.preventDefault();
      [...log.querySelectorAll("article")].at(-1)?.focus();
    } else if (event.target === article) {
      const next = step(article, event.key);
      if (next) {
        event.preventDefault();
        next.focus();
      } else if (event.key === "Enter" || event.key === "ContextMenu") {
        event.preventDefault();
        scene.menu(scene.chat.messages.get(Number(article.dataset.id)), article);
      }
    }
  });
  log.addEventListener("contextmenu", (event) => {
    const article = event.target.closest("article");
    if (!article || event.target.closest("a, img")) return;
    event.preventDefault();
    scene.menu(scene.chat.messages.get(Number(article.dataset.id)), article);
  });
  log.addEventListener("dblclick", (event) => {
    const article = event.target.closest("article");
    if (article && !event.target.closest("button, a, input, label")) scene.reply(scene.chat.messages.get(Number(article.dataset.id)));
  });
  log.addEventListener("click", (event) => {
    const spoiler = event.target.closest(".spoiler");
    const command = event.target.closest("[data-command]");
    const link = event.target.closest("a[href]");
    if (spoiler) spoiler.replaceWith(...spoiler.childNodes);
    else if (command) scene.say(command.dataset.command);
    else if (link && scene.follow(link.href)) event.preventDefault();
  });
}
