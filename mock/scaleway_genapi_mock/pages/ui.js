// The live page: the journal as it grows, and a sender of requests.
// Whatever comes from a request is put into the page as text, never as markup.

const $ = (id) => document.getElementById(id);
const ROOT = new URL("..", location.href);
const MOST = 200;
const entries = new Map();
let chosen = null;
let operations = [];
let running = null;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function took(seconds) {
  return seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// The journal

function notes(entry) {
  const found = [];
  if (entry.rule) found.push(`rule ${entry.rule}`);
  if (entry.error) found.push(entry.error);
  if (entry.unknown.length) found.push(`unknown: ${entry.unknown.join(", ")}`);
  if (entry.disconnected) found.push("client left");
  return found.join(" · ");
}

function row(entry) {
  const made = element("tr", undefined, { "data-number": entry.number });
  const open = element("button", `${entry.method} ${entry.path}`, {
    type: "button",
    "aria-label": `Request ${entry.number}: ${entry.method} ${entry.path}`,
    title: entry.path,
  });
  open.addEventListener("click", () => show(entry.number));
  const request = element("td", undefined, { class: "request" });
  request.append(open);
  const status = element("td", undefined, { class: "status" });
  status.append(element("span", entry.status || "—", {
    class: "status",
    "data-kind": Math.floor(entry.status / 100),
  }));
  const said = notes(entry);
  const remarks = element("td", undefined, { class: "notes" });
  // What does not fit is there on hovering, and in full in the details.
  if (said) remarks.append(element("span", said, { title: said }));
  const time = new Date(entry.at * 1000).toTimeString().slice(0, 8);
  made.append(
    element("td", entry.number, { class: "number" }),
    element("td", time, { class: "time" }),
    request,
    status,
    element("td", entry.seconds ? took(entry.seconds) : "running", { class: "number took" }),
    element("td", entry.streamed || "", { class: "number events" }),
    remarks,
  );
  made.classList.toggle("chosen", entry.number === chosen);
  return made;
}

function fits(entry, wanted) {
  const text = `${entry.method} ${entry.path} ${entry.operation} ${entry.status} ${notes(entry)}`;
  return text.toLowerCase().includes(wanted);
}

function draw() {
  const wanted = $("filter").value.trim().toLowerCase();
  const shown = [...entries.values()].filter((entry) => fits(entry, wanted)).reverse();
  const focused = document.activeElement?.closest("tr")?.dataset.number;
  $("entries").replaceChildren(...shown.map(row));
  if (focused) $("entries").querySelector(`tr[data-number="${CSS.escape(focused)}"] button`)?.focus();
  $("empty").hidden = shown.length > 0;
  $("empty").textContent = entries.size
    ? "No request matches the filter."
    : "No requests yet. Send one, or point a client here.";
  $("count").textContent = entries.size ? `${shown.length} of ${entries.size}` : "";
}

function listen() {
  const source = new EventSource("live");
  source.onopen = () => state("live", "Live");
  source.onerror = () => state("lost", "Connection lost, trying again…");
  source.onmessage = (message) => {
    const news = JSON.parse(message.data);
    const looked = entries.get(chosen);
    if (news.fresh) entries.clear();
    for (const entry of news.entries) entries.set(entry.number, entry);
    // After a reset another request has the number; after a lost connection it is the same one.
    if (looked && entries.get(chosen)?.at !== looked.at) close();
    else if (looked && entries.get(chosen) !== looked) fill(chosen);
    for (const number of entries.keys()) {
      if (entries.size <= MOST) break;
      entries.delete(number);
    }
    draw();
  };
}

function state(kind, text) {
  $("connection").dataset.state = kind;
  $("connection").textContent = text;
}

async function show(number) {
  if (!(await fill(number))) return;
  chosen = number;
  draw();
  $("detail").hidden = false;
  $("detail-heading").focus();
}

async function fill(number) {
  const response = await fetch(`journal/${number}`);
  if (!response.ok) return false;
  const entry = await response.json();
  $("detail-heading").textContent =
    `#${entry.number} ${entry.operation ?? "no operation"}: ${entry.status || "no answer"}`;
  const query = entry.query ? `?${entry.query}` : "";
  $("detail-headers").textContent = [`${entry.method} ${entry.path}${query}`, ...Object.entries(entry.headers)
    .map(([name, value]) => `${name}: ${value}`)].join("\n");
  $("detail-body").textContent = entry.body === null ? "none, or none that is kept" : JSON.stringify(entry.body, null, 2);
  $("detail-answer").textContent = entry.events
    ? entry.events.map(pretty).join("\n\n") || `${entry.streamed} events, none that is kept`
    : entry.answer === null ? "none, or none that is kept" : pretty(entry.answer);
  $("detail-notes").textContent = notes(entry);
  return true;
}

function close() {
  const number = chosen;
  chosen = null;
  $("detail").hidden = true;
  for (const made of $("entries").querySelectorAll("tr.chosen")) made.classList.remove("chosen");
  return number;
}

async function command(path, method) {
  await fetch(path, { method, headers: { "content-type": "application/json" } });
}

// The sender

function operation() {
  return operations[$("operation").selectedIndex];
}

function choose() {
  const chosenOne = operation();
  $("path").value = chosenOne.path;
  const names = Object.keys(chosenOne.examples);
  $("example").replaceChildren(...names.map((name) => element("option", name)));
  $("example-label").hidden = names.length < 2;
  $("stream-label").hidden = !chosenOne.stream;
  $("body-label").hidden = !chosenOne.media_type;
  example();
}

function example() {
  const chosenOne = operation();
  const value = chosenOne.examples[$("example").value];
  const given = value === undefined ? {} : value;
  $("body").value = typeof given === "string" ? given : JSON.stringify(given, null, 2);
  if (chosenOne.stream) $("stream").checked = given?.[chosenOne.stream] === true;
  judge();
}

// The text is the truth: the box follows it, and changes it when it is clicked.
function judge() {
  const chosenOne = operation();
  $("body-problem").textContent = "";
  if (!chosenOne.media_type?.includes("json")) return null;
  try {
    const value = JSON.parse($("body").value);
    if (chosenOne.stream) $("stream").checked = value?.[chosenOne.stream] === true;
    return value;
  } catch (error) {
    $("body-problem").textContent = `No JSON, and sent as it is: ${error.message}`;
    return null;
  }
}

function toggle() {
  const wanted = $("stream").checked;
  const value = judge();
  if (value === null || typeof value !== "object") return;
  value[operation().stream] = wanted;
  $("body").value = JSON.stringify(value, null, 2);
  judge();
}

async function send(event) {
  event.preventDefault();
  const chosenOne = operation();
  running?.abort();
  running = new AbortController();
  const mine = running;
  const headers = {};
  if ($("key").value) headers.authorization = `Bearer ${$("key").value}`;
  const options = { method: chosenOne.method, headers, signal: mine.signal };
  if (chosenOne.media_type) {
    headers["content-type"] = chosenOne.media_type;
    options.body = $("body").value;
  }
  $("answer").hidden = false;
  $("answer-body").textContent = "";
  $("answer-headers").textContent = "";
  $("answer-text").hidden = true;
  $("answer-line").textContent = "Waiting…";
  $("stop").disabled = false;
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  let line = "";
  try {
    const response = await fetch(new URL($("path").value.replace(/^\/+/, ""), ROOT), options);
    line = `${response.status} ${response.statusText}`.trim() + ` · headers after ${took(since())}`;
    $("answer-line").textContent = line;
    $("answer-headers").textContent = [...response.headers].map(([n, v]) => `${n}: ${v}`).join("\n");
    const streams = (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
    const count = streams ? await stream(response, since) : await whole(response);
    line += streams ? ` · ${count} events` : ` · ${count} bytes`;
    $("answer-line").textContent = `${line} · done after ${took(since())}`;
  } catch (error) {
    const what = mine.signal.aborted ? "stopped" : `broke off: ${error.message}`;
    $("answer-line").textContent = `${line ? `${line} · ` : ""}${what} after ${took(since())}`;
  } finally {
    if (running === mine) $("stop").disabled = true;
  }
}

async function whole(response) {
  const text = await response.text();
  $("answer-body").textContent = pretty(text);
  return new TextEncoder().encode(text).length;
}

// Each record with the time at which it came; above them the text that they add up to.
async function stream(response, since) {
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let held = "";
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    held += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const parts = held.split(/\r\n\r\n|\n\n|\r\r/);
    held = done ? "" : parts.pop();
    for (const part of parts.filter((each) => each.trim())) {
      count += 1;
      $("answer-body").append(`${took(since()).padStart(9)}  ${part}\n`);
      say(part);
    }
    if (done) return count;
  }
}

function say(part) {
  let text;
  try {
    const data = JSON.parse(part.replace(/^data: ?/, ""));
    text = data.choices?.[0]?.delta?.content;
  } catch {
    return;
  }
  if (typeof text !== "string" || !text) return;
  if ($("answer-text").hidden) $("answer-text").textContent = "";
  $("answer-text").hidden = false;
  $("answer-text").append(text);
}

async function begin() {
  const known = await (await fetch("operations")).json();
  operations = known.operations;
  $("title").textContent = `${known.title} ${known.version}`.trim();
  document.title = `Mock · ${known.title}`;
  $("key").value = known.key;
  $("operation").replaceChildren(
    ...operations.map((each) => element("option", `${each.id}  (${each.method})`)),
  );
  const posts = operations.findIndex((each) => each.media_type);
  $("operation").selectedIndex = Math.max(0, posts);
  if (operations.length) choose();
}

$("operation").addEventListener("change", choose);
$("example").addEventListener("change", example);
$("body").addEventListener("input", judge);
$("body").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("form").requestSubmit();
});
$("stream").addEventListener("change", toggle);
$("form").addEventListener("submit", send);
$("stop").addEventListener("click", () => running?.abort());
$("filter").addEventListener("input", draw);
$("clear").addEventListener("click", () => command("journal", "DELETE"));
$("reset").addEventListener("click", () => command("reset", "POST"));
$("close").addEventListener("click", () => {
  const number = close();
  $("entries").querySelector(`tr[data-number="${number}"] button`)?.focus();
});
begin();
listen();
