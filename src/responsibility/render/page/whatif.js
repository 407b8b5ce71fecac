/* What if: try another lead or another unit, see loads, rules and the frontier at once, take it away as a file. */
(function () {
  "use strict";

  var ROLES = [0, 1, 2, undefined]; // lead, co-lead, support, not named
  var world = Page.world, make = Page.make, say = Page.say, place = Page.id("whatif"), base = world.issued, before, parts = {};

  /* The proposals as the workbooks have them; equally good ones may be found from another start. */
  var issued = world.frontier.map(function (step) {
    return { cap: step[0], moves: step[1].map(function (move) { return { item: move[0], to: move[1] }; }) };
  });

  function roleWord(role) { return role === undefined ? say("none") : Page.roleName(role); }

  /* Every pair whose role is no longer the notice's, in document and protocol order. */
  function changes() {
    var found = [];
    world.cells.forEach(function (row, item) {
      world.units.forEach(function (unit, u) {
        if (row[u] !== base[item][u]) { found.push({ item: item, unit: u, from: base[item][u], to: row[u] }); }
      });
    });
    return found;
  }

  /* Give a unit a role in an item; undefined takes it out. A new lead turns the old one into a co-lead. */
  function assign(item, unit, role) {
    var row = world.cells[item];
    if (role === 0) {
      Object.keys(row).forEach(function (other) { if (row[other] === 0) { row[other] = 1; } });
    }
    if (role === undefined) { delete row[unit]; } else { row[unit] = role; }
  }

  function apply(edits) {
    edits.forEach(function (edit) { assign(edit.item, edit.unit, edit.role); });
    refresh();
  }

  function giveBack(change) {
    if (change.from === undefined) { delete world.cells[change.item][change.unit]; }
    else { world.cells[change.item][change.unit] = change.from; }
  }

  function undo(change) {
    giveBack(change);
    refresh();
    (parts.list.querySelector("button") || parts.item).focus();
  }

  function reset() {
    changes().forEach(giveBack);
    refresh();
  }

  /* The matrix follows: marks, outlines and totals. */
  function drawCell(item, unit) {
    var cell = Grid.cell(item, unit), role = world.cells[item][unit], link = cell && cell.querySelector("a");
    if (!cell) { return; }
    var href = cell.getAttribute("data-h") || (link ? link.getAttribute("href") : "#i-" + world.items[item].id);
    cell.setAttribute("data-h", href);
    cell.className = [role === undefined ? "" : world.roles[role][0], role === base[item][unit] ? "" : "changed"].join(" ").trim();
    cell.textContent = "";
    if (role !== undefined) {
      cell.appendChild(make("a", { href: href, tabindex: -1, "aria-label": Page.roleName(role) }, world.roles[role][2]));
    }
  }

  function drawMatrix(touched, counted) {
    touched.forEach(function (change) {
      drawCell(change.item, change.unit);
      if (Grid.row(change.item)) {
        Grid.row(change.item).lastElementChild.textContent = counted.members[change.item] || "";
      }
    });
    Grid.totals().forEach(function (cells, line) {
      counted.units.forEach(function (unit, u) {
        cells[u].textContent = [unit.roles[0] || "", unit.items || "", round(unit.load)][line];
      });
    });
  }

  function round(number) { return String(Math.round(number * 1000) / 1000); }

  function table(caption, heads, rows) {
    var body = rows.map(function (row) {
      return make("tr", {}, row.map(function (cell, column) {
        return make(column ? "td" : "th", column ? {} : { scope: "row" }, cell);
      }));
    });
    var head = make("tr", {}, heads.map(function (word) { return make("th", { scope: "col" }, word); }));
    return make("table", {}, [make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, body)]);
  }

  function shift(from, to) {
    if (from === to) { return round(to); }
    return make("span", { "class": to > from ? "more" : "less" }, round(from) + " → " + round(to));
  }

  function loadTable(now) {
    var rows = [];
    now.counted.units.forEach(function (unit, u) {
      var old = before.counted.units[u];
      if (unit.load === old.load && unit.items === old.items && unit.roles[0] === old.roles[0]) { return; }
      rows.push([Page.unitName(u), shift(old.roles[0], unit.roles[0]), shift(old.items, unit.items), shift(old.load, unit.load)]);
    });
    if (!rows.length) { rows.push([say("unchanged"), "", "", ""]); }
    return table(say("loads"), [say("unit-head"), Page.roleName(0), say("all"), say("load")], rows);
  }

  function ruleKey(found) { return found.code + (found.unit === undefined ? "i" + found.item : "u" + found.unit); }

  function ruleWords(found) {
    var who = found.unit === undefined ? Page.itemName(found.item) : Page.unitName(found.unit);
    return say(found.code, { who: who, value: found.value });
  }

  function without(list, others) {
    var known = {};
    others.forEach(function (each) { known[ruleKey(each)] = true; });
    return list.filter(function (each) { return !known[ruleKey(each)]; });
  }

  function ruleTable(now) {
    var rows = without(now.found, before.found).map(function (found) {
      return [found.code, make("span", { "class": "more" }, say("appears")), ruleWords(found)];
    }).concat(without(before.found, now.found).map(function (found) {
      return [found.code, make("span", { "class": "less" }, say("resolved")), ruleWords(found)];
    }));
    if (!rows.length) { rows.push([say("unchanged"), "", ""]); }
    return table(say("rules", { count: now.found.length }), [say("rule"), say("change"), say("meaning")], rows);
  }

  function frontierTable(now) {
    var old = before.frontier, caps = {}, rows;
    old.concat(now.frontier).forEach(function (step) { caps[step.cap] = true; });
    function movesAt(steps, cap) {
      var step = steps.filter(function (each) { return each.cap === cap; })[0];
      return step ? String(step.moves.length) : steps.length && cap > steps[0].cap ? "0" : say("never");
    }
    rows = Object.keys(caps).map(Number).sort(function (a, b) { return b - a; }).map(function (cap) {
      var step = now.frontier.filter(function (each) { return each.cap === cap && each.moves.length; })[0], button = "";
      if (step) {
        button = make("button", { type: "button", "aria-label": say("try-step-label", { cap: cap }) }, say("try-step"));
        button.onclick = function () {
          apply(step.moves.map(function (move) { return { item: move.item, unit: move.to, role: 0 }; }));
        };
      }
      return [String(cap), movesAt(old, cap), movesAt(now.frontier, cap), button];
    });
    return table(say("frontier"), [say("cap"), say("moves-before"), say("moves-now"), say("try")], rows);
  }

  /* The lines to be written, one a changed pair: without a mention a line speaks of the unit itself. */
  function rows() {
    return changes().map(function (change) {
      var role = change.to === undefined ? "none" : world.roles[change.to][0];
      return {
        item_id: world.items[change.item].id, unit_id: world.units[change.unit].id, role: role,
        reason: parts.reason.value, by: parts.by.value
      };
    });
  }

  /* The file that the office keeps, with what is in it already. */
  function csv() { return Keep.merge("overrides.csv", rows()); }

  function download() { Keep.save("overrides.csv", new Blob(["\ufeff" + csv()], { type: "text/csv;charset=utf-8" })); }

  function changeList(edits) {
    return edits.map(function (change) {
      var words = say("step", {
        item: Page.itemName(change.item), unit: Page.unitName(change.unit),
        from: roleWord(change.from), to: roleWord(change.to)
      });
      var button = make("button", { type: "button", "aria-label": say("undo") + " " + words }, say("undo"));
      button.onclick = function () { undo(change); };
      return make("li", {}, [words + " ", button]);
    });
  }

  function replace(node, children) {
    node.textContent = "";
    [].concat(children).forEach(function (child) { node.appendChild(child); });
  }

  function judge() {
    var now = Rules.check(world, world.rules);
    now.frontier = changes().length ? Rules.frontier(world, world.rules) : issued;
    return now;
  }

  var touched = [];
  function refresh() {
    var now = judge(), edits = changes();
    drawMatrix(touched.concat(edits), now.counted);
    touched = edits;
    now.counted.units.forEach(function (unit, u) { world.units[u].load = unit.load; });
    replace(parts.list, edits.length ? changeList(edits) : make("li", {}, say("no-change")));
    replace(parts.result, [loadTable(now), ruleTable(now), frontierTable(now)]);
    parts.take.hidden = parts.clear.hidden = !edits.length;
    parts.text.value = edits.length ? csv() : "";
    press();
    Card.again();
    if (window.Settle) { window.Settle.refresh(); }
    Page.announce(say("result", {
      changes: edits.length, more: without(now.found, before.found).length, less: without(before.found, now.found).length
    }));
  }

  /* One row of four buttons; the role that holds now is pressed. */
  function roleButtons(pick) {
    return ROLES.map(function (role) {
      var button = make("button", { type: "button" }, role === undefined ? say("take-out") : world.roles[role][2] + " " + Page.roleName(role));
      button.onclick = function () {
        var pair = pick();
        apply([{ item: pair[0], unit: pair[1], role: role }]);
      };
      return button;
    });
  }

  function mark(buttons, item, unit) {
    buttons.forEach(function (button, place) {
      button.setAttribute("aria-pressed", String(world.cells[item][unit] === ROLES[place]));
    });
  }

  Card.tryButtons = function (item, unit) {
    var buttons = roleButtons(function () { return [item, unit]; });
    mark(buttons, item, unit);
    return make("div", { "class": "try", role: "group", "aria-label": say("try-here") }, [say("try-here") + " "].concat(buttons));
  };

  function picked() { return [Number(parts.item.value), Number(parts.unit.value)]; }
  function press() { mark(parts.buttons, picked()[0], picked()[1]); }

  function field(name, control) {
    control.id = "try-" + name;
    return make("span", { "class": "field" }, [make("label", { "for": control.id }, say(name)), control]);
  }

  function options(list) {
    return make("select", {}, list.map(function (each, index) { return make("option", { value: index }, each.name); }));
  }

  function build() {
    parts = {
      item: options(world.items), unit: options(world.units), list: make("ul", { "class": "steps" }),
      result: make("div", { "class": "result" }), take: make("div", {}), clear: make("button", { type: "button" }, say("undo-all")),
      reason: make("input", { type: "text", value: say("reason-given"), size: 30 }), by: make("input", { type: "text", size: 12 }),
      text: make("textarea", { readonly: "", "aria-label": say("copy") })
    };
    parts.buttons = roleButtons(picked);
    parts.item.onchange = parts.unit.onchange = press;
    parts.clear.onclick = reset;
    parts.reason.oninput = parts.by.oninput = function () { parts.text.value = csv(); };
    var save = make("button", { type: "button" }, say("download"));
    save.onclick = download;
    replace(parts.take, [
      make("div", { "class": "tools" }, [field("reason", parts.reason), field("by", parts.by), save]),
      make("details", {}, [make("summary", {}, say("copy")), parts.text])
    ]);
    [
      make("p", { "class": "note" }, say("intro")),
      make("div", { "class": "tools" }, [field("item", parts.item), field("unit-head", parts.unit)].concat(parts.buttons)),
      make("h3", {}, say("changes")), parts.list, parts.clear, parts.result, parts.take
    ].forEach(function (node) { place.appendChild(node); });
  }

  Page.whatif = { apply: apply, reset: reset, csv: csv, rows: rows, judge: judge };
  if (!world.items.length || !world.units.length) { return; }
  before = judge();
  build();
  refresh();
  Page.announce("");
}());
