"use strict";
// Finds words in the archive. It loads small scripts that stand beside it, so it works from a file, too.
// How words are read has to agree with bot/recaps/archive/words.py.
const archive = (() => {
  const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u20d0-\u20ff]/g;
  const WORD = /[\p{L}\p{N}\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+/gu;
  const SPACELESS = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]+/gu;
  const LONGEST = 40;
  const AT_ONCE = 10;
  const QUOTES = 3;
  const BEFORE = 60;
  const LENGTH = 240;
  const kept = new Map();
  const waiting = new Map();
  let found = [];
  let shown = 0;
  let asked = [];
  let turn = 0;

  const at = (id) => document.getElementById(id);

  function fold(text) {
    return text.normalize("NFKD").replace(MARKS, "").toLowerCase().replaceAll("ς", "σ");
  }

  function words(text) {
    const list = [];
    for (const match of fold(text).matchAll(WORD)) {
      const word = match[0];
      let start = 0;
      for (const run of word.matchAll(SPACELESS)) {
        list.push(word.slice(start, run.index));
        const signs = [...run[0]];
        if (signs.length === 1) list.push(signs[0]);
        for (let place = 0; place + 1 < signs.length; place++) list.push(signs[place] + signs[place + 1]);
        start = run.index + run[0].length;
      }
      list.push(word.slice(start));
    }
    return list.filter((word) => [...word].length > 1 || isSpaceless(word)).map((word) => [...word].slice(0, LONGEST).join(""));
  }

  function isSpaceless(word) {
    SPACELESS.lastIndex = 0;
    return SPACELESS.test(word);
  }

  function shard(word) {
    const signs = [...word];
    if (signs[0] >= "\u2e80") return "b" + Math.floor(signs[0].codePointAt(0) / 64).toString(16);
    return signs.slice(0, 2).map((sign) => sign.codePointAt(0).toString(16)).join("-");
  }

  // Each script calls this when it has been loaded.
  function take(kind, name, content) {
    kept.set(kind + " " + name, content);
  }

  function load(kind, name, address) {
    const key = kind + " " + name;
    if (!waiting.has(key)) {
      waiting.set(key, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => resolve(kept.get(key));
        script.onerror = () => { waiting.delete(key); resolve(undefined); };
        document.head.append(script);
      }));
    }
    return waiting.get(key);
  }

  function shardsFor(word, catalog) {
    const own = shard(word);
    const short = [...word].length < 2 && !own.startsWith("b");
    return catalog.shards.filter((name) => name === own || (short && name.startsWith(own + "-")));
  }

  async function sessionsWith(word, catalog) {
    const weights = new Map();
    for (const name of shardsFor(word, catalog)) {
      const content = await load("words", name, "search/words/" + name + ".js");
      for (const [known, postings] of Object.entries(content || {})) {
        if (!known.startsWith(word)) continue;
        const worth = known === word ? 1 : 0.5;
        for (let place = 0; place < postings.length; place += 2) {
          const id = postings[place];
          weights.set(id, (weights.get(id) || 0) + worth * (1 + Math.log(postings[place + 1])));
        }
      }
    }
    return weights;
  }

  async function search(query) {
    const mine = ++turn;
    const status = at("status");
    asked = [...new Set(words(query))];
    found = [];
    shown = 0;
    at("results").replaceChildren();
    at("more").hidden = true;
    if (!asked.length) {
      status.textContent = query.trim() ? status.dataset.short : "";
      return;
    }
    status.textContent = status.dataset.loading;
    const catalog = await load("catalog", "", "search/sessions.js");
    if (!catalog) return;
    const whole = Object.keys(catalog.sessions).length;
    const scores = new Map();
    for (const word of asked) {
      const weights = await sessionsWith(word, catalog);
      const rarity = Math.log(1 + whole / (weights.size || 1));
      for (const [id, weight] of weights) {
        const score = scores.get(id) || [0, 0];
        scores.set(id, [score[0] + 1, score[1] + weight * rarity]);
      }
    }
    if (mine !== turn) return;
    const most = Math.max(0, ...[...scores.values()].map((score) => score[0]));
    found = [...scores].filter(([id, score]) => score[0] === most && catalog.sessions[id])
      .sort((one, other) => other[1][1] - one[1][1] || other[0] - one[0]).map(([id]) => id);
    const label = most === asked.length ? status.dataset.some : status.dataset.any;
    status.textContent = found.length ? label + " " + found.length : status.dataset.none;
    await show(catalog, mine);
  }

  async function show(catalog, mine) {
    const page = found.slice(shown, shown + AT_ONCE);
    shown += page.length;
    const loaded = await Promise.all(page.map((id) => {
      const folder = catalog.sessions[id][0].replace(/[^/]*$/, "");
      return load("texts", String(id), folder + "texts.js");
    }));
    if (mine !== turn) return;
    page.forEach((id, place) => at("results").append(result(catalog.sessions[id], loaded[place] || [])));
    at("more").hidden = shown >= found.length;
  }

  function link(address, text) {
    const anchor = document.createElement("a");
    anchor.href = address;
    const name = document.createElement("bdi");
    name.textContent = text;
    anchor.append(name);
    return anchor;
  }

  function result([address, title, day], texts) {
    const item = document.createElement("li");
    const when = document.createElement("p");
    when.className = "by";
    when.textContent = day;
    item.append(link(address, title), when);
    const best = texts.map((row) => [held(row[2] + " " + row[1]), row]).filter(([count]) => count)
      .sort((one, other) => other[0] - one[0]).slice(0, QUOTES);
    if (best.length) {
      const list = document.createElement("ul");
      for (const [, [anchor, name, text]] of best) {
        const quote = document.createElement("li");
        quote.append(link(address + "#" + anchor, name), ": ", excerpt(text));
        list.append(quote);
      }
      item.append(list);
    }
    return item;
  }

  function held(text) {
    const said = words(text);
    return asked.filter((word) => said.some((one) => one.startsWith(word))).length;
  }

  // The text around the first word found, all words found marked.
  function excerpt(text) {
    const pieces = [];
    let first = -1;
    let end = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (!asked.some((word) => words(match[0]).some((one) => one.startsWith(word)))) continue;
      if (first < 0) {
        first = match.index;
        const space = first > BEFORE ? text.indexOf(" ", first - BEFORE) : -1;
        end = first > BEFORE ? (space >= 0 && space < first ? space + 1 : first) : 0;
        if (end) pieces.push("… ");
      }
      if (match.index > first + LENGTH) break;
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      pieces.push(text.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    const rest = [...text.slice(end)];
    const room = Math.max(40, LENGTH - (end - Math.max(first, 0)));
    pieces.push(rest.slice(0, room).join("") + (rest.length > room ? "…" : ""));
    const whole = document.createElement("span");
    whole.dir = "auto";
    whole.append(...pieces);
    return whole;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const field = at("q");
    field.value = new URLSearchParams(location.search).get("q") || "";
    at("more").addEventListener("click", async () => show(await load("catalog", "", "search/sessions.js"), turn));
    search(field.value);
  });

  return { take };
})();
