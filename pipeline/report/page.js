// Fills the page from its data. Everything a story says goes in by `make`, as text.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const put = (id, ...children) => document.getElementById(id).replaceChildren(...children);

function theme() {
  const root = document.documentElement, button = document.getElementById("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
  const set = (name) => { root.dataset.theme = name; button.textContent = name === "dark" ? "Light" : "Dark"; };
  set(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => set(dark.matches ? "dark" : "light"));
  button.addEventListener("click", () => set(root.dataset.theme === "dark" ? "light" : "dark"));
}

const GROUPS = [["provider", "Providers"], ["format", "Formats"], ["language", "Languages"], ["status", "Publishing status"], ["signal", "Signals"]];

function overview({ about }) {
  const sum = (counts) => d3.sum(Object.values(counts));
  put("span", `${plural(about.stories, "story", "stories")}, ${plural(about.words, "word")}` + (about.first ? `, ${clock(about.first)} to ${clock(about.last)}` : ""));
  const parts = [["messages", about.messages, "sum"], ["stories", about.stories], ["duplicates", about.duplicates], ["skipped", sum(about.skipped)], ["dead letters", sum(about.dead)]];
  const signs = ["", "= ", "+ ", "+ ", "+ "];
  put("overview", make("ul", { class: "equation" }, ...parts.map(([name, n, kind], i) => make("li", { class: kind }, make("b", {}, number(n)), make("span", {}, signs[i] + name)))));
  put("groups", ...GROUPS.filter(([key]) => about.groups[key]).map(([key, title]) => make("section", {}, make("h2", {}, title), plainTable([title, "stories"], about.groups[key]))));
  put("footer", `Made by newswire ${about.newswire} from ${about.inputs.join(", ") || "an output folder"}. Times are UTC. The page holds all that it shows and loads nothing. Topics: IPTC Media Topics, CC BY 4.0.`);
}

function volume({ volume: found }) {
  const notes = [found.undated ? `${plural(found.undated, "story", "stories")} without a time` : "", found.outside ? `${plural(found.outside, "story", "stories")} far outside this time` : ""].filter(Boolean);
  put("volume-note", `Stories a ${found.unit}, by provider` + (notes.length ? `. Not drawn: ${notes.join(", ")}.` : "."));
  if (found.bars.length) drawVolume(found);
  else { put("volume-chart", make("p", { class: "none" }, "No story has a time.")); document.getElementById("volume-table").remove(); }
}

function row(name, n, most, before, choose) {
  const element = make("div", { class: "row" }, before, make("button", { class: "link name", type: "button", on: choose }, name), make("span", { class: "n" }, number(n)));
  element.style.setProperty("--share", `${Math.max(1, (100 * n) / most)}%`);
  return element;
}

const OPEN_LINES = 30; // so much of the tree is open at first

function topics(all, browser) {
  const below = d3.group(all, (topic) => topic.up);
  const most = d3.max(all, (topic) => topic.n) ?? 1;
  let lines = (below.get(null) ?? []).length;
  const branch = (topic) => {
    const children = below.get(topic.id) ?? [];
    const twig = make("li");
    const list = make("ul", { hidden: "" });
    const fold = children.length ? make("button", { class: "fold", type: "button", "aria-expanded": "false", "aria-label": `Topics below ${topic.name}` }) : make("span", { class: "nofold" });
    const toggle = () => {
      if (!list.childElementCount) list.append(...children.map(branch));
      list.hidden = !list.hidden;
      fold.setAttribute("aria-expanded", String(!list.hidden));
    };
    if (children.length) fold.addEventListener("click", toggle);
    if (children.length && topic.up === null && lines + children.length <= OPEN_LINES) { lines += children.length; toggle(); }
    twig.append(row(topic.name, topic.n, most, fold, () => browser.choose({ topic: topic.id })), list);
    return twig;
  };
  put("topic-tree", ...(below.get(null) ?? []).map(branch));
  if (!all.length) put("topic-tree", make("li", { class: "none" }, "No story has a topic."));
}

/** The colour of a kind of entity, as in the marks of the text. */
function kindDot(kind) {
  const name = KINDS.includes(kind) ? kind : "other";
  const dot = make("span", { class: "dot", title: kind });
  dot.style.borderColor = `var(--${name}-line)`;
  dot.style.background = `var(--${name})`;
  return dot;
}

function entities(found, browser) {
  const most = found.list[0]?.n ?? 1;
  const companions = d3.rollup(found.pairs.flatMap(([a, b, n]) => [[a, b, n], [b, a, n]]), (pairs) => pairs.slice(0, 6), ([a]) => a);
  let kind = "all", shown = 12;
  const choose = (entity) => browser.choose({ entity: `${entity.name} (${entity.type})` });
  const item = (entity) => {
    const others = (companions.get(found.list.indexOf(entity)) ?? []).map(([, b]) => found.list[b].name).filter((name) => name !== entity.name);
    return make("li", {}, row(entity.name, entity.n, most, kindDot(entity.type), () => choose(entity)), others.length ? make("p", { class: "with" }, `with ${others.join(", ")}`) : null);
  };
  const draw = () => {
    const of = found.list.filter((entity) => kind === "all" || entity.type === kind);
    put("entity-list", ...of.slice(0, shown).map(item));
    if (!of.length) put("entity-list", make("li", { class: "none" }, "No entities. Was the run annotated?"));
    document.getElementById("entity-more").hidden = of.length <= shown;
  };
  document.getElementById("entity-more").addEventListener("click", () => { shown += 24; draw(); });
  choices("entity-kinds", [["all", "All"], ["person", "People"], ["organisation", "Organisations"], ["place", "Places"], ["other", "Other"]], "all", (value) => { kind = value; shown = 12; draw(); });
  put("entities-note", `${found.exact ? "" : "More than "}${plural(found.distinct, "name")} in all; how many stories name each.`);
  draw();
  if (found.pairs.length) drawTogether(found, (a, b) => browser.choose({ entity: `${a.name} (${a.type})` }, `${b.name} (${b.type})`));
  else document.getElementById("together").remove();
}

function choices(id, values, chosen, change) {
  const fieldset = document.getElementById(id);
  for (const [value, label] of values) {
    const input = make("input", { type: "radio", name: id, value });
    input.checked = value === chosen;
    input.addEventListener("change", () => change(value));
    fieldset.append(make("label", {}, input, KINDS.includes(value) ? kindDot(value) : null, label));
  }
}

function chains(found, browser) {
  const drawn = found.list.filter((events) => events.some((event) => event.t));
  put("chains-note", found.total || found.killed
    ? `${plural(found.total, "story", "stories")} went out in more than one version, ${number(found.killed)} ended in a kill.` + (found.list.length < found.total ? ` Shown: kills first, then the longest, ${number(found.list.length)} in all.` : "")
    : "No story went out in more than one version.");
  put("chain-list", ...found.list.map((events) => chain(events, browser)));
  if (!drawn.length) { for (const id of ["chain-chart", "chain-scale", "chain-legend"]) document.getElementById(id).remove(); return; }
  const spans = drawn.map((events) => d3.extent(events.filter((event) => event.t), (event) => +new Date(event.t)));
  const whole = d3.max(spans, (span) => span[1]) - d3.min(spans, (span) => span[0]);
  let relative = whole > 4 * d3.max(spans, (span) => span[1] - span[0]);
  const redraw = drawing("chain-chart", "Versions of each story as dots on a time line, kills as crosses. The list below has the same.", (width) => drawChains(drawn, relative)(width));
  choices("chain-scale", [["clock", "By the clock"], ["first", "Since the first version"]], relative ? "first" : "clock", (value) => { relative = value === "first"; redraw(); });
}

function chain(events, browser) {
  const named = events.find((event) => event.headline) ?? events[0];
  const first = events.find((event) => event.t), end = events.find((event) => event.killed);
  const minutes = first && end?.t ? Math.round((new Date(end.t) - new Date(first.t)) / 60000) : null;
  const after = end ? (minutes >= 0 && minutes !== null ? `killed after ${lasting(minutes)}` : "killed") : plural(events.length, "version");
  const versions = events.map((event, i) => make("li", {},
    make("span", { class: `tag ${event.killed ? "kill" : ""}` }, event.relation ?? (i ? "version" : "first")),
    browser.byId.has(event.id) ? make("button", { class: "link", type: "button", on: () => browser.go(event.id) }, event.headline || "(no headline)") : event.headline || "(no headline)",
    make("span", { class: "meta" }, ` ${clock(event.t)}, ${event.provider}${event.version ? `, version ${event.version}` : ""}`)));
  return make("details", {}, make("summary", {}, named.headline || named.uri, " ", make("span", { class: `tag ${end ? "kill" : ""}` }, after)), make("ol", { class: "versions" }, ...versions));
}

const lasting = (minutes) => minutes < 120 ? plural(minutes, "minute") : minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;

function letters(found) {
  const total = d3.sum(found, (group) => group.n);
  put("letters-note", total ? `${plural(total, "message")} could not be read. Each is kept whole, with its bytes, in the output's dead_letters folder.` : "Every message was read.");
  put("letter-list", ...found.map((group, i) => {
    const examples = group.examples.map((letter) => make("li", {},
      make("div", {}, letter.message),
      make("div", { class: "meta" }, `${letter.uri} at byte ${number(letter.offset)}, ${number(letter.bytes)} bytes, ${letter.format ? `taken for ${letter.format}, ` : ""}found at stage ${letter.stage}`),
      letter.raw ? make("pre", { tabindex: "0", "aria-label": "First bytes of the message" }, letter.raw) : null));
    const formats = group.formats.filter(([name]) => name !== "unknown").map(([name, n]) => `${name} ${number(n)}`).join(", ");
    return make("details", i ? {} : { open: "" }, make("summary", {}, make("b", {}, group.class), ` ${number(group.n)} `, make("span", { class: "meta" }, formats)), make("ul", { class: "versions" }, ...examples));
  }));
}

theme();
const names = new Map(data.topics.map((topic) => [topic.id, topic.name]));
const upward = new Map(data.topics.map((topic) => [topic.id, topic.up]));
const above = (code) => { const path = []; for (let up = upward.get(code); up; up = upward.get(up)) path.push(up); return path; };
put("stories-note", data.stories.length < data.about.stories
  ? `A fair sample of ${number(data.stories.length)} of ${plural(data.about.stories, "story", "stories")}; the counts above are of all of them.`
  : "All stories of the output. Entities are marked where the record's offsets put them.");
overview(data);
volume(data);
const browser = new StoryBrowser(data.stories, names, above);
topics(data.topics, browser);
entities(data.entities, browser);
chains(data.chains, browser);
letters(data.letters);
document.documentElement.dataset.ready = "true";
