// The rehearsal room: who looks, which chat is open, and what follows from what happens.

import * as composer from "./composer.js";
import { byId, face, setIcon, toast } from "./dom.js";
import * as log from "./log.js";
import * as menu from "./menu.js";
import { snippetOf } from "./message.js";
import * as panel from "./panel.js";
import * as side from "./side.js";
import { deed, on, open, personOf, room } from "./wire.js";

const app = byId("app");
const waiting = new Map();
const answered = new Set(); // presses whose answer was quicker than their receipt
let who = Number(sessionStorage.getItem("who"));
let chatId = Number(sessionStorage.getItem("chat"));

const group = () => [...room.chats.values()].find((chat) => chat.kind === "group");
const here = () => room.chats.get(chatId)
  ?? (chatId === who && personOf(who) ? { id: who, kind: "private", title: personOf(who).name, messages: new Map(), pinned: [], topics: [] } : group());

function everything() {
  if (!personOf(who)) who = (room.people.find((one) => one.inside && !one.admin) ?? room.people.find((one) => one.inside))?.id ?? 0;
  if (chatId !== who && !(room.chats.get(chatId)?.kind === "group")) chatId = group()?.id ?? 0;
  composer.people(who);
  panel.show();
  showChat();
}

function showChat() {
  const chat = here();
  if (!chat) return;
  chatId = chat.id;
  sessionStorage.setItem("who", who);
  sessionStorage.setItem("chat", chatId);
  side.read(chat);
  heading();
  const scene = sceneOf(chat);
  log.show(scene);
  composer.show(scene);
}

function heading() {
  const chat = here();
  const isGroup = chat.kind === "group";
  byId("title").textContent = isGroup ? chat.title : `${room.bot.name} with ${chat.title}`;
  document.title = `${chat.title} · rehearsal room`;
  const members = `${chat.members} ${chat.members === 1 ? "member" : "members"}`;
  byId("subtitle").textContent = isGroup ? members + (chat.bot_inside ? "" : ", the bot is outside") : "private chat with the bot";
  face(byId("face"), chat.id, chat.title, !isGroup);
  const pinned = chat.messages.get((chat.pinned ?? [])[0]);
  byId("pinned").hidden = !pinned;
  if (pinned) byId("pinned").textContent = snippetOf(pinned);
  byId("pinned").dataset.message = pinned?.id ?? "";
  side.show(chatId, who, choose);
}

function choose(id) {
  if (id > 0 && id !== who) setWho(id);
  chatId = id;
  showChat();
  pane("talk");
}

function setWho(id) {
  const wasPrivate = chatId > 0;
  who = id;
  if (wasPrivate) chatId = id;
  composer.people(who);
}

function sceneOf(chat) {
  const about = { who, chat: chat.id };
  const scene = {
    who,
    chat,
    empty: chat.kind === "group" ? "Nothing has been said yet." : "Nothing yet. Write “/start” to begin.",
    goTo: (id) => log.goTo(id) || toast("This message is no longer here."),
    reply: (message) => composer.reply(message),
    react: (message, emoji) => deed("react", { ...about, message: message.id, emoji }),
    vote: (message, options) => deed("vote", { ...about, message: message.id, options }),
    say: (text) => deed("say", { ...about, text }),
    menu: (message, at) => message && menu.open(at, deeds(message, scene), (emoji) => scene.react(message, emoji), own(message)),
    follow,
    press: async (message, entry, button) => {
      button.setAttribute("aria-busy", "true");
      const pressed = await deed("press", { ...about, message: message.id, data: entry.callback_data });
      if (pressed && !answered.delete(pressed.press)) waiting.set(pressed.press, button);
      else button.removeAttribute("aria-busy");
    },
  };
  return scene;
}

const own = (message) => message.reactions.filter(({ by }) => by.includes(who)).map(({ emoji }) => emoji);

