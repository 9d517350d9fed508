// Writing: as whom, into which chat, in reply to what; a photo; the change of what was written.

import { byId, make, setIcon } from "./dom.js";
import { snippetOf } from "./message.js";
import { deed, personOf, room, sendPhoto } from "./wire.js";

const text = byId("text");
const who = byId("who");
const about = byId("about");
const topic = byId("topic");
let about_ = { kind: null, message: null };
let scene = null;
let listed = "";

export function show(next) {
  scene = next;
  never();
  door();
  text.placeholder = scene.chat.kind === "group" ? "Message to the group" : "Message to the bot";
  const topics = scene.chat.topics ?? [];
  topic.hidden = byId("topic-label").hidden = topics.length === 0;
  topic.replaceChildren(...topics.map(({ id, name }) => make("option", { value: id }, name)));
}

// Who is not in the group can come in, but not write.
export function door() {
  const person = personOf(scene.who);
  const outside = scene.chat.kind === "group" && person && !person.inside;
  byId("outside").hidden = !outside;
  if (outside) byId("outside").querySelector("p").textContent = `${person.name} is not in the group.`;
  byId("composer").classList.toggle("shut", Boolean(outside));
}

export function people(chosen) {
  const list = JSON.stringify([room.people, chosen]);
  if (list === listed) return; // a list that is open stays open
  listed = list;
  const groups = [["Moderators", (one) => one.inside && one.admin], ["Participants", (one) => one.inside && !one.admin],
    ["Not in the group", (one) => !one.inside]];
  who.replaceChildren(...groups.map(([label, fits]) => {
    const names = room.people.filter(fits).map((one) => make("option", { value: one.id, selected: one.id === chosen }, one.name));
    return names.length ? make("optgroup", { label }, ...names) : "";
  }));
}

export function reply(message) {
  begin("reply", message, `Reply to ${message.author.name}`);
}

export function edit(message) {
  begin("edit", message, "Change your message");
  text.value = message.text;
  grow();
}

function begin(kind, message, title) {
  about_ = { kind, message };
  byId("about-title").textContent = title;
  byId("about-text").textContent = snippetOf(message);
  about.hidden = false;
  setIcon(byId("composer").querySelector(".send"), kind === "edit" ? "play" : "send");
  text.focus();
}

function never() {
  if (about_.kind === "edit") text.value = "";
  about_ = { kind: null, message: null };
  about.hidden = true;
  grow();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
}

const wish = () => ({
  who: scene.who,
  chat: scene.chat.id,
  reply_to: about_.kind === "reply" ? about_.message.id : undefined,
  topic: topic.hidden ? undefined : Number(topic.value),
});

async function send() {
  const words = text.value;
  if (!words.trim()) return;
  text.focus();
  const { kind, message } = about_;
  const fields = { ...wish(), text: words };
  const done = kind === "edit" ? await deed("edit", { ...fields, message: message.id }) : await deed("say", fields);
  if (done && text.value === words) {
    text.value = "";
    about_.kind = null;
    never();
  }
}

async function sendPicture(file) {
  if (await sendPhoto(file, { ...wish(), text: text.value })) {
    text.value = "";
    never();
  }
}

export function start(choose) {
  const touch = matchMedia("(pointer: coarse)");
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && about_.kind) {
      never();
    } else if (event.key === "ArrowUp" && !text.value) {
      const own = [...scene.chat.messages.values()].filter((one) => one.author.id === scene.who && !one.service && one.text).at(-1);
      if (own) {
        event.preventDefault();
        edit(own);
      }
    }
  });
  text.addEventListener("paste", (event) => {
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (picture) {
      event.preventDefault();
      sendPicture(picture);
    }
  });
  byId("photo").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) sendPicture(file);
    event.target.value = "";
  });
  byId("about-off").addEventListener("click", () => {
    never();
    text.focus();
  });
  byId("outside").querySelector("button").addEventListener("click", () => deed("join", { who: scene.who }));
  who.addEventListener("change", () => choose(Number(who.value)));
  newcomers(choose);
}

function newcomers(choose) {
  const dialog = byId("join");
  byId("newcomer").addEventListener("click", () => {
    dialog.querySelector("form").reset();
    dialog.returnValue = "";
    dialog.showModal();
  });
  byId("join-off").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "join") return;
    const joined = await deed("join", { name: byId("name").value, moderator: byId("moderator").checked });
    if (joined) choose(joined.who);
  });
}
