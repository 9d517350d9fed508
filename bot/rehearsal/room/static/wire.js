// The wire to the room: its state, what happens in it, and the deeds done here.

export const room = { bot: {}, people: [], chats: new Map(), panel: null, token: "" };

const listeners = new Map();

export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

function tell(kind, ...news) {
  for (const listener of listeners.get(kind) ?? []) listener(...news);
}

export async function open() {
  const answer = await fetch("/state");
  const state = await answer.json();
  const known = room.token;
  Object.assign(room, { bot: state.bot, people: state.people, panel: state.panel, token: state.token });
  room.panel.heard = performance.now();
  room.chats.clear();
  for (const { messages, ...chat } of state.chats) {
    room.chats.set(chat.id, { ...chat, messages: new Map(messages.map((message) => [message.id, message])) });
  }
  tell("everything");
  if (!known) listen(state.number);
}

function listen(number) {
  const source = new EventSource(`/events?since=${number}`);
  const hear = (kind, listener) => source.addEventListener(kind, (event) => listener(JSON.parse(event.data)));
  hear("hello", ({ token }) => {
    tell("line", true);
    if (token !== room.token) open();
  });
  source.onerror = () => tell("line", false);
  hear("message", ({ chat, message }) => {
    const here = chatOf(chat);
    const before = here.messages.get(message.id);
    here.messages.set(message.id, message);
    tell("message", here, message, before);
  });
  hear("gone", ({ chat, id }) => {
    if (chatOf(chat).messages.delete(id)) tell("gone", chatOf(chat), id);
  });
  hear("answered", (answer) => tell("answered", answer));
  hear("rest", rest);
}

function chatOf(id) {
  if (!room.chats.has(id)) {
    const title = personOf(id)?.name ?? "";
    room.chats.set(id, { id, kind: id > 0 ? "private" : "group", title, pinned: [], topics: [], messages: new Map() });
  }
  return room.chats.get(id);
}

function rest({ panel, people, chats }) {
  if (people) room.people = people;
  if (chats) {
    for (const chat of chats) room.chats.set(chat.id, { ...chat, messages: chatOf(chat.id).messages });
    const standing = new Set(chats.map((chat) => chat.id));
    for (const id of room.chats.keys()) if (id < 0 && !standing.has(id)) room.chats.delete(id);
  }
  if (people || chats) tell("people");
  if (panel) {
    room.panel = { ...panel, heard: performance.now() };
    tell("panel");
  }
}

export function personOf(id) {
  return room.people.find((person) => person.id === id);
}

// Seconds since 1970 on the room's clock.
export function now() {
  const { panel } = room;
  return panel.now + (panel.paused ? 0 : ((performance.now() - panel.heard) / 1000) * panel.speed);
}

// Does something in the room; resolves to null (and says why) when it can't be done.
export async function deed(name, body = {}) {
  return ask(`/deeds/${name}`, JSON.stringify(body), "application/json");
}

export async function sendPhoto(file, fields) {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value != null && value !== ""));
  return ask(`/deeds/photo?${query}`, file, file.type);
}

async function ask(address, body, type) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "Content-Type": type, "X-Room-Token": room.token },
    });
    const told = await answer.json();
    if (answer.ok) return told;
    tell("refused", told.error);
  } catch {
    tell("refused", "The room does not answer. Is the rehearsal over?");
  }
  return null;
}
