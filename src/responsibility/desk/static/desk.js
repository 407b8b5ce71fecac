"use strict";
/* global marking */
// The desk in the browser: asks the server what is there, shows it, and sends back what a person decides.
(function () {
  let W = {};
  let state = null; // the plan on the settling screen, as the server last told it
  const settle = { at: "", later: [], chosen: -1, effect: null, spot: -1, open: new Set(), done: 0 };
  const $ = (id) => document.getElementById(id);
  const main = $("main");

  // A word of the wording, its places filled.
  const w = (key, values) => (W[key] || key).replace(/\{(\w+)\}/g, (_, name) => values?.[name] ?? "");

  // An element with attributes and children; a function under on… listens.
  function h(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  // What had the focus is drawn anew and gone: who works by keys goes on from the screen's beginning, not from the page's.
  function show(...children) {
    const held = main.contains(document.activeElement);
    main.replaceChildren(...children.flat(3).filter(Boolean));
    if (held) main.focus({ preventScroll: true });
  }

  function tell(words, bad) {
    const banner = $("banner");
    banner.hidden = !words;
    banner.textContent = words || "";
    banner.className = bad ? "banner bad" : "banner";
  }

  async function ask(path, body, file) {
    const options = body === undefined && !file ? {} : { method: "POST", body: file || JSON.stringify(body) };
    const waited = wait();
    let answer;
    try {
      answer = await fetch("/api" + path, options);
    } catch {
      tell(w("offline"), true);
      throw new Error("offline");
    } finally {
      waited();
    }
    const said = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
    if (answer.ok) return said;
    const error = new Error(said.error || String(answer.status));
    error.status = answer.status;
    throw error;
  }

  // Says after most of a second that an answer is awaited, where nothing else says so; returns what ends it.
  function wait() {
    let words;
    const timer = setTimeout(() => {
      if (document.querySelector(".busy")) return;
      words = busy("waiting");
      words.classList.add("waiting");
      document.body.append(words);
    }, 700);
    return () => { clearTimeout(timer); words?.remove(); };
  }

  // What takes its time, with the seconds that it has taken.
  function busy(key, values) {
    const started = Date.now();
    const words = h("p", { class: "busy", role: "status" });
    const tick = () => { words.textContent = w(key, { ...values, seconds: Math.round((Date.now() - started) / 1000) }); };
    tick();
    const timer = setInterval(() => (words.isConnected ? tick() : clearInterval(timer)), 1000);
    return words;
  }

  const reading = (name) => busy(/\.(doc|wps)$/i.test(name) ? "reading_old" : "reading", { name });

  // Does a thing that may be refused; what is refused is told, and nothing else changes. quiet: what was told stays.
  async function attempt(work, quiet) {
    try {
      if (!quiet) tell("");
      return await work();
    } catch (error) {
      if (error.message !== "offline") tell(error.message, true);
      return undefined;
    }
  }

  const url = (plan, rest) => `/plans/${encodeURIComponent(plan)}${rest || ""}`;
  const file = (plan, name) => `/files/${encodeURIComponent(plan)}/${name.split("/").map(encodeURIComponent).join("/")}`;
  // Where the address is. Who went on to another screen while an answer was awaited is not drawn back to the one it is for.
  const address = () => location.hash.slice(2).split("/").map(decodeURIComponent);
  const isAt = (plan, place) => {
    const [own, at] = address();
    return (own || "") === plan && (!plan || (/^(units|issue|returns)$/.test(at) ? at : "settle") === place);
  };
  const by = () => localStorage.getItem("by") || "";
  const noKeys = () => localStorage.getItem("no-keys") === "1"; // who speaks to the computer would press single keys

  // ---- the bar

  function drawBar(plan, title, place) {
    const tab = (name, label) =>
      h("a", { href: `#/${encodeURIComponent(plan)}/${name}`, "aria-current": name === place ? "page" : null }, label);
    $("bar").replaceChildren(
      ...[
        h("a", { href: "#/", class: "brand" }, w("brand")),
        plan && h("span", { class: "plan-name", title }, title),
        plan && h("nav", { "aria-label": title }, tab("settle", w("settle")), tab("units", w("units")), tab("issue", w("issue")), tab("returns", w("returns"))),
        h("div", { class: "end" },
          h("label", {}, w("by"), h("input", { value: by(), title: w("by_hint"), oninput: (e) => localStorage.setItem("by", e.target.value.trim()) })),
          h("button", { onclick: openHelp }, h("kbd", {}, "?"), w("keys"))),
      ].filter(Boolean));
    document.title = [title, w("brand")].filter(Boolean).join(" · ");
  }

  function openHelp() {
    const rows = [["1–9", "choose"], ["Enter", "enter"], ["U", "undo"], ["Shift+U", "redo"], ["0", "later"], ["R", "reason"], ["↑ ↓", "move"], ["Space", "spot"], ["F6", "pane"], ["/ G", "find"], ["M", "mark"], ["Shift+← →", "widen"], ["Alt+↑ ↓", "order"], ["H", "merge"], ["N", "new"], ["L", "late"], ["?", "help"], ["Esc", "escape"]];
    $("help").replaceChildren(
      h("h2", { id: "help-title" }, w("help_title")),
      h("dl", {}, rows.map(([key, name]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, w("help_" + name))])),
      h("p", {}, w("help_select")),
      h("p", {}, h("label", {}, h("input", { type: "checkbox", id: "no-keys", checked: noKeys(), onchange: (e) => localStorage.setItem("no-keys", e.target.checked ? "1" : "") }), " ", w("keys_off"))),
      h("button", { onclick: () => $("help").close() }, h("kbd", {}, "Esc"), w("help_escape")));
    $("help").showModal();
  }

  // ---- plans

  async function drawPlans() {
    const cards = await attempt(() => ask("/plans"));
    if (!cards || !isAt("")) return;
    main.className = "";
    drawBar("", "", "");
    show(
      h("div", { class: "head" }, h("h1", {}, w("plans"))),
      dropBox(w("drop"), w("drop_kinds"), (files) => once(async () => { for (const each of files) await takeNotice(each.name, each); }), true),
      h("div", { class: "cards" }, cards.map(drawCard)));
  }

  function drawCard(card) {
    const go = (place) => `#/${encodeURIComponent(card.id)}/${place}`;
    if (card.error) return h("article", { class: "card open" }, h("h2", {}, card.title), h("p", {}, card.error));
    const fact = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));
    const chooser = h("input", { type: "file", hidden: true, onchange: (e) => e.target.files[0] && changeNotice(card, e.target.files[0]) });
    const step = (key) => card.steps.find((each) => each.key === key);
    const terms = card.steps.filter((each) => each.is_period);
    const begun = terms.filter((each) => each.state).pop();
    const term = begun && begun.state !== "done" ? begun : terms.find((each) => !each.state) || begun;
    const next = card.open ? ["settle", w("go_settle"), w("left", { count: card.open })]
      : !step("issue").state ? ["issue", w("go_issue"), w("not_built")]
      : [`returns/${term.key}`, w("go_term", { period: term.words }), term.note ? w("got_term", { period: term.words, note: term.note }) : w("built")];
    const bar = card.steps.filter((each) => each.is_period || ["settle", "issue", "refine", "assess"].includes(each.key));
    const beside = card.steps.filter((each) => !bar.includes(each));
    const state = (each) => w(each.state ? "step_" + each.state : "step_open");
    return h("article", { class: card.open ? "card open" : "card" },
      h("h2", {}, card.title),
      (card.issuer || card.issued_on) && h("p", { class: "soft" }, [card.issuer, card.issued_on].filter(Boolean).join(" ")),
      h("dl", { class: "facts" }, fact(card.tasks, card.counts.items), fact(w("unit_count"), card.counts.units),
        card.open || !begun ? fact(w("open_count"), card.open) : fact(begun.words, begun.note)),
      h("ol", { class: "year", "aria-label": w("year") }, bar.map((each) => h("li", { class: each.state || null, title: [each.words, each.note || state(each)].join(" ") }, each.words, h("span", { class: "unseen" }, ` ${each.note || state(each)}`)))),
      h("p", { class: "soft" }, beside.map((each) => `${each.words} ${state(each)}`).join(" · ")),
      h("p", { class: card.open ? "act open" : "act" }, next[2]),
      h("p", { class: "acts" },
        h("a", { class: "button main", href: go(next[0]) }, next[1]),
        next[0] !== "settle" && h("a", { class: "button", href: go("settle") }, w("settle")),
        next[0] !== "issue" && h("a", { class: "button", href: go("issue") }, w("issue")),
        h("button", { class: "plain", onclick: () => chooser.click() }, w("notice_new")), chooser));
  }

  function dropBox(title, kinds, take, withPaste) {
    const chooser = h("input", { type: "file", multiple: !withPaste, hidden: true, onchange: (e) => take([...e.target.files]) });
    const words = h("textarea", { hidden: true, "aria-label": w("paste_here"), placeholder: w("paste_here") });
    const read = h("button", { hidden: true, class: "main", onclick: () => words.value.trim() && take([new File([words.value], "notice.txt")]) }, w("read_it"));
    const box = h("section", { class: "drop" },
      h("div", {}, h("h2", {}, title), h("p", { class: "soft" }, kinds)),
      h("button", { onclick: () => chooser.click() }, w("choose")), chooser,
      withPaste && h("button", { onclick: () => { words.hidden = read.hidden = !words.hidden; words.focus(); } }, w("paste")),
      words, read);
    main.ondragover = (event) => { event.preventDefault(); box.classList.add("over"); };
    main.ondragleave = () => box.classList.remove("over");
    main.ondrop = (event) => { event.preventDefault(); box.classList.remove("over"); take([...event.dataTransfer.files]); };
    return box;
  }

  // A corrected notice: all decisions stay, and what no longer fits is asked about first.
  const changeNotice = (card, data) => once(async () => {
    show(reading(data.name));
    const done = await attempt(() => ask(url(card.id, `/notice?name=${encodeURIComponent(data.name)}`), undefined, data));
    const words = $("banner").textContent;
    if (done) {
      settle.at = "";
      history.pushState(null, "", `#/${encodeURIComponent(card.id)}/settle`);
      await go();
      await showFormer();
      tell(done.words);
    } else { await drawPlans(); tell(words, true); }
  });

  async function takeNotice(name, data) {
    show(reading(name));
    const made = await attempt(() => ask(`/plans?name=${encodeURIComponent(name)}`, undefined, data));
    if (made) location.hash = `#/${encodeURIComponent(made.id)}/settle`;
    else { const words = $("banner").textContent; await drawPlans(); tell(words, true); }
  }

  // ---- settling

  async function drawSettle(plan) {
    const told = await attempt(() => ask(url(plan)));
    if (!told || !isAt(plan, "settle")) return;
    const other = !state || state.id !== told.id;
    if (other) Object.assign(settle, { later: [], open: new Set(), former: null });
    take(told);
    drawBar(plan, state.title, "settle");
    render();
  }

  function take(told) {
    state = told;
    const ids = ordered().map((question) => question.id);
    if (!ids.includes(settle.at)) settle.at = ids[0] || "";
    choose(-1);
  }

  // The open questions, those put off at the end.
  function ordered() {
    const late = (question) => settle.later.includes(question.id);
    return [...state.questions.filter((q) => !late(q)), ...state.questions.filter(late)];
  }

  const current = () => state.questions.find((question) => question.id === settle.at);

  // Choose a choice, or the suggested or only one; ask what it would change.
  function choose(index) {
    const question = current();
    settle.effect = null;
    settle.spot = -1;
    settle.chosen = index >= 0 || !question ? index : question.choices.findIndex((choice, _, all) => choice.suggested || all.length === 1);
    if (question && settle.chosen >= 0) settle.asked = preview(question, settle.chosen);
  }

  async function preview(question, index) {
    const effect = await attempt(() => ask(url(state.id, "/preview"), { lines: question.choices[index].lines }), true);
    if (effect && settle.at === question.id && settle.chosen === index) {
      settle.effect = effect;
      $("effect")?.replaceWith(drawEffect(effect));
    }
  }

  function render() {
    if (!isAt(state.id, "settle")) return;
    main.className = "wide";
    if (settle.former) return show(drawTrack(), h("div", { class: "settle" }, drawChanges(settle.former), drawFit(settle.former)));
    const reason = $("reason")?.value;
    const question = current();
    show(drawTrack(), h("div", { class: "settle" }, drawNotice(question), question ? drawDecision(question) : drawDone()));
    if (reason && $("reason") && !$("reason").value) $("reason").value = reason;
    const first = main.querySelector(".asked, .lit");
    if (first) first.closest(".notice").scrollTop = Math.max(0, first.offsetTop - 120);
  }

  const settled = () => state.deeds.filter((deed) => !deed.undone && !deed.question.startsWith("unit:"));

  function drawTrack() {
    const done = settled();
    const questions = ordered();
    const behind = done.map((deed) => h("li", {}, h("span", { class: "step done button", title: deed.words }, "✓ ", deed.words.slice(0, 8))));
    const open = questions.map((question) =>
      h("li", {}, h("button", {
        class: settle.later.includes(question.id) ? "step later" : "step", title: question.title,
        "aria-current": question.id === settle.at ? "step" : null,
        onclick: () => { settle.at = question.id; settle.former = null; choose(-1); render(); focusDecision(); },
      }, question.label)));
    return h("nav", { class: "track", "aria-label": w("settle") },
      h("span", { class: "count", role: "status" }, w("progress", { done: done.length, all: done.length + questions.length })),
      h("ol", {}, behind.slice(-6), open),
      state.former && !settle.former && h("button", { class: "plain", onclick: () => once(showFormer) }, w("former")),
      state.findings > 0 && h("span", { class: "soft" }, w("rest", { count: state.findings })));
  }

  function drawNotice(question) {
    const wanted = new Set((question ? question.items : []).map((item) => item.id));
    const starts = new Set(question ? question.starts : []);
    const paper = h("div", { class: "paper", id: "paper", onmouseup: selected });
    let folded = [];
    const flush = () => {
      if (folded.length) paper.append(drawFold(folded));
      folded = [];
    };
    for (const line of state.lines) {
      const own = line.parts.map((part) => part.i).filter(Boolean);
      const shown = !wanted.size || own.some((id) => wanted.has(id) || settle.open.has(id)) || (settle.open.has("") && !own.length);
      if (!shown) { folded.push(line); continue; }
      flush();
      paper.append(drawLine(line, own.some((id) => wanted.has(id)), starts));
    }
    flush();
    const mark = (kind, words) => h("span", { class: kind }, words);
    return h("section", { class: "notice", "aria-label": w("notice"), tabindex: "0", id: "notice" },
      h("p", { class: "legend" }, h("b", {}, w("notice")), mark("lead", w("lead")), mark("co-lead", w("co-lead")), mark("support", w("support")), mark("target", w("target")),
        h("button", { class: "plain", onclick: chooseWords }, h("kbd", {}, "M"), w("mark_way")),
        h("label", { class: "find" }, h("kbd", {}, "/"), h("input", { id: "find", "aria-label": w("find"), placeholder: w("find"), autocomplete: "off", value: settle.sought || "" }))),
      paper);
  }

  // Go to a task by its number, or to the next place where words stand, in the whole notice; tasks out of sight unfold.
  function find(words) {
    const pieces = state.lines.flatMap((line) => line.parts.filter((part) => part.i));
    const item = state.items.find((each) => each.number === words);
    const [after, found] = [words === settle.sought ? settle.found : -1, (part) => part.t.includes(words)];
    const part = item ? pieces.find((each) => each.i === item.id) : pieces.find((each) => each.s > after && found(each)) || pieces.find(found);
    if (!words || !part) { tell(w("find_none", { words })); return; }
    Object.assign(settle, { sought: words, found: part.s });
    settle.open.add(part.i);
    render();
    const span = document.querySelector(`#paper [data-s="${part.s}"]`);
    $("notice").scrollTop = span.offsetTop - 120;
    $("find").focus({ preventScroll: true });
  }

  // After a corrected notice: its tasks that are not the former's, beside the decisions, those that fit no more first.
  async function showFormer() {
    settle.former = await attempt(() => ask(url(state.id, "/former")), true);
    render();
    focusDecision();
  }

  function drawChanges({ changes, former }) {
    return h("section", { class: "notice", "aria-label": w("former"), tabindex: "0", id: "notice" },
      h("p", { class: "legend" }, w("former_why", { name: former })),
      h("div", { class: "paper" }, changes.map((each) => h("p", { class: "lit" },
        h("span", { class: "tag" }, `${w("where", { number: each.number })} ${w("former_" + each.kind)}`), " ",
        each.parts.map(([kind, words]) => h(kind || "span", {}, words))))));
  }

  function drawFit({ changes, deeds }) {
    const rows = [...deeds.filter((deed) => !deed.fits), ...deeds.filter((deed) => deed.fits)];
    return h("section", { class: "decide", "aria-labelledby": "question" },
      h("div", { class: "body" },
        h("h1", { id: "question", tabindex: "-1" }, changes.length ? w("former_title", { count: changes.length }) : w("former_same")),
        h("ul", { class: "fits" }, rows.map((deed) => h("li", {}, h("span", {}, deed.words), !deed.fits && turn(deed, showFormer), h("b", { class: deed.fits ? null : "later" }, w(deed.fits ? "former_fits" : "former_stale")))))),
      h("div", { class: "foot" }, h("button", { class: "main", id: "enter", onclick: decide }, h("kbd", {}, "Enter"), w("former_go"))));
  }

  function leaveFormer() {
    settle.former = null;
    render();
    focusDecision();
  }

  function drawFold(lines) {
    const ids = [...new Set(lines.flatMap((line) => line.parts.map((part) => part.i)).filter(Boolean))];
    const number = (id) => state.items.find((item) => item.id === id)?.number || id;
    const label = !ids.length ? w("folded_head") : ids.length > 1 ? w("folded", { first: number(ids[0]), last: number(ids[ids.length - 1]) }) : w("folded_one", { first: number(ids[0]) });
    return h("button", { class: "fold", onclick: () => { (ids.length ? ids : [""]).forEach((id) => settle.open.add(id)); render(); $("notice").focus({ preventScroll: true }); } }, label);
  }

  function drawLine(line, lit, starts) {
    const parts = line.parts.map((part) => {
      const asked = (starts.has(part.s) ? " asked" : "") + (part.s === settle.found ? " found" : "");
      const kind = { heading: "", clause: "", text: "" }[part.k || "text"] ?? part.k;
      const words = h("span", { "data-s": part.s, "data-i": part.i || null, class: (kind + asked).trim() || null }, part.t);
      return part.o ? [drawNumber(part), words] : words;
    });
    return h(line.level ? "h3" : "p", { class: lit ? "lit" : null }, parts);
  }

  // Before a task's words, in the margin: its number, by which it is joined, left out or made due on another day.
  function drawNumber(part) {
    const { number } = state.items.find((item) => item.id === part.i) || {};
    return h("button", { class: "number", "data-item": part.i, "aria-label": w("item_change", { number }), title: w("item_change", { number }), onclick: (event) => marks.openItem(part.i, event.currentTarget.getBoundingClientRect()) }, w("item_edit"));
  }

  function drawDecision(question) {
    const done = settled().length, place = done + ordered().findIndex((each) => each.id === question.id) + 1;
    const chosen = question.choices[settle.chosen];
    const reasonField = h("input", { id: "reason", value: chosen ? chosen.reason : "", placeholder: w("reason_hint"), autocomplete: "off" });
    return h("section", { class: "decide", "aria-labelledby": "question" },
      h("div", { class: "body" },
        h("p", { class: "step-of" }, w("step", { place, all: done + state.questions.length })),
        h("h1", { id: "question", tabindex: "-1" }, question.title),
        h("p", { class: "soft" }, question.why),
        question.items.length > 0 && h("p", { class: "places" }, question.items.slice(0, 12).map((item) =>
          h("button", { onclick: () => goTo(item.id) }, w("where", { number: item.number })))),
        h("fieldset", { class: "choices" }, h("legend", { hidden: true }, question.title), question.choices.map((choice, index) =>
          h("label", { class: "choice" },
            h("input", { type: "radio", name: "choice", value: index, checked: index === settle.chosen, onchange: () => { choose(index); refresh(question); } }),
            h("kbd", {}, index + 1),
            h("span", {}, h("b", {}, choice.words), h("span", { class: "detail" }, choice.detail)),
            choice.suggested ? h("span", { class: "tag" }, w("suggested")) : h("span", {})))),
        settle.effect ? drawEffect(settle.effect) : h("div", { id: "effect", "aria-live": "polite" }),
        h("p", { class: "reason" },
          h("label", { for: "reason" }, w("reason")),
          reasonField, drawReasons(reasonField)),
        drawHistory()),
      h("div", { class: "foot" },
        h("button", { class: "main", id: "enter", onclick: decide, disabled: settle.chosen < 0 }, h("kbd", {}, "Enter"), settle.chosen < 0 ? w("choose_first") : w("enter")),
        h("button", { onclick: undo }, h("kbd", {}, "U"), w("undo")),
        h("button", { class: "plain", onclick: putOff }, h("kbd", {}, "0"), w("later"))));
  }

  // After another choice: the reason that belongs to it, and the foot; the rest stays.
  function refresh(question) {
    const chosen = question.choices[settle.chosen];
    document.querySelectorAll("input[name=choice]").forEach((input, index) => { input.checked = index === settle.chosen; });
    const known = question.choices.map((choice) => choice.reason);
    if (chosen && (known.includes($("reason").value) || !$("reason").value)) $("reason").value = chosen.reason;
    $("enter").disabled = !chosen;
    $("enter").replaceChildren(h("kbd", {}, "Enter"), chosen ? w("enter") : w("choose_first"));
    if (!settle.effect) $("effect")?.replaceChildren();
  }

  function drawEffect(effect, id = "effect") {
    const changed = effect.counts.filter((each) => each.before !== each.after);
    const names = effect.sheets.slice(0, 8).map((each) => `${each.unit} ${each.before}→${each.after}`).join("、") + (effect.sheets.length > 8 ? "…" : "");
    return h("div", { class: "effect", id, "aria-live": id && "polite" },
      h("p", { class: "soft" }, w("effect")),
      h("ul", {}, (changed.length ? changed : effect.counts.slice(1, 3)).map((each) =>
        h("li", {}, w("counts_" + each.key), " ", each.before === each.after ? `${each.after} ${w("unchanged")}` : [`${each.before} → `, h("strong", {}, each.after)]))),
      h("p", {}, effect.sheets.length ? w("sheets_changed", { names }) : w("sheets_same")));
  }

  // Takes a decision back, or does it again, by itself, whatever was decided since.
  function turn({ number, words, undone }, after = () => {}) {
    const [path, label] = undone ? ["/redo", w("help_redo")] : ["/undo", w("undo")];
    const work = async () => { if (await send(path, { number })) await after(); };
    return h("button", { class: "plain", "aria-label": `${label} ${words}`, onclick: () => once(work) }, label);
  }

  // What was settled, the latest and all that was undone and not decided so again.
  function drawHistory(latest = 4) {
    const isAgain = (deed, index) => state.deeds.slice(index + 1).some((each) => each.question === deed.question && each.words === deed.words);
    const told = state.deeds.filter((deed, index) => !deed.undone || !isAgain(deed, index));
    const shown = told.filter((deed, index) => deed.undone || index >= told.length - latest);
    return shown.length > 0 && h("ul", { class: "history", "aria-label": w("history") }, shown.map((deed) =>
      h("li", {}, deed.undone ? [h("s", {}, deed.words), " ", w("undone")] : ["✓ ", deed.words], " ", deed.by, " ", deed.day, turn(deed))));
  }

  function drawDone() {
    const count = state.deeds.filter((deed) => !deed.undone).length;
    return h("section", { class: "decide", "aria-labelledby": "question" },
      h("div", { class: "body" },
        h("h1", { id: "question", tabindex: "-1" }, count ? w("done_title") : w("nothing_title")),
        h("p", {}, count ? w("done_why", { count }) : w("nothing_why")),
        h("p", {}, w("help_select")), drawHistory(state.deeds.length)),
      h("div", { class: "foot" },
        h("button", { class: "main", id: "enter", onclick: () => { location.hash = `#/${encodeURIComponent(state.id)}/issue`; } }, h("kbd", {}, "Enter"), w("go_issue")),
        h("button", { onclick: undo }, h("kbd", {}, "U"), w("undo"))));
  }

  const focusDecision = () => $("question")?.focus({ preventScroll: true });

  async function send(path, body) {
    try {
      const told = await ask(url(state.id, path), { ...body, version: state.version, by: by() });
      tell("");
      take(told);
    } catch (error) {
      if (error.status !== 409) { if (error.message !== "offline") tell(w("stopped", { words: error.message }), true); return false; }
      take(await ask(url(state.id)));
      tell(w("changed"));
    }
    $("reason") && ($("reason").value = "");
    render();
    focusDecision();
    return true;
  }

  let sending = false;
  async function once(work) {
    if (sending) return;
    sending = true;
    try { await work(); } finally { sending = false; }
  }

  const decide = () => once(async () => {
    if (settle.former) return leaveFormer();
    const question = current();
    if (!question) { location.hash = `#/${encodeURIComponent(state.id)}/issue`; return; }
    const choice = question.choices[settle.chosen];
    if (!choice) return;
    const reason = $("reason").value.trim();
    if (!reason) { tell(w("need_reason")); $("reason").focus(); return; }
    await settle.asked; // overtaken by the act, a preview would be refused and told as an error
    const next = ordered()[ordered().findIndex((each) => each.id === question.id) + 1];
    settle.at = next ? next.id : "";
    if (!(await send("/acts", { question: question.id, words: `${question.label}：${choice.words}`, lines: choice.lines, reason }))) settle.at = question.id;
  });

  // Take back the latest decision, and stand before its question again.
  const undo = () => once(() => {
    const last = state.deeds.filter((deed) => !deed.undone).pop();
    if (last) settle.at = last.question;
    return send("/undo", {});
  });
  const redo = () => once(() => send("/redo", {}));

  function putOff() {
    const questions = ordered();
    const at = questions.findIndex((each) => each.id === settle.at);
    if (at < 0) return;
    settle.later = [...settle.later.filter((id) => id !== settle.at), settle.at];
    settle.at = (questions[at + 1] || ordered()[0]).id;
    choose(-1);
    render();
    focusDecision();
  }

  function move(step) {
    const questions = ordered();
    const at = questions.findIndex((each) => each.id === settle.at) + step;
    if (!questions[at]) return;
    settle.at = questions[at].id;
    choose(-1);
    render();
    focusDecision();
  }

  function goTo(id) {
    const span = document.querySelector(`#paper [data-i="${CSS.escape(id)}"]`);
    if (span) $("notice").scrollTop = span.offsetTop - 60;
  }

  function nextSpot() {
    const spots = document.querySelectorAll("#paper .asked");
    if (!spots.length) return;
    settle.spot = (settle.spot + 1) % spots.length;
    $("notice").scrollTop = spots[settle.spot].offsetTop - 120;
  }

  // ---- words selected in the notice, and whole tasks

  // Where a place of the page stands in the notice, in characters.
  function place(node, offset) {
    const span = (node.nodeType === 3 ? node.parentElement : node).closest("[data-s]");
    return span ? Number(span.dataset.s) + Array.from(span.textContent.slice(0, offset)).length : -1;
  }

  function spanOf({ range, item }) {
    const { start } = state.items.find((each) => each.id === item);
    return range ? { start: place(range.startContainer, range.startOffset), end: place(range.endContainer, range.endOffset) } : { start, end: start + 1 };
  }

  const marks = marking({
    say: w, make: (tag, attributes, children) => h(tag, attributes, children), frame: () => main,
    items: () => state.items, units: () => state.units, single: () => !noKeys(), back: () => focusDecision(),
    tell: (words) => { $("live").textContent = words; },
    wantsUnit: ({ meaning }) => meaning === "alias",
    attempt: async (mark, show) => {
      try {
        const told = await ask(url(state.id, "/mark"), { meaning: mark.meaning, unit: mark.unit, typed: mark.typed, ...spanOf(mark) });
        mark.lines = told.lines;
        show(drawEffect(told.effect, null));
      } catch (error) { if (marks.isOpen()) marks.refuse(error.message); }
    },
    write: ({ words, label, typed, lines }, reason) => once(() => send("/acts", { question: `mark:${words}`, words: `${words}：${label}${typed || ""}`, lines, reason })),
  });

  const chooseWords = () => marks.enter($("paper"), document.querySelector("#paper .asked, #paper .lit"));
  const selected = (event) => { if (!event.target.closest("button") && !document.getSelection().isCollapsed) marks.openWords(); };

  // ---- units

  async function drawUnits(plan) {
    const [told, head] = [await attempt(() => ask(url(plan, "/units"))), await attempt(() => ask(url(plan)))];
    if (!told || !head || !isAt(plan, "units")) return;
    state = head;
    main.className = "";
    drawBar(plan, head.title, "units");
    const change = (act, values) => once(() => attempt(async () => {
      const done = await ask(url(plan, "/units"), { version: told.version, act, values, by: by() });
      await drawUnits(plan);
      rowOf(values)?.querySelector(`[data-act=${act}]`)?.focus();
      tell(done.words);
    }));
    const known = told.units.filter((unit) => unit.known);
    const rows = [...told.units.filter((unit) => !unit.known), ...known];
    const option = (each, mark) => h("option", { value: each.id }, mark ? `${each.short}（${w("near")}）` : each.short);
    const into = (unit) => {
      const others = known.filter((each) => each.id !== unit.id);
      const near = unit.near.map((id) => others.find((each) => each.id === id)).filter(Boolean);
      const act = (event) => { if (event.key === "Enter" && rowOf(unit)?.nextSibling?.className === "merge-row") { event.preventDefault(); rowOf(unit).nextSibling.querySelector(".main").click(); } };
      return h("select", { "aria-label": `${unit.name} ${w("merge")}`, onkeydown: act, onchange: (e) => preview(unit, others.find((each) => each.id === e.target.value), e.target) },
        h("option", { value: "" }, w("merge")), near.map((each) => option(each, true)), others.filter((each) => !near.includes(each)).map((each) => option(each, false)));
    };
    // What a merge would change is shown under the unit before anything is written; arrows pass over units that are not meant.
    const preview = async (unit, other, field) => {
      const clear = () => document.querySelector(".merge-row")?.remove();
      clear();
      if (!other) return;
      const values = { id: unit.id, into: other.id };
      const effect = await attempt(() => ask(url(plan, "/units/merge"), { act: "merge", values }));
      if (!effect || field.value !== other.id) return;
      clear();
      const go = h("button", { class: "main", onclick: () => change("merge", values) }, w("merge_do", { into: other.short }));
      const row = h("tr", { class: "merge-row" }, h("td", { colspan: "5" }, drawEffect(effect), h("p", { class: "acts" }, go, h("button", { onclick: () => drawUnits(plan) }, w("cancel")))));
      rowOf(unit)?.after(row);
    };
    const takeList = (file) => once(() => attempt(async () => {
      const query = new URLSearchParams({ name: file.name, version: told.version, by: by() });
      const done = await ask(url(plan, `/units/list?${query}`), undefined, file);
      await drawUnits(plan);
      tell(done.words);
    }));
    const list = h("input", { type: "file", hidden: true, class: "list", accept: ".xlsx,.xls,.et,.csv,.docx,.txt", onchange: (e) => e.target.files[0] && takeList(e.target.files[0]) });
    // Name and short name of a unit, asked for in the page, below the unit or above all.
    const askNames = (unit, at) => {
      $("unit-form")?.remove();
      const field = (key, value) => h("label", {}, w(key), " ", h("input", { name: key, value, required: true, autocomplete: "off" }));
      const form = h("form", { class: "reason", onsubmit: (event) => {
        event.preventDefault();
        const [name, short] = [...form.elements].map((each) => each.value.trim());
        if (name) change(unit ? "rename" : "add", { ...(unit && { id: unit.id }), name, short: short || name });
      } }, field("unit_name", unit?.name || ""), field("unit_short", unit?.short || ""),
      h("button", { class: "main" }, w(unit ? "rename" : "add")), h("button", { type: "button", onclick: () => $("unit-form").remove() }, w("cancel")));
      if (!unit) form.elements.unit_short.required = false;
      at.after(unit ? h("tr", { id: "unit-form" }, h("td", { colspan: "5" }, form)) : h("div", { id: "unit-form", class: "act" }, form));
      form.elements.unit_name.focus();
    };
    const rowOf = (unit) => document.querySelector(`tr[data-unit="${CSS.escape(unit.id || "")}"]`);
    const button = (key, work, name) => h("button", { onclick: work, "data-act": key, "aria-label": `${name} ${w(key)}` }, w(key));
    show(
      h("div", { class: "head" }, h("h1", {}, w("units")), h("button", { id: "unit-add", onclick: () => askNames(null, document.querySelector(".head")) }, h("kbd", {}, "N"), w("add")), h("button", { onclick: () => list.click() }, w("import")), list),
      h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": w("units") }, h("table", { class: "units" },
        h("thead", {}, h("tr", {}, ["unit_name", "unit_short", "unit_plans", "unit_leads"].map((key) => h("th", { scope: "col" }, w(key))), h("td", {}))),
        h("tbody", {}, rows.map((unit) => h("tr", { class: unit.known ? null : "open-row", "data-unit": unit.id },
          h("td", {}, unit.name, unit.valid_to && h("span", { class: "soft" }, ` ${w("retire")} ${unit.valid_to}`)), h("td", {}, unit.short), h("td", { class: "n" }, unit.items), h("td", { class: "n" }, unit.leads),
          h("td", {}, unit.known
            ? [button("up", () => change("up", { id: unit.id }), unit.name), " ", button("down", () => change("down", { id: unit.id }), unit.name), " ", button("rename", () => askNames(unit, rowOf(unit)), unit.name), " ", into(unit), " ", !unit.valid_to && button("retire", () => change("retire", { id: unit.id }), unit.name)]
            : [h("span", { class: "soft" }, w("unit_open"), " "), button("add", () => change("add", { name: unit.name, short: unit.short }), unit.name), " ", known.length > 0 && into(unit)])))))));
  }

  // ---- papers

  async function drawIssue(plan) {
    const [head, papers] = [await attempt(() => ask(url(plan))), await attempt(() => ask(url(plan, "/papers")))];
    if (!head || !papers || !isAt(plan, "issue")) return;
    state = head;
    main.className = "";
    drawBar(plan, head.title, "issue");
    const link = (name, words, more) => h("a", { class: "button", href: file(plan, name), "aria-label": `${words} ${name.replace(/^.*\//, "")}`, ...more }, words);
    const tab = { target: "_blank", rel: "noopener" };
    // A paper's first page, where it can be drawn, then how to have it; what no browser shows is opened by its program.
    const card = (name) => {
      const own = name.replace(/^.*\//, ""), kind = name.replace(/^.*\./, "."), prints = papers.prints.includes(kind);
      return h("article", { class: "paper-card" },
        prints && !name.includes("/") && h("img", { src: `${file(plan, name)}?as=png`, alt: "", loading: "lazy", onerror: (e) => e.target.remove() }),
        h("h2", {}, own),
        h("p", { class: "acts" }, link(name, w("open"), /html|pdf/.test(kind) ? tab : { download: own }),
          prints && link(name, w("print"), { ...tab, href: `${file(plan, name)}?as=pdf` }),
          link(name, w("save"), { download: own })));
    };
    const any = papers.top.length > 0;
    show(
      h("div", { class: "head" }, h("h1", {}, w("papers")), h("p", { class: "soft" }, head.questions.length ? w("left", { count: head.questions.length }) : w("all_settled")),
        h("button", { class: "main", id: "build", disabled: building === plan, onclick: () => build(plan) }, w("build"))),
      building === plan && busy("building"),
      any && h("div", { class: "papers" }, papers.top.map(card)),
      papers.sheets.length > 0 && [h("h2", {}, `${w("all_sheets")} ${papers.sheets.length}`), h("div", { class: "papers" }, papers.sheets.map(card))],
      papers.pictures.length > 0 && h("div", { class: "papers" }, papers.pictures.map(card)));
  }

  // Takes its time, in which a person may settle on or look elsewhere.
  let building = "";
  async function build(plan) {
    if (building) return;
    building = plan;
    $("build").disabled = true;
    main.querySelector(".head").after(busy("building"));
    const done = await attempt(() => ask(url(plan, "/build"), {}));
    building = "";
    await drawIssue(plan);
    if (done && !done.ok) tell(`${w("build_failed")}\n${done.trouble}`, true);
    else if (done) tell(done.trouble);
  }

  // ---- returns

  async function drawReturns(plan, period) {
    const head = await attempt(() => ask(url(plan)));
    if (!head || !isAt(plan, "returns")) return;
    state = head;
    const told = await attempt(() => ask(url(plan, `/returns?period=${encodeURIComponent(period || "")}`)));
    if (told) showReturns(plan, head, told);
  }

  function showReturns(plan, head, told) {
    if (!isAt(plan, "returns")) return;
    main.className = "";
    drawBar(plan, head.title, "returns");
    // However many files come, they are collected once, behind the last; for the period that is seen, its answer awaited or not.
    const send = (files) => once(async () => {
      const troubles = [], period = $("period").value;
      let done;
      for (const [index, each] of files.entries()) {
        tell(`${w("collecting")} ${index + 1}/${files.length}`);
        const more = index + 1 < files.length ? "&more=1" : "";
        done = await attempt(() => ask(url(plan, `/returns?period=${period}&name=${encodeURIComponent(each.name)}${more}`), undefined, each), true);
        if (!done) return;
        troubles.push(done.trouble);
      }
      if (!done) return;
      showReturns(plan, head, done);
      tell([done.words, ...troubles].filter(Boolean).join("\n"), !done.ok);
    });
    const remind = () => once(async () => {
      tell(w("collecting"));
      const done = await attempt(() => ask(url(plan, "/remind"), { period: $("period").value }), true);
      if (done) { showReturns(plan, head, done); tell([done.words, done.trouble].filter(Boolean).join("\n")); }
    });
    const names = Object.fromEntries(head.units.map((unit) => [unit.id, unit.short]));
    const numbers = Object.fromEntries(head.items.map((item) => [item.id, item]));
    const missing = told.reports.filter((row) => row.state === "missing");
    show(
      h("div", { class: "head" }, h("h1", {}, w("returns")),
        h("label", {}, w("period"), " ", h("select", { id: "period", onchange: async (e) => { await drawReturns(plan, e.target.value); $("period")?.focus(); } }, Object.entries(told.periods).map(([id, words]) => h("option", { value: id, selected: id === told.period }, words)))),
        told.reports.length > 0 && h("p", {}, w("got", { got: told.reports.length - missing.length, all: told.reports.length })),
        missing.length > 0 && h("button", { onclick: remind }, w("remind"))),
      dropBox(w("drop_returns"), w("drop_returns_kinds"), send, false),
      !told.reports.length && h("p", { class: "soft" }, w("no_returns")),
      told.reports.length > 0 && h("div", { class: "chips" }, told.reports.map((row) => h("span", { class: row.state === "missing" ? "chip missing" : "chip" }, names[row.unit_id] || row.unit_id, row.state === "missing" ? ` ${w("missing")}` : ""))),
      (told.unplaced.length > 0 || told.undo) && drawPlacing(plan, head, told, (done) => {
        showReturns(plan, head, done);
        tell([done.words, done.trouble].filter(Boolean).join("\n"), done.ok === false);
        ($("placing-title") || main).focus({ preventScroll: true });
      }),
      told.lights.length > 0 && [
        h("p", { class: "counts" }, h("button", { id: "late", "aria-pressed": String(Boolean(told.late)), onclick: () => { showReturns(plan, head, { ...told, late: !told.late }); $("late").focus(); } }, h("kbd", {}, "L"), w("late")), [...new Map(told.lights.map((row) => [row.light, row.words]))].map(([light, words]) =>
          h("span", { class: `light ${light}` }, `${words} `, h("strong", {}, told.lights.filter((row) => row.light === light).length)))),
        h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": w("light") }, h("table", {},
          h("thead", {}, h("tr", {}, ["number", "tasks", "lead", "due", "share", "light"].map((key) => h("th", { scope: "col" }, w(key))))),
          h("tbody", {}, told.lights.filter((row) => !told.late || /^(red|unreported)$/.test(row.light)).map((row) => drawLight(row, numbers[row.item_id] || {}, names[row.unit_id] || "")))))],
      told.files.length > 0 && h("div", { class: "papers" }, told.files.filter((name) => /\.(docx|xlsx)$/.test(name) && !/\/next\//.test(name)).map((name) =>
        h("article", { class: "paper-card" }, h("h2", {}, name.replace(/^.*\//, "")), h("p", { class: "acts" }, h("a", { class: "button", href: file(plan, name), download: name.replace(/^.*\//, "") }, w("save")))))));
  }

  // A task's light, beside what was reported and what was due by then.
  const drawLight = (row, item, lead) => h("tr", {},
    h("td", {}, item.number || row.item_id), h("td", {}, item.title || ""), h("td", {}, lead), h("td", {}, item.due || row.due),
    h("td", { class: "n" }, row.percent && [h("progress", { max: 100, value: row.percent, "aria-label": w("share") }), ` ${row.percent}%`], row.expected && ` ${w("expected", { share: row.expected })}`),
    h("td", {}, h("span", { class: `light ${row.light}` }, row.words)));

  // A row that could not be placed, one at a time: the likeliest tasks first, then all that its unit has a part in.
  function drawPlacing(plan, head, told, show) {
    const row = told.unplaced[0];
    const send = (path, body) => once(async () => {
      tell(w("collecting"));
      const done = await attempt(() => ask(url(plan, path), { ...body, version: told.version, period: told.period, by: by() }), true);
      if (done) show(done);
    });
    const undo = told.undo && h("button", { id: "place-undo", onclick: () => send("/returns/undo", {}) }, h("kbd", {}, "U"), `${w("undo")} ${told.undo}`);
    if (!row) return h("p", { class: "acts" }, undo);
    const item = (id) => head.items.find((each) => each.id === id);
    const name = (id) => `${w("where", { number: item(id).number })} ${item(id).title}`;
    const unit = row.unit_id || "";
    const unitName = head.units.find((each) => each.id === unit)?.short || row.file;
    const others = h("select", { "aria-label": w("place_other"), onchange: (e) => { e.target.closest("label").querySelector("input").checked = true; } });
    const fill = (id) => others.replaceChildren(...(told.owed[id] || head.items.map((each) => each.id)).filter((each) => item(each)).map((each) => h("option", { value: each }, name(each))));
    fill(unit);
    const whose = !unit && h("select", { "aria-label": w("place_unit"), onchange: (e) => fill(e.target.value) },
      h("option", { value: "" }, w("place_unit")), head.units.map((each) => h("option", { value: each.id }, each.short)));
    const ways = [...row.likely.filter(item).map((id, index) => ({ value: id, words: name(id), suggested: index === 0 && unit })),
      { value: "other", words: w("place_other"), more: others }, { value: "none", words: w("place_none") }];
    const reason = h("input", { id: "place-reason", placeholder: w("reason_hint"), autocomplete: "off" });
    const place = () => {
      const chosen = document.querySelector("input[name=place]:checked")?.value;
      if (!chosen || (whose && !whose.value && chosen !== "none")) { tell(w("choose_first")); return; }
      if (!reason.value.trim()) { tell(w("need_reason")); reason.focus(); return; }
      send("/returns/place", { file: row.file, place: row.place, unit: whose ? whose.value : "", item: chosen === "other" ? others.value : chosen, reason: reason.value });
    };
    const later = () => show({ ...told, unplaced: [...told.unplaced.slice(1), row] });
    return h("section", { class: "placing", id: "placing", "aria-labelledby": "placing-title" },
      h("p", { class: "step-of" }, w("unplaced", { count: told.unplaced.length })),
      h("h2", { id: "placing-title", tabindex: "-1" }, w("place_title", { unit: unitName })),
      h("p", { class: "soft" }, `${row.file} ${row.place}：${row.why}`),
      h("blockquote", {}, row.words.map((words) => h("p", {}, words))), whose,
      h("fieldset", { class: "choices" }, h("legend", { hidden: true }, w("place_title", { unit: unitName })), ways.map((way, index) =>
        h("label", { class: "choice" }, h("input", { type: "radio", name: "place", value: way.value, checked: way.suggested }), h("kbd", {}, index + 1),
          h("span", {}, h("b", {}, way.words), way.more && [" ", way.more]), way.suggested ? h("span", { class: "tag" }, w("suggested")) : h("span", {})))),
      h("p", { class: "reason" }, h("label", { for: "place-reason" }, w("reason")), reason, drawReasons(reason)),
      h("p", { class: "acts" }, h("button", { class: "main", id: "place-enter", onclick: place }, h("kbd", {}, "Enter"), w("place_enter")), undo,
        told.unplaced.length > 1 && h("button", { class: "plain", id: "place-later", onclick: later }, h("kbd", {}, "0"), w("later"))));
  }

  const listReasons = () => w("reason_list").split("；");

  // Reasons that are often given, for the field beside; where that is empty a digit takes one.
  const drawReasons = (field) => h("select", { "aria-label": w("reasons"), onchange: (e) => { if (e.target.value) field.value = e.target.value; e.target.selectedIndex = 0; } },
    h("option", { value: "" }, w("reasons")), listReasons().map((each, index) => h("option", { value: each }, `${index + 1} ${each}`)));

  // ---- keys and ways

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || $("help").open || event.metaKey) return;
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "radio";
    const settling = main.className === "wide";
    if (event.altKey) { if (/^Arrow(Up|Down)$/.test(event.key) && unitKey(event)) event.preventDefault(); return; }
    if (event.key === "Escape") { marks.leave(); tell(""); if (settle.former) leaveFormer(); else if (!settling) main.focus(); if (field) event.target.blur(); return; }
    if (event.key === "Enter" && event.target.id === "find") { event.preventDefault(); find(event.target.value.trim()); return; }
    if (event.key === "F6" && settling) { event.preventDefault(); ($("notice").contains(event.target) ? $("question") : $("notice")).focus({ preventScroll: true }); return; }
    const usual = /reason$/.test(event.target.id) && !event.target.value && /^[1-9]$/.test(event.key) && listReasons()[event.key - 1];
    if (usual) { event.preventDefault(); event.target.value = usual; return; }
    if (field && !(event.key === "Enter" && /reason$/.test(event.target.id))) return;
    const taking = event.ctrlKey && event.key.toLowerCase() === "z";
    if (event.ctrlKey ? !taking : event.key.length === 1 && noKeys()) return; // other keys with Ctrl are the browser's own
    const letter = taking ? "u" : event.key.length > 1 ? event.key : event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase(); // with Caps Lock too
    const act = () => {
      if (event.key === "?") return openHelp;
      if ($("unit-add")) return unitKey(event, letter);
      if (letter === "l" && $("late")) return () => $("late").click();
      const placing = $("placing");
      if (placing) {
        if (/^[1-9]$/.test(event.key)) return () => placing.querySelectorAll("input[type=radio]")[event.key - 1]?.click();
        const key = { Enter: /^(BUTTON|A)$/.test(event.target.tagName) ? "" : "place-enter", u: "place-undo", 0: "place-later", r: "place-reason" }[letter];
        return key && $(key) ? () => (key === "place-reason" ? $(key).focus() : $(key).click()) : null;
      }
      if (letter === "u" && $("place-undo")) return () => $("place-undo").click();
      if (!settling) return null;
      if (/^[1-9]$/.test(event.key) && !settle.former) {
        const question = current();
        return question && question.choices[event.key - 1] ? () => { choose(event.key - 1); refresh(question); } : null;
      }
      if (settle.former && event.key !== "Enter") return null;
      const button = event.target.tagName === "BUTTON" || event.target.tagName === "A";
      return {
        Enter: button ? null : decide, u: undo, U: redo, 0: putOff, ArrowDown: () => move(1), ArrowUp: () => move(-1),
        r: () => $("reason")?.focus(), m: chooseWords, "/": seek, g: seek, " ": button ? null : nextSpot,
      }[letter];
    };
    const wanted = act();
    if (wanted) { event.preventDefault(); wanted(); }
  });

  const seek = () => { $("find")?.focus(); $("find")?.select(); };

  // Take back what was done last, or do again what was taken back behind it, where it was done with a unit.
  const turnUnit = (again) => once(() => attempt(async () => {
    const at = state.deeds.findLastIndex((deed) => !deed.undone);
    const deed = state.deeds[again ? at + 1 : at];
    if (!deed?.question.startsWith("unit:")) return tell(w("undo_none"));
    await ask(url(state.id, again ? "/redo" : "/undo"), { version: state.version, by: by(), number: deed.number });
    await drawUnits(state.id);
    tell(`${w(again ? "help_redo" : "undone")} ${deed.words}`);
  }));

  // What a key does with the unit whose row has the focus, or with the first that is open.
  function unitKey(event, letter) {
    const rows = [...document.querySelectorAll("tr[data-unit]")];
    const own = event.target.closest?.("tr[data-unit]");
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (way && event.altKey) return own?.querySelector(`[data-act=${way < 0 ? "up" : "down"}]`)?.click() ?? Boolean(own);
    if (way) return () => rows[own ? rows.indexOf(own) + way : 0]?.querySelector("button, select").focus();
    return {
      u: () => turnUnit(false), U: () => turnUnit(true), h: () => (own || rows[0])?.querySelector("select")?.focus(),
      n: () => (own?.querySelector("[data-act=add]") || $("unit-add")).click(),
    }[letter];
  }

  // A plan of problems has words of its own; one that cannot be read is told in those of the desk.
  let speaks = "";
  async function speakAs(plan) {
    W = await ask(plan ? `/words?plan=${encodeURIComponent(plan)}` : "/words").catch(() => W);
    speaks = plan;
  }

  async function go() {
    tell("");
    const [plan, place, period] = address();
    if ((plan || "") !== speaks) await speakAs(plan || "");
    if (!plan) await drawPlans();
    else if (place === "units") await drawUnits(plan);
    else if (place === "issue") await drawIssue(plan);
    else if (place === "returns") await drawReturns(plan, period);
    else await drawSettle(plan);
    main.focus({ preventScroll: true });
  }

  // Another window, Excel or git may have changed the files meanwhile: who comes back sees them as they are.
  window.addEventListener("focus", async () => {
    if (main.className !== "wide" || !state || sending || marks.isOpen()) return;
    const told = await attempt(() => ask(url(state.id)), true);
    if (!told || told.version === state.version || main.className !== "wide" || told.id !== state.id) return;
    take(told);
    render();
    tell(w("changed"));
  });

  window.addEventListener("hashchange", go);
  ask("/words").then((words) => {
    W = words;
    document.documentElement.lang = words.language;
    $("skip").textContent = w("skip");
    $("skip").onclick = (event) => { event.preventDefault(); main.focus(); }; // its address is no screen's
    return go();
  });
})();
