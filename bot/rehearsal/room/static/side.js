// The chats: the groups, and the private chat that each person has with the bot.

import { byId, face, make } from "./dom.js";
import { snippetOf } from "./message.js";
import { clockOf } from "./text.js";
import { personOf, room } from "./wire.js";

const seen = new Map();

export function read(chat) {
  seen.set(chat.id, last(chat)?.id ?? 0);
}

const last = (chat) => [...chat.messages.values()].at(-1);

const unread = (chat) => {
  const mark = seen.get(chat.id);
  if (mark === undefined) return 0;
  return [...chat.messages.values()].filter((message) => message.id > mark && !message.service).length;
};

export function show(open, who, choose) {
  const every = [...room.chats.values()];
  const privates = every.filter((chat) => chat.kind === "private");
  const person = personOf(who);
  if (person && !privates.some((chat) => chat.id === who)) {
    privates.push({ id: who, kind: "private", title: person.name, messages: new Map() });
  }
  privates.sort((a, b) => (b.id === who) - (a.id === who) || (last(b)?.at ?? 0) - (last(a)?.at ?? 0));
  fill(byId("groups"), every.filter((chat) => chat.kind === "group"), open, choose);
  fill(byId("privates"), privates, open, choose);
}

function fill(place, chats, open, choose) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
  place.replaceChildren(...chats.map((chat) => make("li", {}, entry(chat, open, choose))));
  if (focused) place.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function entry(chat, open, choose) {
  const message = last(chat);
  if (!seen.has(chat.id) || chat.id === open) read(chat);
  const count = unread(chat);
  const lead = message && !message.service && chat.kind === "group" ? `${message.author.name.split(" ")[0]}: ` : "";
  const words = message ? (message.service ?? lead + snippetOf(message)) : "Write to the bot, or press Start";
  return make(
    "button",
    { type: "button", "data-chat": chat.id, "aria-current": chat.id === open ? "true" : null, on: { click: () => choose(chat.id) } },
    face(make("span"), chat.id, chat.title),
    make("span", { class: "grow" },
      make("span", { class: "top" }, make("strong", { dir: "auto" }, chat.title), message && make("time", {}, clockOf(message.at))),
      make("span", { class: "under" }, make("span", { class: "snippet", dir: "auto" }, words),
        count > 0 && make("span", { class: "count" }, String(count), make("span", { class: "hidden" }, " unread")))),
  );
}
