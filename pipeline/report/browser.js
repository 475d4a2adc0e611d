// The story browser: search, facets, a list to go through with the keys, and the story with its entities marked.
"use strict";

const FACETS = [
  ["provider", "Provider", (story) => [story.provider]],
  ["format", "Format", (story) => [story.format]],
  ["language", "Language", (story) => [story.language]],
  ["status", "Status and signals", (story) => [story.status, ...(story.signals ?? [])]],
  ["topic", "Topic", (story) => story.paths],
  ["entity", "Entity", (story) => (story.entities ?? []).map(([kind, name]) => `${name} (${kind})`)],
];
const OPTIONS = 60;

class StoryBrowser {
  constructor(stories, topicNames, above) {
    this.stories = stories;
    this.names = topicNames;
    this.byId = new Map(stories.map((story) => [story.id, story]));
    for (const story of stories) {
      story.paths = [...new Set((story.topics ?? []).flatMap((code) => [code, ...above(code)]))];
      story.haystack = [story.headline, story.body, story.byline, story.uri, ...(story.keywords ?? [])].join("\n").toLocaleLowerCase();
    }
    this.list = document.getElementById("list");
    this.article = document.getElementById("story");
    this.search = document.getElementById("search");
    this.selects = new Map(FACETS.map(([key, title]) => [key, this.facet(key, title)]));
    this.second = null;
    this.listen();
    this.filter();
    this.open(this.byId.get(location.hash.replace("#story=", "")) ?? this.found[0]);
  }

  facet(key, title) {
    const select = make("select", { name: key, id: `facet-${key}` });
    document.getElementById("facets").append(make("label", { for: select.id }, title, select));
    return select;
  }

