/* Marking: words of the notice, or a task, that a person says the meaning of, by keys or pointer; on desk and page. */
function marking(host) {
  "use strict";

  var MEANINGS = ["lead", "co-lead", "support", "alias", "leader", "due", "target", "none", "split"];
  var NAMING = /^(lead|co-lead|support|alias|leader)$/; // meanings of which the words are a name
  var STOPS = /[\s，。；：、,;:.()（）]/, MARKS = ".lead,.co-lead,.support,.target,.name,.none";
  var AS_FIELD = { role: "application", tabindex: "-1", "aria-describedby": "marking-keys", "aria-label": "" };
  var say = host.say, make = host.make, paper = null, was = {}, hint = null, from = 0, to = 0, dialog = null, at = null, now = null;

  function button(keys, words, act, kind) {
    var node = make("button", kind ? { type: "button", "class": kind } : { type: "button" }, [make("kbd", {}, keys), words]);
    node.onclick = act;
    return node;
  }

  /* ---- words chosen by keys: what is chosen is always seen, a sign at least, and stands in for a caret */

  /* The texts of tasks in a paper, in order, each with where it begins. */
  function texts(root) {
    var walker = document.createTreeWalker(root, 4, null), list = [], at = 0, node = walker.nextNode();
    for (; node; node = walker.nextNode()) {
      if (node.data && node.parentNode.closest("[data-i]") && !node.parentNode.closest("button")) {
        list.push({ node: node, at: at, item: node.parentNode.closest("[data-i]").getAttribute("data-i") });
        at += node.data.length;
      }
    }
    return list;
  }

  function textOf(list) { return list.map(function (each) { return each.node.data; }).join(""); }
  function pieceAt(list, place) {
    return list.filter(function (each) { return each.at <= place; }).pop();
  }

  function choose(list, start, end) {
    var size = textOf(list).length, first, last;
    from = Math.max(0, Math.min(start, size - 1));
    to = Math.max(from + 1, Math.min(end, size));
    first = pieceAt(list, from);
    last = pieceAt(list, to - 1);
    document.getSelection().setBaseAndExtent(first.node, from - first.at, last.node, to - last.at);
    first.node.parentNode.scrollIntoView({ block: "nearest" });
    host.tell(textOf(list).slice(from, to));
  }

  /* Where the next sign begins, or the one before; a sign may be two units long. */
  function step(text, place, way) {
    var next = place + way;
    return /[\udc00-\udfff]/.test(text.charAt(next)) ? next + way : next;
  }

  /* Where words begin: with a mark, or behind a stop. */
  function starts(list) {
    var text = textOf(list), places = {};
    list.forEach(function (each) { places[each.at] = true; });
    for (var place = 1; place < text.length; place += 1) {
      if (STOPS.test(text.charAt(place - 1))) { places[place] = true; }
    }
    return Object.keys(places).map(Number).filter(function (each) { return !STOPS.test(text.charAt(each)); });
  }

  function endOf(list, places, start) {
    var text = textOf(list), end = start + 1;
    while (end < text.length && places.indexOf(end) < 0 && !STOPS.test(text.charAt(end))) { end += 1; }
    return end;
  }

  function near(places, way) {
    return way > 0 ? places.filter(function (each) { return each > from; })[0]
      : places.filter(function (each) { return each < from; }).pop();
  }

  function byWord(list, way, wide) {
    var places = starts(list), next;
    if (wide) {
      next = way > 0 ? places.filter(function (each) { return each >= to; })[0]
        : places.filter(function (each) { return each > from && each < to; }).pop();
      choose(list, from, next === undefined ? to : way > 0 ? endOf(list, places, next) : next);
    } else if ((next = near(places, way)) !== undefined) {
      choose(list, next, endOf(list, places, next));
    }
  }

  function bySign(list, way, wide) {
    var text = textOf(list);
    if (wide) { choose(list, from, step(text, to, way)); return; }
    var next = way > 0 ? (to - from > 1 ? to : step(text, from, 1)) : step(text, from, -1);
    choose(list, next, step(text, Math.max(next, 0), 1));
  }

  /* The next task's first sign, or the one's before. */
  function byTask(list, way) {
    var places = list.filter(function (each, place) { return !place || list[place - 1].item !== each.item; });
    var next = near(places.map(function (each) { return each.at; }), way);
    if (next !== undefined) { choose(list, next, next + 1); }
  }

  function byMark(list, way) {
    var marked = list.filter(function (each) {
      var mark = each.node.parentNode.closest(MARKS);
      return mark && paper.contains(mark);
    });
    var next = near(marked.map(function (each) { return each.at; }), way);
    if (next !== undefined) { choose(list, next, next + pieceAt(list, next).node.data.length); }
  }

  function onKey(event) {
    var list = texts(paper), way = /Right|Down/.test(event.key) || event.key === "m" ? 1 : -1;
    if (event.altKey || event.metaKey || event.isComposing) { return; }
    if (event.key === "Escape") {
      leave();
    } else if (event.key === "Enter") {
      openWords();
    } else if (/^Arrow(Left|Right)$/.test(event.key)) {
      (event.ctrlKey ? byWord : bySign)(list, way, event.shiftKey);
    } else if (/^Arrow/.test(event.key)) {
      byTask(list, way);
    } else if (/^[mM]$/.test(event.key) && host.single()) {
      byMark(list, way);
    } else if (/^[0-9]$/.test(event.key) && host.single()) {
      openWords();
      press(event.key);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /* While words are chosen the arrows are ours, for who listens to a screen too. */
  function dress(attributes) {
    Object.keys(attributes).forEach(function (name) {
      if (attributes[name] === null) { paper.removeAttribute(name); } else { paper.setAttribute(name, attributes[name]); }
    });
  }

  /* Begin to choose words in a paper, at a part of it or at the first task. */
  function enter(root, first) {
    var list = texts(root), start;
    if (!list.length) { return; }
    leave(true);
    paper = root;
    start = list.filter(function (each) { return first && first.contains(each.node); })[0] || list[0];
    hint = make("p", { "class": "marking-keys", id: "marking-keys" }, say("mark_keys"));
    paper.parentNode.insertBefore(hint, paper);
    Object.keys(AS_FIELD).forEach(function (name) { was[name] = paper.getAttribute(name); });
    dress(AS_FIELD);
    paper.setAttribute("aria-label", say("mark_way"));
    paper.addEventListener("keydown", onKey);
    paper.focus({ preventScroll: true });
    choose(list, start.at, endOf(list, starts(list), start.at));
  }

  /* Done with choosing; quietly: what has the focus keeps it. */
  function leave(quietly) {
    close();
    if (!paper) { return; }
    dress(was);
    paper.removeEventListener("keydown", onKey);
    if (hint.parentNode) { hint.parentNode.removeChild(hint); }
    paper = null;
    if (!quietly) {
      document.getSelection().removeAllRanges();
      host.back();
    }
  }

  /* ---- what they are */

  function close() {
    if (dialog && dialog.parentNode) { dialog.parentNode.removeChild(dialog); }
    dialog = now = null;
  }

  /* Close the choice of meanings; words that were chosen by keys are still chosen. */
  function cancel() {
    close();
    if (!paper) { document.getSelection().removeAllRanges(); host.back(); return; }
    paper.focus({ preventScroll: true });
    choose(texts(paper), from, to);
  }

  /* Ask what the selected words are; nothing where no words of one task are selected. */
  function openWords() {
    var selection = document.getSelection(), words = String(selection).trim(), range, item, own;
    close();
    if (!words || words.length > 200 || !selection.rangeCount) { return; }
    range = selection.getRangeAt(0).cloneRange();
    item = (range.startContainer.parentElement || range.startContainer).closest("[data-i]");
    if (!item) { return; }
    item = find(item.getAttribute("data-i"));
    if (!item) { host.tell(say("mark_gone")); return; }
    own = texts(range.startContainer.parentNode.closest(".paper")).filter(function (each) { return each.item === item.id; });
    var whole = button("0", say("mark_whole", { number: item.number }), function () { openItem(item.id, range.getBoundingClientRect()); }, "wide");
    open(range.getBoundingClientRect(), say("mark_title", { words: words.slice(0, 20) }), say("mark_why", { number: item.number, count: words.length }),
      MEANINGS.map(function (meaning) { return { meaning: meaning, label: say("mark_" + meaning), item: item.id, words: words, range: range, body: textOf(own), at: before(own, range) }; }), [units(), whole]);
  }

  /* How much of a task's text stands before a selection. */
  function before(own, range) {
    var first = own.filter(function (each) { return each.node === range.startContainer; })[0];
    return first ? first.at - own[0].at + range.startOffset : 0;
  }

  function find(id) { return host.items().filter(function (each) { return each.id === id; })[0]; }

  function units() {
    var list = make("select", { id: "mark-unit", "aria-label": say("mark_unit") }, [make("option", { value: "" }, say("mark_unit"))].concat(
      host.units().map(function (unit) { return make("option", { value: unit.id }, unit.name); })));
    list.hidden = true;
    list.onchange = function () { now.unit = list.value; attempt(); };
    return list;
  }

  /* A field for a day that the notice does not say. */
  function typing(due) {
    var field = make("input", { id: "mark-typed", value: due || "", "aria-label": say("item_due"), autocomplete: "off" });
    field.hidden = true;
    field.onchange = function () { now.typed = field.value.trim(); attempt(); };
    return field;
  }

  /* Ask what is to become of a whole task. */
  function openItem(id, box) {
    var items = host.items(), place = items.map(function (each) { return each.id; }).indexOf(id);
    var own = items[place], last = items[place - 1], next = items[place + 1];
    if (!own) { host.tell(say("mark_gone")); return; }
    function way(item, meaning, label) { return { meaning: meaning, label: label, item: item.id, words: say("where", { number: item.number }) }; }
    open(box, say("where", { number: own.number }), own.title, [
      last && way(own, "join", say("item_join", { number: last.number })),
      next && way(next, "join", say("item_take", { number: next.number })),
      way(own, "omit", say("item_omit")), way(own, "due", say("item_due"))
    ].filter(Boolean), [typing(own.due), make("p", { "class": "soft" }, say("item_split_hint"))]);
  }

  /* A choice of meanings beside the words or the task that it is about; ways: what each choice says. */
  function open(box, title, why, ways, more) {
    close();
    var reason = make("input", { id: "mark-reason", autocomplete: "off" });
    dialog = make("div", { "class": "pick", role: "dialog", "aria-label": title, tabindex: "-1" },
      [make("p", { "class": "soft" }, [make("b", {}, title), " " + why])].concat(
        ways.map(function (way, index) {
          var node = button(String(index + 1), way.label, function () { now = way; attempt(); }, way.range ? "way" : "way wide");
          node.setAttribute("aria-pressed", "false");
          return node;
        }), more, [
          make("div", { id: "mark-effect", "aria-live": "polite" }), make("label", { "class": "wide" }, [say("reason") + " ", reason]),
          button("Enter", say("mark_enter"), apply, "main"), button("Esc", say("cancel"), cancel)
        ]));
    dialog.querySelector(".main").disabled = true;
    dialog.addEventListener("keydown", onPickKey);
    host.frame().appendChild(dialog);
    at = box;
    put();
    dialog.focus({ preventScroll: true });
  }

  /* Put the choice under what it is about; beside it where it would not be seen whole. */
  function put() {
    var low = window.innerHeight - dialog.offsetHeight - 8, fits = at.bottom + 6 <= low;
    dialog.style.top = Math.max(8, Math.min(at.bottom + 6, low)) + "px";
    dialog.style.left = Math.max(8, Math.min(fits ? at.left : at.right + 12, window.innerWidth - dialog.offsetWidth - 8)) + "px";
  }

  function onPickKey(event) {
    var typed = /^(INPUT|SELECT)$/.test(event.target.tagName);
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === "Escape") {
      cancel();
    } else if (event.key === "Enter" && event.target.id === "mark-typed") {
      event.target.onchange();
    } else if (event.key === "Enter" && (event.target === dialog || event.target.id === "mark-reason")) {
      apply();
    } else if (/^[0-9]$/.test(event.key) && !typed && host.single()) {
      press(event.key);
    } else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function press(key) {
    var node = dialog && (key === "0" ? dialog.querySelector(".wide:not(.way)") : dialog.querySelectorAll(".way")[key - 1]);
    if (node && node.click) { node.click(); }
  }

  /* Show what a meaning would change; one that needs a unit asks for it first. */
  function attempt() {
    var meant = now, list = dialog.querySelector("#mark-unit"), shown = dialog, wants = host.wantsUnit(now), field = dialog.querySelector("#mark-typed");
    [].forEach.call(dialog.querySelectorAll(".way"), function (node) { node.setAttribute("aria-pressed", String(node.lastChild.data === now.label)); });
    if (list) { list.hidden = !wants; }
    dialog.querySelector(".main").disabled = true;
    if (field) { field.hidden = now.meaning !== "due"; }
    if (NAMING.test(now.meaning) && !/\p{L}.*\p{L}/u.test(now.words)) { refuse(say("mark_no_name")); return; }
    if (wants && !now.unit) { list.focus(); return; }
    if (field && !field.hidden && !now.typed) { field.focus(); return; }
    dialog.querySelector("#mark-reason").value = now.typed ? "" : say("mark_reason" + (/^(split|join|omit)$/.test(now.meaning) ? "_" + now.meaning : ""));
    host.attempt(meant, function (effect) {
      if (dialog !== shown || now !== meant) { return; }
      dialog.querySelector("#mark-effect").textContent = "";
      dialog.querySelector("#mark-effect").appendChild(effect);
      put();
      dialog.querySelector(".main").disabled = false;
      dialog.querySelector(meant.typed ? "#mark-reason" : ".main").focus();
    });
  }

  /* Tell, where the choice is made, why it cannot be. */
  function refuse(words) { dialog.querySelector("#mark-effect").textContent = words; }

  function apply() {
    var meant = now, reason = dialog.querySelector("#mark-reason").value.trim();
    if (dialog.querySelector(".main").disabled || !meant) { return; }
    if (!reason) { host.tell(say("need_reason")); dialog.querySelector("#mark-reason").focus(); return; }
    leave(true);
    close();
    host.write(meant, reason);
  }

  return { enter: enter, refuse: refuse, leave: leave, openWords: openWords, openItem: openItem, isOpen: function () { return Boolean(dialog || paper); } };
}