function deeds(message, scene) {
  const mine = message.author.id === who;
  const about = { who, chat: scene.chat.id, message: message.id };
  return [
    ["Reply", () => composer.reply(message)],
    mine && !message.poll && ["Edit", () => composer.edit(message)],
    message.text && ["Copy the text", () => navigator.clipboard?.writeText(message.text)],
    (mine || personOf(who)?.admin) && ["Delete", () => deed("delete", about)],
  ].filter(Boolean);
}

// Links into Telegram that lead to something in this room: a message, or the bot.
function follow(address) {
  const url = new URL(address);
  if (url.hostname !== "t.me") return false;
  const [, first, ...others] = url.pathname.split("/");
  const chat = group();
  if (first.toLowerCase() === room.bot.username?.toLowerCase()) {
    choose(who);
    deed("say", { who, chat: who, text: `/start ${url.searchParams.get("start") ?? ""}`.trim() });
    return true;
  }
  const number = first === "c" ? Number(`-100${others[0]}`) : null;
  if (chat && (number === chat.id || first === chat.username)) {
    if (chatId !== chat.id) choose(chat.id);
    if (!log.goTo(Number(others.at(-1)))) toast("This message is no longer here.");
    return true;
  }
  return false;
}

function pane(name) {
  const before = app.dataset.pane;
  app.dataset.pane = name;
  byId("to-panel").setAttribute("aria-expanded", String(name === "panel"));
  if (name === "panel") byId("panel-title").focus();
  else if (before === "panel") byId("to-panel").focus();
  else if (name === "side") byId("groups").querySelector("button")?.focus();
  else if (before === "side") byId("text").focus();
}

const THEMES = { system: ["half", "Colours: as the system"], light: ["sun", "Colours: light"], dark: ["moon", "Colours: dark"] };

function theme(name) {
  const [sign, words] = THEMES[name];
  localStorage.setItem("theme", name);
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  setIcon(byId("theme"), sign);
  byId("theme").setAttribute("aria-label", words);
  byId("theme").title = words;
}

function start() {
  for (const element of document.querySelectorAll("[data-icon]")) setIcon(element, element.dataset.icon);
  theme(THEMES[localStorage.getItem("theme")] ? localStorage.getItem("theme") : "system");
  byId("theme").addEventListener("click", () => {
    const names = Object.keys(THEMES);
    theme(names[(names.indexOf(localStorage.getItem("theme")) + 1) % names.length]);
  });
  byId("to-side").addEventListener("click", () => pane("side"));
  byId("to-panel").addEventListener("click", () => pane(app.dataset.pane === "panel" ? "talk" : "panel"));
  byId("from-panel").addEventListener("click", () => pane("talk"));
  byId("panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape") pane("talk");
  });
  byId("pinned").addEventListener("click", (event) => log.goTo(event.currentTarget.dataset.message));
  log.start();
  menu.start();
  panel.start();
  composer.start((id) => {
    setWho(id);
    showChat();
  });
  listen();
  open();
}

function listen() {
  on("everything", everything);
  on("panel", panel.show);
  on("people", () => {
    composer.people(who);
    if (here()) {
      composer.door();
      heading();
    }
  });
  on("message", (chat, message, before) => {
    if (chat.id === chatId) {
      if (here().messages.size === 1 && !before) return showChat();
      log.change(message, before);
      side.read(chat);
    }
    return heading();
  });
  on("gone", (chat, id) => {
    if (chat.id === chatId) log.drop(id);
    heading();
  });
  on("answered", ({ press, user, text, alert, url }) => {
    waiting.get(press)?.removeAttribute("aria-busy");
    if (user !== who) return;
    if (!waiting.delete(press)) answered.add(press);
    if (url) follow(url);
    if (text && alert) {
      byId("alert-text").textContent = text;
      byId("alert").showModal();
    } else if (text) toast(text);
  });
  on("refused", toast);
  on("line", (stands) => app.classList.toggle("cut-off", !stands));
}

start();