  listen() {
    const form = document.getElementById("filters");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { this.second = null; for (const select of this.selects.values()) select.value = ""; this.filter(); }));
    form.addEventListener("input", () => { this.second = null; this.filter(); });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest(".item");
      if (item) this.open(this.byId.get(item.dataset.id), true);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
      event.preventDefault();
      this.search.focus();
    });
  }

  /** Does a story pass every facet but one? The options of that one are counted among such stories. */
  passes(story, but) {
    const words = this.search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (!words.every((word) => story.haystack.includes(word))) return false;
    if (this.second && !FACETS[5][2](story).includes(this.second)) return false;
    return FACETS.every(([key, , values]) => key === but || !this.selects.get(key).value || values(story).includes(this.selects.get(key).value));
  }

  filter() {
    this.found = this.stories.filter((story) => this.passes(story));
    for (const [key, , values] of FACETS) this.fill(key, values);
    const all = this.found.length === this.stories.length;
    document.getElementById("matches").textContent = all ? `All ${plural(this.stories.length, "story", "stories")}` : `${number(this.found.length)} of ${plural(this.stories.length, "story", "stories")}` + (this.second ? `, also naming ${this.second}` : "");
    document.getElementById("clear").hidden = all && !this.search.value;
    this.list.replaceChildren(...this.found.map((story) => this.item(story)));
    if (!this.found.length) this.list.append(make("div", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, "No story matches."));
    this.mark();
  }

  fill(key, values) {
    const select = this.selects.get(key), chosen = select.value;
    const counts = d3.rollup(this.stories.filter((story) => this.passes(story, key)).flatMap((story) => [...new Set(values(story))]), (group) => group.length, (value) => value);
    const top = [...counts].sort((a, b) => b[1] - a[1] || d3.ascending(a[0], b[0])).slice(0, OPTIONS);
    if (chosen && !top.some(([value]) => value === chosen)) top.unshift([chosen, counts.get(chosen) ?? 0]);
    const name = (value) => (key === "topic" ? this.names.get(value) ?? value : value);
    select.replaceChildren(make("option", { value: "" }, "Any"), ...top.map(([value, n]) => make("option", { value }, `${name(value)} · ${number(n)}`)));
    select.value = chosen;
  }

  item(story) {
    const tags = [story.status === "usable" ? null : story.status, ...(story.signals ?? [])].filter(Boolean);
    const ended = story.status === "canceled" ? " ended" : "";
    return make("div", { role: "option", id: `item-${story.id}`, class: `item${ended}`, "data-id": story.id, "aria-selected": "false" },
      make("b", {}, story.headline || story.slug || "(no headline)"),
      make("span", { class: "meta" }, `${story.provider} · ${clock(story.t)}`, tags.length ? ` · ${tags.join(", ")}` : ""));
  }

  key(event) {
    const at = this.found.indexOf(this.current);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.found.length - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (event.key === "Enter") this.article.focus();
    if (to === undefined || !this.found.length) return;
    event.preventDefault();
    this.open(this.found[Math.max(0, Math.min(this.found.length - 1, to))]);
  }

  /** Sets facets from outside (a topic of the tree, an entity, a pair) and goes to the stories. */
  choose(values, second = null) {
    document.getElementById("filters").reset();
    setTimeout(() => {
      this.second = second;
      for (const [key, value] of Object.entries(values)) {
        const select = this.selects.get(key);
        if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value }, value));
        select.value = value;
      }
      this.filter();
      this.open(this.found[0]);
      document.getElementById("stories").scrollIntoView();
      this.list.focus({ preventScroll: true });
    }, 5);
  }

  go(id) {
    if (!this.found.includes(this.byId.get(id))) { document.getElementById("filters").reset(); }
    setTimeout(() => { this.open(this.byId.get(id)); document.getElementById("stories").scrollIntoView(); this.article.focus({ preventScroll: true }); }, 10);
  }

  open(story, byHand = false) {
    this.current = story;
    this.article.replaceChildren(...(story ? this.render(story) : [make("p", { class: "none" }, "No story to show.")]));
    this.article.scrollTop = 0;
    this.mark();
    if (byHand && matchMedia("(max-width: 48rem)").matches) this.article.scrollIntoView();
  }

  mark() {
    for (const item of this.list.querySelectorAll("[aria-selected=true]")) item.setAttribute("aria-selected", "false");
    const item = this.current && document.getElementById(`item-${this.current.id}`);
    if (!item) return this.list.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    this.list.setAttribute("aria-activedescendant", item.id);
    const top = item.offsetTop - this.list.offsetTop;
    if (top < this.list.scrollTop || top + item.offsetHeight > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top - 60;
  }

  render(story) {
    const back = make("button", { id: "back", type: "button", on: () => { this.list.scrollIntoView({ block: "center" }); this.list.focus({ preventScroll: true }); } }, "Back to the list");
    const tags = [...new Set([story.status, ...(story.signals ?? [])])].filter((tag) => tag !== "usable");
    const body = make("div", { class: "text" });
    if (story.dateline) body.append(make("span", { class: "dateline" }, story.dateline), " – ");
    body.append(...this.marked(story, 1, story.body ?? ""));
    if (story.cut) body.append(make("p", { class: "meta" }, `… ${number(story.cut)} more characters are in the output.`));
    return [back,
      make("div", { class: "meta" }, `${story.provider} · ${clock(story.t)} · ${story.format} · ${story.language}`),
      make("h3", {}, ...this.marked(story, 0, story.headline || story.slug || "(no headline)")),
      tags.length ? make("p", {}, ...tags.map((tag) => make("span", { class: `tag ${tag}` }, tag))) : null,
      story.embargo ? make("p", { class: "note" }, story.embargo.startsWith("9999") ? "Under an embargo without end." : `Embargo until ${clock(story.embargo)}.`) : null,
      story.note ? make("p", { class: "note" }, story.note) : null,
      story.byline ? make("p", { class: "meta" }, `By ${story.byline}`) : null,
      body,
      ...(story.credits ?? []).map((credit) => make("p", { class: "meta" }, credit)),
      make("div", { class: "chips" }, ...(story.entities ?? []).slice(0, 24).map((entity) => this.chip(entity))),
      this.facts(story)].filter(Boolean);
  }

  chip([kind, name]) {
    const chip = make("button", { type: "button", title: kind, on: () => this.choose({ entity: `${name} (${kind})` }) }, name);
    chip.style.borderBottomColor = `var(--${KINDS.includes(kind) ? kind : "other"}-line)`;
    return chip;
  }

  /** Offsets count code points; a JavaScript string counts UTF-16 units, so it is taken apart first. */
  marked(story, field, text) {
    const points = Array.from(text), parts = [];
    let at = 0;
    for (const [where, start, end, entity] of (story.marks ?? []).filter((mark) => mark[0] === field).sort((a, b) => a[1] - b[1])) {
      if (start < at || end > points.length) continue;
      const [kind, name] = story.entities[entity];
      parts.push(points.slice(at, start).join(""), make("mark", { class: kind, title: `${kind}: ${name}`, "data-start": start, "data-end": end, "data-field": where ? "body" : "headline" }, points.slice(start, end).join("")));
      at = end;
    }
    parts.push(points.slice(at).join(""));
    return parts.filter((part) => part !== "");
  }

  facts(story) {
    const links = (ids) => ids.map((id) => this.byId.has(id) ? make("button", { class: "link", type: "button", on: () => this.go(id) }, this.byId.get(id).headline || id) : id);
    const rows = [
      ["Topics", (story.topics ?? []).map((code) => this.names.get(code) ?? code).join(", ")],
      ["Keywords", (story.keywords ?? []).join(", ")],
      ["In its chain", story.relation],
      ["Nearly the same as", story.near ? links([story.near])[0] : null],
      ["Identity", story.uri + (story.version ? `, version ${story.version}` : "")],
      ["Record", story.id],
      ["Read from", story.from],
    ];
    return make("dl", {}, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
  }
}
