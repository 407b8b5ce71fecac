/* Mend: what words of the notice or a task are said to be on the page, as lines beside those that answers write. */
var Mend = (function () {
  "use strict";

  var world = Page.world, make = Page.make, id = Page.id, all = Page.all;
  var KINDS = { leader: "person", due: "due", target: "target", split: "split", join: "join", omit: "omit" };
  var FEWER = { join: -1, omit: -1, split: 1 }, LEAST = 12, HEAD = /^[\s\d.．、（）()一二三四五六七八九十]*$/, isWhole = false;

  function say(key, values) { return Page.say("desk-" + key, values); }

  /* The tasks as they hold by now: less those that were joined to another or left out. */
  function items() {
    var gone = {};
    Settle.acts().forEach(function (act) {
      act.lines.forEach(function (line) { if (FEWER[line[1].kind] < 0) { gone[line[1].item_id] = true; } });
    });
    return world.items.map(function (item, place) {
      return { id: item.id, number: world.numbers[place], title: item.name, due: item.due };
    }).filter(function (item) { return !gone[item.id]; });
  }

  function before(item) {
    var ids = items().map(function (each) { return each.id; });
    return ids[ids.indexOf(item) - 1];
  }

  /* The unit that words mean already in their task. */
  function named(mark) {
    var links = all('#notice [data-i="' + mark.item + '"] a').filter(function (link) { return link.textContent === mark.words; });
    return links.length ? links[0].getAttribute("href").slice(3) : "";
  }

  function unitOf(mark) {
    var known = world.units.filter(function (unit) { return unit.name === mark.words || unit.full === mark.words; })[0];
    return named(mark) || (known ? known.id : mark.unit || "");
  }

  function isRole(mark) { return /^(lead|co-lead|support)$/.test(mark.meaning); }

  /* As many of the words that open the later task as tell the place from others in the task. */
  function opening(mark) {
    var size = Math.min(mark.words.length, LEAST);
    while (size < mark.body.length && mark.body.indexOf(mark.body.substr(mark.at, size)) !== mark.at) { size += 1; }
    return mark.body.substr(mark.at, size);
  }

  /* What a kind of line says of a task. */
  function valuesOf(mark) {
    var kind = KINDS[mark.meaning], values = { item_id: mark.item, kind: kind };
    if (kind === "person") { values.heading = say("heading"); }
    if (kind === "join") { values.value = before(mark.item); } else if (kind === "split") { values.value = opening(mark); }
    else if (kind !== "omit") { values.value = mark.typed || mark.words; }
    return values;
  }

  /* Where no task can begin: at the head of its own, or in the clause that names units. */
  function canSplit(mark) {
    return !HEAD.test(mark.body.slice(0, mark.at)) && !mark.range.startContainer.parentNode.closest("i,.clause,.lead,.co-lead,.support,.none");
  }

  function linesOf(mark) {
    var own = named(mark), lines = [];
    if (mark.meaning === "split" && !canSplit(mark)) { return lines; }
    function add(values) { lines.push(["overrides.csv", values]); }
    if (KINDS[mark.meaning]) { add(valuesOf(mark)); }
    if (mark.meaning === "alias") { add({ mention: mark.words, unit_id: mark.unit }); }
    if (isRole(mark) && own) { add({ item_id: mark.item, mention: mark.words, unit_id: own, role: mark.meaning }); }
    if (isRole(mark) && !own) { add({ item_id: mark.item, unit_id: unitOf(mark), role: mark.meaning }); }
    if (/^(none|leader)$/.test(mark.meaning) && own) { add({ item_id: mark.item, mention: mark.words, unit_id: own, role: "none" }); }
    return lines;
  }

  /* What it writes, how many tasks there are then, and whose sheets speak of the task. */
  function effect(mark, lines) {
    var place = Page.itemAt[mark.item], count = items().length, words = [Settle.effectOf({ lines: lines })];
    var units = Object.keys(world.cells[place]).map(Page.unitName);
    if (FEWER[mark.meaning]) {
      words.push(say("counts_items") + " " + count + " → " + (count + FEWER[mark.meaning]));
      if (units.length) { words.push(say("sheets_changed", { names: units.join("、") })); }
    }
    return make("p", { "class": "effect" }, words.join(Page.say("settle-stop")));
  }

  var marks = marking({
    say: say, make: make, items: items, tell: Page.announce,
    frame: function () { return id("main"); },
    units: function () { return world.units.map(function (unit) { return { id: unit.id, name: unit.full || unit.name }; }); },
    single: function () { return !Keep.read("no-keys", false); },
    back: back,
    wantsUnit: function (mark) { return mark.meaning === "alias" || (isRole(mark) && !unitOf(mark)) || (isRole(mark) && Boolean(mark.unit)); },
    attempt: function (mark, show) {
      mark.lines = linesOf(mark);
      if (mark.lines.length) { show(effect(mark, mark.lines)); } else { marks.refuse(say(mark.meaning === "split" ? "no_split" : "no_unit", { words: mark.words })); }
    },
    write: function (mark, why) {
      var shape = FEWER[mark.meaning] || mark.meaning === "due" ? mark.meaning : "words:" + mark.words;
      Settle.mend(mark.item + ":" + shape, say("where", { number: world.numbers[Page.itemAt[mark.item]] }), mark.range ? mark.words + "：" + mark.label : mark.label + (mark.typed || ""), mark.lines, why);
      back();
    }
  });

  /* Where one was: in the whole notice, or before the question. */
  function back() {
    if (isWhole) { id("notice").querySelector(".mark-way").focus({ preventScroll: true }); } else { Settle.back(); }
  }

  /* Choose words by keys: in the tasks in question, or in the whole notice where none is. */
  function start(whole) {
    isWhole = whole || !Settle.box.querySelector(".quote [data-i]");
    if (isWhole && !whole) { location.hash = ""; location.hash = "notice"; Page.reveal(); }
    marks.enter(isWhole ? id("notice").querySelector(".paper") : Settle.box.querySelector(".quote"), null);
  }

  function way(whole) {
    var node = make("button", { type: "button", "class": "mark-way" }, [make("kbd", {}, "M"), say("mark_way")]);
    node.onclick = function () { start(whole); };
    return node;
  }

  /* A task's own button: to join it, or leave it out. */
  function number(item) {
    var words = say("item_change", { number: world.numbers[Page.itemAt[item]] });
    var node = make("button", { type: "button", "class": "number", "aria-label": words, title: words }, say("item_edit"));
    node.onclick = function () { isWhole = id("notice").contains(node); marks.openItem(item, node.getBoundingClientRect()); };
    return node;
  }

  function selected(event) {
    var inside = event.target.closest && event.target.closest(".paper");
    if (inside && !event.target.closest("button") && !document.getSelection().isCollapsed) {
      isWhole = id("notice").contains(inside);
      marks.openWords();
    }
  }

  if (id("settle-desk")) {
    all('#notice .paper [id^="i-"]').forEach(function (node) { node.parentNode.insertBefore(number(node.getAttribute("data-i")), node); });
    id("notice").querySelector(".legend").appendChild(way(true));
    document.addEventListener("mouseup", selected);
  }
  return { start: start, way: way, number: number };
}());
