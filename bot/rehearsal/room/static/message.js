// One message as it looks in the chat.

import { face, hueOf, icon, make } from "./dom.js";
import { clockOf, render } from "./text.js";
import { personOf, room } from "./wire.js";

const NAMES = {
  photo: "Photo", document: "File", voice: "Voice message", audio: "Music", video: "Video", animation: "Animation",
  video_note: "Video message", sticker: "Sticker", other: "Attachment",
};

// `scene`: who looks, in which chat; what to do on a press, a vote, a reaction, "more", or a touch of a reply.
export function draw(message, scene) {
  if (message.service) {
    return make("p", { class: "service", "data-id": message.id }, make("span", {}, message.service));
  }
  const mine = message.author.id === scene.who;
  const element = make("article", {
    class: `message${mine ? " mine" : ""}${message.bot ? " by-bot" : ""}`,
    "data-id": message.id,
    tabindex: "-1",
    "aria-label": `${message.author.name}, ${clockOf(message.at)}`,
  });
  const picture = face(make("span"), message.author.id, message.author.name, message.bot);
  const bubble = make("div", { class: "bubble" });
  const words = message.text && make("div", { class: "text", dir: "auto" }, render(message.text, message.entities));
  bubble.append(...[
    head(message),
    message.forwarded !== undefined && make("p", { class: "forwarded" }, `Forwarded from ${message.forwarded}`),
    message.reply && reply(message.reply, scene),
    message.media && media(message),
    words,
    message.poll && poll(message, scene),
  ].filter(Boolean));
  // Where nothing else stands below a text, the time stands at the end of its last line.
  const inside = words && !message.poll && !message.reactions.length;
  (inside ? words : bubble).append(foot(message, scene));
  const column = make("div", { class: "column" }, bubble);
  if (message.buttons?.length) column.append(keyboard(message, scene));
  element.append(picture, column, more(message, scene));
  return element;
}

function head(message) {
  const line = make("p", { class: "name", "data-tint": hueOf(message.author.id) }, make("span", { dir: "auto" }, message.author.name));
  const title = message.bot ? "bot" : (message.author.title ?? (personOf(message.author.id)?.admin ? "moderator" : null));
  if (title) line.append(make("span", { class: "badge" }, title));
  return line;
}

export function snippetOf(message) {
  const text = message.poll ? message.poll.question : message.text;
  return text || NAMES[message.media?.kind] || "Message";
}

function reply(target, scene) {
  const known = scene.chat.messages.get(target.id);
  const text = target.quote ?? (known ? snippetOf(known) : (NAMES[target.text] ?? target.text));
  return make(
    "button",
    { type: "button", class: "reply", "data-tint": hueOf(target.author.id), on: { click: () => scene.goTo(target.id) } },
    make("span", { class: "hidden" }, "In reply to "),
    make("strong", { dir: "auto" }, target.author.name),
    make("span", { class: "snippet", dir: "auto" }, text),
  );
}

function media({ media: { kind, file, name, size }, text }) {
  const address = `/files/${encodeURIComponent(file ?? "")}`;
  if (kind === "photo" || kind === "sticker") {
    const picture = make("img", { src: address, alt: text ? `Photo: ${text}` : NAMES[kind], class: kind, loading: "lazy" });
    picture.addEventListener("error", () => picture.replaceWith(make("div", { class: "no-picture" }, NAMES[kind])));
    return make("a", { class: "picture", href: address, target: "_blank", rel: "noopener" }, picture);
  }
  const weight = size >= 1024 ? `${(size / 1024).toFixed(size < 10240 ? 1 : 0)} kB` : `${size} bytes`;
  return make(
    "a",
    { class: "file", href: file ? address : null, download: name },
    make("span", { class: "file-sign" }, icon("file")),
    make("span", { class: "file-about" }, make("strong", {}, name || NAMES[kind]), make("span", {}, `${NAMES[kind]}, ${weight}`)),
  );
}

