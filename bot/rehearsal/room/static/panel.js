// The control room: clock, timetable, simulated people, trouble.

import { byId, make, setIcon, toast } from "./dom.js";
import { clockOf } from "./text.js";
import { deed, now, room } from "./wire.js";

const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120];
const LATE = 15 * 60; // seconds
let shown = "";

export function show() {
  const { panel } = room;
  const speed = byId("speed");
  const step = SPEEDS.findLastIndex((one) => one <= panel.speed);
  set(speed, Math.max(0, step));
  tellSpeed(panel.speed);
  const pause = byId("pause");
  pause.setAttribute("aria-label", panel.paused ? "Let the clock run" : "Stop the clock");
  setIcon(pause, panel.paused ? "play" : "pause");
  byId("recap").hidden = !panel.recap;
  byId("topic-shown").textContent = panel.topic;
  const look = JSON.stringify([panel.timetable, panel.troubles, panel.refused]);
  if (look !== shown) {
    timetable(panel.timetable);
    troubles(panel.troubles);
    refused(panel.refused);
    shown = look;
  }
  crowd(panel.crowd);
  tick();
}

// Puts a control where the room says it is, unless somebody is just moving it.
function set(input, value) {
  if (!input.matches(":active")) input.value = value;
}

function tellSpeed(speed) {
  const words = speed === 1 ? "as on the wall" : `${speed}×`;
  byId("speed-shown").textContent = words;
  byId("speed").setAttribute("aria-valuetext", words);
}

function timetable(rows) {
  byId("timetable").replaceChildren(...rows.map((row) => make(
    "li",
    { class: row.state, "aria-current": row.next ? "step" : null },
    make("time", { datetime: new Date(row.at * 1000).toISOString() }, clockOf(row.at)),
    make("span", { class: "what", dir: "auto" }, row.what),
    make("span", { class: "state" }, row.next ? make("span", { "data-until": row.at }) : row.state),
  )));
  byId("jump").disabled = !rows.some((row) => row.next);
}

function troubles(rows) {
  const place = byId("troubles");
  if (place.childElementCount !== rows.length) {
    place.replaceChildren(...rows.map(({ name, title, hint }) => {
      const input = make("input", { type: "checkbox", role: "switch", name, "aria-describedby": `hint-${name}` });
      input.addEventListener("change", () => deed("trouble", { name, on: input.checked }));
      return make("div", {}, make("label", { class: "switch" }, input, make("span", {}, title)), make("p", { class: "hint", id: `hint-${name}` }, hint));
    }));
  }
  for (const { name, on } of rows) place.querySelector(`[name="${name}"]`).checked = on;
  const says = rows.filter(({ on }) => on);
  const strip = byId("strip");
  // The seconds left are not worth a word of the screen reader's: only another trouble is.
  const names = says.map(({ name }) => name).join();
  if (strip.dataset.names !== names) {
    strip.dataset.names = names;
    strip.replaceChildren(...says.map(() => make("p")));
  }
  says.forEach((one, place_) => { strip.children[place_].textContent = one.says; });
}

function refused(rows) {
  byId("refused-title").hidden = rows.length === 0;
  byId("refused").replaceChildren(...rows.map(({ method, says, at }) => make(
    "li", {}, make("code", {}, method), " ", make("span", {}, says), " ", make("time", { class: "quiet" }, clockOf(at)),
  )));
}

function crowd(state) {
  byId("crowd").hidden = !state;
  if (!state) return;
  byId("crowd-on").checked = state.on;
  byId("crowd-people").max = state.most;
  for (const name of ["people", "chatty", "sloppy"]) {
    set(byId(`crowd-${name}`), state[name]);
    tellCrowd(name);
  }
}

function tellCrowd(name) {
  const input = byId(`crowd-${name}`);
  const words = name === "people" ? input.value : `${Math.round(input.value * 100)} %`;
  byId(`crowd-${name}-shown`).textContent = words;
  input.setAttribute("aria-valuetext", words);
}

function tick() {
  if (!room.panel) return;
  const at = now();
  const date = new Date(at * 1000);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  byId("clock").textContent = time;
  byId("little-clock").textContent = clockOf(at);
  const { zone } = room.panel;
  const far = zone ? date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZone: zone }) : "";
  const there = far && far !== clockOf(at) ? `, ${far} in ${zone}` : "";
  byId("clock-day").textContent = date.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" }) + there;
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.round(element.dataset.until - at));
    const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, "0"));
    element.textContent = left >= 86400 ? `in ${Math.round(left / 86400)} days` : `in ${parts[0] ? `${hours}:` : ""}${minutes}:${seconds}`;
  }
}

export function start() {
  setInterval(tick, 250);
  byId("pause").addEventListener("click", () => deed("clock", { paused: !room.panel.paused }));
  byId("late").addEventListener("click", () => deed("clock", { forward: LATE }));
  byId("jump").addEventListener("click", async () => {
    const done = await deed("jump");
    if (done) toast(`The clock goes forward to: ${done.what}`);
  });
  const speed = byId("speed");
  speed.addEventListener("input", () => tellSpeed(SPEEDS[speed.value]));
  speed.addEventListener("change", () => deed("clock", { speed: SPEEDS[speed.value] }));
  byId("crowd-on").addEventListener("change", (event) => deed("crowd", { on: event.target.checked }));
  for (const name of ["people", "chatty", "sloppy"]) {
    const input = byId(`crowd-${name}`);
    input.addEventListener("input", () => tellCrowd(name));
    input.addEventListener("change", () => deed("crowd", { [name]: Number(input.value) }));
  }
}
