/* Settle: one decision at a time by keys, held as it is made. */
var Settle = (function () {
  "use strict";

  var world = Page.world, make = Page.make, say = Page.say, id = Page.id, box = id("settle-desk");
  var MARK = "mark:", questions = world.questions, acts = {}, order = [], gone = [], later = [], now = null, chosen = -1, spot = -1, told = {};

  function questionAt(key) { return questions.filter(function (each) { return each.id === key; })[0]; }
  function isSettled(question) { return Object.prototype.hasOwnProperty.call(acts, question.id); }
  function isOpen(question) { return !isSettled(question); }
  function isMark(key) { return key.indexOf(MARK) === 0; }

  /* What is open, what was put off last. */
  function open() {
    var left = questions.filter(isOpen);
    return left.filter(function (each) { return later.indexOf(each.id) < 0; }).concat(
      later.map(questionAt).filter(function (each) { return each && isOpen(each); })
    );
  }

  function hold() {
    Keep.write("acts", order.map(function (key) { return acts[key]; }));
    Keep.write("by", told.by ? told.by.value : "");
  }

  /* What was held before: less what the files say by now; what no question asks any more is told and kept. */
  function recall() {
    Keep.read("acts", []).forEach(function (act) {
      var known = act.lines.every(function (line) { return Keep.isKept(line[0], line[1]); });
      if (known) { return; }
      acts[act.id] = act;
      order.push(act.id);
    });
  }

  function today() {
    var day = new Date(), two = function (number) { return (number < 10 ? "0" : "") + number; };
    return day.getFullYear() + "-" + two(day.getMonth() + 1) + "-" + two(day.getDate());
  }

  /* Lines to be written, by file, what is tried in the section below among them. */
  function rowsOf(name) {
    var rows = [];
    order.forEach(function (key) {
      acts[key].lines.forEach(function (line) { if (line[0] === name) { rows.push(line[1]); } });
    });
    return rows.concat(name === "overrides.csv" && Page.whatif ? Page.whatif.rows() : []);
  }

  function files() {
    return world.files.filter(function (file) { return rowsOf(file.name).length; }).map(function (file) {
      return { name: "matrix/plans/" + world.plan + "/" + file.name, text: "\ufeff" + Keep.merge(file.name, rowsOf(file.name)) };
    });
  }

  function download() { Keep.save(world.plan + ".zip", Keep.zip(files())); }

  function choose(place) {
    chosen = place;
    Page.all("input[type=radio]", box).forEach(function (radio, index) { radio.checked = index === place; });
    told.reason.value = now.answers[place].words;
    told.effect.textContent = effectOf(now.answers[place]);
    told.decide.disabled = false;
  }

  /* What an answer writes, and whose number of leads it changes. */
  function effectOf(answer) {
    var words = world.files.map(function (file) {
      var count = answer.lines.filter(function (line) { return line[0] === file.name; }).length;
      return count ? say("settle-writes", { file: file.name, count: count }) : "";
    }).filter(Boolean);
    var changed = leadsAfter(answer).map(function (each) { return say("settle-leads", each); });
    return words.concat(changed.length ? changed.slice(0, 4) : [say("settle-same")]).join(say("settle-stop"));
  }

  function leadsAfter(answer) {
    var seen = {};
    answer.lines.forEach(function (line) {
      var item = Page.itemAt[line[1].item_id], unit = Page.unitAt[line[1].unit_id];
      if (line[0] !== "overrides.csv" || item === undefined || unit === undefined || !line[1].role) { return; }
      var more = (line[1].role === "lead" ? 1 : 0) - (world.issued[item][unit] === 0 ? 1 : 0);
      seen[unit] = (seen[unit] || 0) + more;
    });
    return Object.keys(seen).filter(function (unit) { return seen[unit]; }).map(function (unit) {
      var had = world.issued.filter(function (row) { return row[unit] === 0; }).length;
      return { unit: Page.unitName(unit), before: had, after: had + seen[unit] };
    });
  }

  function decide() {
    if (!now) { return; }
    if (chosen < 0) { Page.announce(say("desk-choose_first")); return; }
    var answer = now.answers[chosen], done = write(now.id, now.title, answer.words, answer.lines, told.reason.value.trim() || answer.words);
    goOn(done);
  }

  /* Hold a decision, the last word on what it is about, with why, who and when; returns how it is told. */
  function write(key, title, words, lines, why) {
    var word = { reason: why, by: told.by ? told.by.value.trim() : Keep.read("by", ""), day: today() };
    order = order.filter(function (each) { return each !== key; }).concat(key);
    acts[key] = { id: key, title: title, words: words, lines: lines.map(function (line) {
      var values = {};
      [word, line[1]].forEach(function (cells) { Object.keys(cells).forEach(function (column) { values[column] = cells[column]; }); });
      return [line[0], values];
    }) };
    hold();
    return say("settle-done", { title: title, words: words });
  }

  /* What words or a task were said to be; the question that is open stays. */
  function mend(key, title, words, lines, why) {
    var done = write(MARK + key, title, words, lines, why);
    show(now && isOpen(now) ? now : open()[0] || null, false);
    Page.announce(done);
  }

  /* Take back what was decided last, or one that is named, and go to it. */
  function undo(key) {
    var last = key || order[order.length - 1];
    if (last === undefined) { Page.announce(say("settle-nothing")); return; }
    var title = acts[last].title;
    gone.push(acts[last]);
    delete acts[last];
    order = order.filter(function (each) { return each !== last; });
    hold();
    show(questionAt(last) || open()[0] || null, true);
    Page.announce(say("desk-undone") + " " + title);
  }

  /* Do again what was taken back last; what was decided otherwise since stays so. */
  function redo() {
    var act = gone.pop();
    while (act && acts[act.id]) { act = gone.pop(); }
    if (!act) { Page.announce(say("settle-nothing")); return; }
    acts[act.id] = act;
    order.push(act.id);
    hold();
    goOn(say("settle-done", { title: act.title, words: act.words }));
  }

  /* Bring the next task in question into sight, of those that are printed beside it. */
  function nextSpot() {
    var places = Page.all(".quote p", box);
    if (!places.length) { return; }
    spot = (spot + 1) % places.length;
    places[spot].parentNode.scrollTop = places[spot].offsetTop - places[0].offsetTop;
  }

  function putOff() {
    if (!now || isSettled(now)) { return; }
    later = later.filter(function (key) { return key !== now.id; }).concat(now.id);
    goOn(say("desk-later"));
  }

  /* The question before or behind, settled or not. */
  function move(step) {
    var next = questions[questions.indexOf(now) + step];
    if (next) { show(next, true); }
  }

  function goOn(words) {
    show(open()[0] || null, true);
    Page.announce(words + " " + progress());
  }

  function settled() { return questions.filter(isSettled).length; }
  function progress() { return say("desk-progress", { done: settled(), all: questions.length }); }

  function show(question, focus) {
    var wasOpen = box.querySelector(".keys[open]");
    now = question;
    chosen = spot = -1;
    box.textContent = "";
    box.appendChild(banner());
    box.appendChild(track());
    box.appendChild(now ? make("div", { "class": "pair" }, [quote(now), ask(now)]) : finished());
    box.appendChild(keys(wasOpen));
    if (now) { preset(); }
    if (focus) { box.querySelector("h3").focus({ preventScroll: true }); }
  }

  /* Chosen from the start is only what was chosen before, what custom says, or the only answer. */
  function preset() {
    now.answers.forEach(function (answer, place) {
      if (isSettled(now) ? acts[now.id].words === answer.words : answer.usual || now.answers.length === 1) { choose(place); }
    });
  }

  function button(words, keys, act, kind) {
    var node = make("button", kind ? { type: "button", "class": kind } : { type: "button" }, keys ? [make("kbd", {}, keys), words] : words);
    node.onclick = act;
    return node;
  }

  function banner() {
    var tried = Page.whatif ? Page.whatif.rows().length : 0, held = order.length;
    var take = button(say("settle-download", { count: held + (tried ? 1 : 0) }), "", download);
    take.disabled = !held && !tried;
    var where = say(!Keep.isLasting() ? "settle-unheld" : held ? "settle-held" : "settle-alone", { count: held });
    return make("div", { "class": "held" }, [make("p", {}, [make("b", {}, where), " " + say("settle-put", { plan: world.plan })]), take]);
  }

  function track() {
    var steps = questions.map(function (question) {
      var state = question === now ? "at" : isSettled(question) ? "done" : later.indexOf(question.id) >= 0 ? "later" : "";
      var step = button(question.label, "", function () { show(question, true); }, state);
      step.setAttribute("aria-label", question.label + (state === "at" || !state ? "" : " " + say(state === "done" ? "desk-all_settled" : "desk-later")));
      if (question === now) { step.setAttribute("aria-current", "step"); }
      return make("li", {}, step);
    });
    order.filter(isMark).forEach(function (key) {
      steps.push(make("li", {}, make("span", { "class": "done" }, acts[key].title + " " + acts[key].words)));
    });
    return make("div", { "class": "track" }, [make("p", { role: "status" }, progress()), make("ol", {}, steps)]);
  }

  /* The tasks in question as printed, with their marks. */
  function quote(question) {
    var parts = question.items.map(function (item) {
      var lines = Page.all('.paper [data-i="' + world.items[item].id + '"]').map(function (node) {
        var copy = node.cloneNode(true);
        [copy].concat(Page.all("[id]", copy)).forEach(function (each) { each.removeAttribute("id"); });
        return copy;
      });
      return make("p", {}, [Mend.number(world.items[item].id)].concat(lines));
    });
    var kind = { "class": "paper quote", tabindex: "0", role: "region", "aria-label": say("settle-quote") };
    return make("div", {}, [Mend.way(), make("div", kind, parts.length ? parts : make("p", { "class": "note" }, say("settle-no-place")))]);
  }

  function ask(question) {
    told = {
      reason: make("input", { type: "text", id: "settle-reason", autocomplete: "off" }), effect: make("p", { "class": "effect", "aria-live": "polite" }),
      by: make("input", { type: "text", id: "settle-by", autocomplete: "off", size: "8" }), decide: button(say("desk-enter"), "Enter", decide, "main")
    };
    told.by.value = Keep.read("by", "");
    told.by.onchange = hold;
    told.decide.disabled = true;
    var back = button(say("desk-undo"), "U", function () { undo(isSettled(question) ? question.id : undefined); });
    back.disabled = !order.length;
    return make("div", { "class": "ask" }, [
      make("p", { "class": "kicker" }, say("desk-step", { place: questions.indexOf(question) + 1, all: questions.length })),
      make("h3", { tabindex: "-1" }, question.title), make("p", {}, question.why), details(question), answers(question), told.effect,
      make("p", { "class": "word" }, [
        make("label", { "for": "settle-reason" }, say("reason")), told.reason, make("label", { "for": "settle-by" }, say("by")), told.by
      ]),
      make("p", { "class": "foot" }, [told.decide, back, button(say("desk-later"), "0", putOff)])
    ]);
  }

  function details(question) {
    return make("ul", { "class": "who" }, question.details.map(function (words) { return make("li", {}, words); }));
  }

  function answers(question) {
    return make("div", { role: "radiogroup", "aria-label": question.title }, question.answers.map(function (answer, place) {
      var radio = make("input", { type: "radio", name: "answer" });
      radio.onchange = function () { choose(place); };
      var words = [radio, make("kbd", {}, String(place + 1)), make("b", {}, answer.words)];
      return make("label", { "class": "answer" }, answer.usual ? words.concat(make("i", {}, say("desk-suggested"))) : words);
    }));
  }

  /* What the keys do, and a way to have none that is a single sign: who speaks to the computer would press them. */
  function keys(isOpen) {
    var off = make("input", { type: "checkbox", id: "settle-no-keys" });
    off.checked = Keep.read("no-keys", false);
    off.onchange = function () { Keep.write("no-keys", off.checked); };
    var rows = [["1–9", "choose"], ["Enter", "enter"], ["U", "undo"], ["Shift+U", "redo"], ["0", "later"], ["R", "reason"], ["↑ ↓", "move"], ["Space", "spot"], ["F6", "pane"], ["M", "mark"], ["Shift+← →", "widen"], ["?", "help"]];
    return make("details", isOpen ? { "class": "keys", open: "" } : { "class": "keys" }, [
      make("summary", {}, [make("kbd", {}, "?"), say("desk-keys")]),
      make("ul", {}, rows.map(function (row) { return make("li", {}, [make("kbd", {}, row[0]), say("desk-help_" + row[1])]); })),
      make("label", {}, [off, " " + say("desk-keys_off")])
    ]);
  }

  function finished() {
    var list = order.map(function (key) {
      var stray = questionAt(key) || isMark(key) ? "" : say("settle-stray");
      return make("li", {}, [acts[key].title + " → " + acts[key].words + " " + stray, button(say("desk-undo"), "", function () { undo(key); })]);
    });
    var copies = files().map(function (file) {
      return make("p", {}, [file.name, make("textarea", { readonly: "", "aria-label": file.name }, file.text.slice(1))]);
    });
    return make("div", { "class": "ask" }, [
      make("h3", { tabindex: "-1" }, say("desk-done_title")), make("ul", {}, list),
      Mend.way(), copies.length ? make("details", {}, [make("summary", {}, say("settle-copy"))].concat(copies)) : ""
    ]);
  }

  /* Keys act where the desk is seen, and never while words are typed or composed. */
  function isSeen() {
    var place = box.getBoundingClientRect();
    return place.top < window.innerHeight - 80 && place.bottom > 80;
  }

  function onKey(event) {
    var target = event.target, typed = /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "radio");
    if (event.isComposing || event.metaKey || event.altKey || event.defaultPrevented || !isSeen()) { return; }
    if (event.ctrlKey && event.key !== "z" || event.key.length === 1 && !event.ctrlKey && Keep.read("no-keys", false)) { return; }
    var inside = box.contains(target) || target === document.body || target.id === "main";
    if (event.key === "Enter") {
      if (!inside || /^(A|BUTTON|SUMMARY|TEXTAREA)$/.test(target.tagName)) { return; }
      decide();
    } else if (typed || !inside) {
      return;
    } else if (/^[1-9]$/.test(event.key) && now && now.answers[event.key - 1]) {
      choose(event.key - 1);
    } else if (event.key === "0") {
      putOff();
    } else if (/^[uU]$/.test(event.key) && event.shiftKey) {
      redo();
    } else if (/^[uUz]$/.test(event.key) && (event.key !== "z" || event.ctrlKey)) {
      undo();
    } else if (/^[rR]$/.test(event.key) && now) {
      told.reason.focus();
    } else if (/^Arrow(Up|Down)$/.test(event.key) && now) {
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "F6" && now) {
      box.querySelector(box.querySelector(".quote").contains(target) ? "h3" : ".quote").focus();
    } else if (/^[mM]$/.test(event.key)) {
      Mend.start();
    } else if (event.key === " " && !/^(A|BUTTON|SUMMARY|INPUT)$/.test(target.tagName)) {
      nextSpot();
    } else if (event.key === "?") {
      box.querySelector(".keys").open = !box.querySelector(".keys").open;
      box.querySelector(".keys summary").focus();
      box.querySelector(".keys").scrollIntoView({ block: "nearest" });
    } else {
      return;
    }
    event.preventDefault();
  }

  function refresh() {
    var old = box.querySelector(".held");
    if (old) { box.replaceChild(banner(), old); }
  }

  function start() {
    recall();
    show(open()[0] || null, false);
    document.addEventListener("keydown", onKey);
  }

  return {
    start: start,
    refresh: refresh, files: files, mend: mend, effectOf: effectOf, box: box, back: function () { show(now, true); },
    acts: function () { return order.map(function (key) { return acts[key]; }); }
  };
}());
Settle.start();