function poll(message, scene) {
  const { poll: asked } = message;
  const mine = asked.chosen[scene.who] ?? [];
  const decided = mine.length > 0 || asked.closed;
  const kinds = [asked.anonymous ? "Anonymous" : "Public", asked.quiz ? "quiz" : "poll"].join(" ");
  const box = make("fieldset", { class: "poll" }, make("legend", {}, render(asked.question)));
  box.append(make("p", { class: "quiet" }, asked.closed ? "Final results" : asked.several ? `${kinds}, several answers` : kinds));
  const chosen = new Set(mine);
  asked.options.forEach((option, number) => {
    const share = asked.voters ? Math.round((100 * option.votes) / asked.voters) : 0;
    const input = make("input", {
      type: asked.several ? "checkbox" : "radio", name: `poll-${message.id}`, checked: chosen.has(number), disabled: asked.closed,
    });
    input.addEventListener("change", () => {
      if (!asked.several) return scene.vote(message, [number]);
      chosen[input.checked ? "add" : "delete"](number);
      return scene.vote(message, [...chosen].sort());
    });
    const bar = make("span", { class: "share", "aria-hidden": "true" });
    bar.style.setProperty("--share", `${decided ? share : 0}%`);
    const told = decided ? make("span", { class: "percent" }, `${share}%`) : null;
    box.append(make("label", { class: "option" }, input, told, make("span", { class: "choice", dir: "auto" }, option.text), bar));
  });
  const voters = asked.voters === 1 ? "1 vote" : `${asked.voters || "No"} votes`;
  const line = make("p", { class: "votes quiet" }, voters);
  if (mine.length > 0 && !asked.closed) {
    line.append(" · ", make("button", { type: "button", class: "link", on: { click: () => scene.vote(message, []) } }, "Take my vote back"));
  }
  box.append(line);
  return box;
}

function keyboard(message, scene) {
  const rows = message.buttons.map((row) => make("div", { class: "row" }, ...row.map((entry) => key(message, entry, scene))));
  return make("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

function key(message, entry, scene) {
  if (entry.url) {
    return make("a", { class: "key", href: entry.url, target: "_blank", rel: "noopener noreferrer" }, entry.text);
  }
  const button = make("button", { type: "button", class: "key" }, entry.text);
  if (entry.callback_data !== undefined) button.addEventListener("click", () => scene.press(message, entry, button));
  else if (entry.copy_text) button.addEventListener("click", () => navigator.clipboard?.writeText(entry.copy_text.text));
  else button.disabled = true;
  return button;
}

function foot(message, scene) {
  const line = make("div", { class: "foot" });
  if (message.reactions.length) line.append(reactions(message, scene));
  const at = make("time", { class: "at", datetime: new Date(message.at * 1000).toISOString() }, clockOf(message.at));
  line.append(make("span", { class: "when" }, message.edited ? make("span", { class: "edited" }, "edited ") : null, at));
  return line;
}

function reactions(message, scene) {
  const list = make("div", { class: "reactions", role: "group", "aria-label": "Reactions" });
  for (const { emoji, by } of message.reactions) {
    const names = by.map((id) => (id === room.bot.id ? room.bot.name : (personOf(id)?.name ?? "somebody")));
    const mine = by.includes(scene.who);
    const button = make(
      "button",
      { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": `${emoji} by ${names.join(", ")}`, title: names.join(", ") },
      make("span", { class: "emoji" }, emoji),
      make("span", {}, String(by.length)),
    );
    button.addEventListener("click", () => scene.react(message, mine ? "" : emoji));
    list.append(button);
  }
  return list;
}

function more(message, scene) {
  return make(
    "button",
    {
      type: "button", class: "more icon", "aria-haspopup": "menu", "aria-label": `What to do with the message of ${message.author.name}`,
      tabindex: "-1", on: { click: (event) => scene.menu(message, event.currentTarget) },
    },
    icon("more"),
  );
}
