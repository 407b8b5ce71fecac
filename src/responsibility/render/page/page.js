/* Page: sort, filter, light up, cards. The page reads and prints without it. ES5 only, for Chromium of 2018. */
var Page = (function () {
  "use strict";

  var world = JSON.parse(document.getElementById("data").textContent);
  var words = world.words, root = document.documentElement;
  var grid = document.getElementById("grid"), dock = document.getElementById("dock");
  var cellOf = [], rowOf = [], headOf = [], footOf = [], order = [], unitAt = {}, itemAt = {}, chosen = {};

  function id(name) { return document.getElementById(name); }
  function all(selector, within) { return [].slice.call((within || document).querySelectorAll(selector)); }

  function fill(text, values) {
    return text.replace(/\{([^}]+)\}/g, function (whole, key) {
      return Object.prototype.hasOwnProperty.call(values, key) ? String(values[key]) : whole;
    });
  }

  function say(key, values) { return fill(words[key], values || {}); }

  /* Text only ever enters as text. */
  function make(tag, attributes, children) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    [].concat(children === undefined ? [] : children).forEach(function (child) {
      node.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  function announce(text) { id("live").textContent = text; }
  function unitName(place) { return world.units[place].name; }
  function itemName(place) { return world.items[place].name; }
  function sayMark(item, unit) {
    var row = world.cells[item], basis = world.basis[item][unit];
    return say("mark", { unit: unitName(unit), role: roleName(row[unit]), basis: world.bases[basis] || say("tried") });
  }
  function roleName(role) { return world.roles[role][1]; }

  /* The sheet of rules that lights or hides columns; one rule a column instead of a class in every cell. */
  function restyle(name, selectors, style) {
    var sheet = id(name) || document.head.appendChild(make("style", { id: name }));
    sheet.textContent = selectors.length ? selectors.join(",") + style : "";
  }

  function column(unit, scope) {
    return (scope || "#grid") + " tr:not(.band)>:nth-child(" + (order.indexOf(unit) + 2) + ")";
  }

  /* Rows of the data by name, as the rules and the views speak of them. */
  function nameData() {
    world.items = world.items.map(function (row) {
      return { id: row[0], name: row[1], section: row[2], block: row[3], weight: row[4] };
    });
    world.units = world.units.map(function (row) {
      return { id: row[0], name: row[1], block: row[2], load: row[3], capacity: row[4] };
    });
  }

  function readGrid() {
    world.units.forEach(function (unit, place) { unitAt[unit.id] = place; order.push(place); });
    world.items.forEach(function (item, place) { itemAt[item.id] = place; });
    if (!grid) { return; }
    all("td[colspan]", grid).forEach(function (cell) {
      for (var rest = cell.colSpan; rest > 1; rest -= 1) { cell.parentNode.insertBefore(make("td"), cell); }
      cell.removeAttribute("colspan");
    });
    all("tr[data-i]", grid).forEach(function (row) {
      var place = itemAt[row.getAttribute("data-i")];
      rowOf[place] = row;
      cellOf[place] = [].slice.call(row.children, 1, -1);
      Object.keys(world.cells[place]).forEach(function (unit) {
        cellOf[place][unit].firstChild.setAttribute("aria-label", roleName(world.cells[place][unit]));
      });
    });
    headOf = [].slice.call(grid.tHead.rows[0].children, 1, -1);
    footOf = all("tr", grid.tFoot).map(function (row) { return [].slice.call(row.children, 1, -1); });
  }

  /* Sorting: columns move within rows; rows move between bands only in protocol order. */
  function placeColumns() {
    [headOf].concat(footOf, cellOf).forEach(function (cells) {
      var row = cells[0].parentNode, last = row.lastElementChild;
      order.forEach(function (unit) { row.insertBefore(cells[unit], last); });
    });
  }

  function sort(how) {
    var rows = world.items.map(function (item, place) { return place; }), bodies = grid.tBodies;
    function by(key) { return function (a, b) { return key(a) - key(b) || a - b; }; }
    order = world.units.map(function (unit, place) { return place; });
    if (how === "load") {
      order.sort(by(function (unit) { return -world.units[unit].load; }));
      rows.sort(by(function (item) { return -Object.keys(world.cells[item]).length; }));
    } else if (how === "blocks") {
      order.sort(by(function (unit) { return world.units[unit].block; }));
      rows.sort(by(function (item) { return world.items[item].block; }));
    }
    placeColumns();
    rows.forEach(function (item) {
      bodies[how === "protocol" ? world.items[item].section : 0].appendChild(rowOf[item]);
    });
    grid.classList.toggle("unbanded", how !== "protocol");
    relight();
    filter();
  }

  function textOf(item) {
    var names = Object.keys(world.cells[item]).map(function (unit) { return unitName(unit); });
    var own = all('.paper [data-i="' + world.items[item].id + '"]').map(function (node) { return node.textContent; });
    return [itemName(item), names.join(" "), own.join("")].join(" ").toLowerCase();
  }

  /* Filtering: an item stays if it has the unit, the role (of that unit), the section and the words. */
  function filter() {
    var unit = unitAt[id("by-unit").value], part = id("by-section").value, role = id("by-role").value;
    var sought = id("by-text").value.trim().toLowerCase(), shown = 0, wanted = {}, rank = -1, narrow;
    world.roles.forEach(function (each, place) { if (each[0] === role) { rank = place; } });
    narrow = unit !== undefined || part || role || sought;
    world.items.forEach(function (item, place) {
      var row = world.cells[place], ids = Object.keys(row).filter(function (key) {
        return (rank < 0 || row[key] === rank) && (unit === undefined || Number(key) === unit);
      });
      var fits = (ids.length || (unit === undefined && rank < 0)) && (!part || String(item.section) === part);
      if (fits && sought) {
        item.text = item.text || textOf(place);
        fits = item.text.indexOf(sought) >= 0;
      }
      rowOf[place].hidden = !fits;
      if (fits) {
        shown += 1;
        Object.keys(row).forEach(function (key) { if (rank < 0 || row[key] === rank) { wanted[key] = true; } });
      }
    });
    hideColumns(narrow ? wanted : null);
    all(".band", grid).forEach(function (band) {
      band.hidden = !all("tr[data-i]", band.parentNode).some(function (row) { return !row.hidden; });
    });
    grid.className = grid.className.replace(/ ?only-\S+/g, "") + (role ? " only-" + role : "");
    id("shown").textContent = say("shown", {
      items: shown, all: world.items.length, units: narrow ? Object.keys(wanted).length : world.units.length
    });
    rove();
  }

  function hideColumns(wanted) {
    var gone = wanted ? order.filter(function (unit) { return !wanted[unit]; }) : [];
    restyle("gone", gone.map(function (unit) { return column(unit); }), "{display:none}");
  }

  /* One mark of the matrix takes part in tabbing; the arrow keys go on from there. */
  function visible(node) { return node && node.offsetParent !== null; }

  function rove(target) {
    var links = all("a", grid).filter(visible), now = target || links[0];
    all('a[tabindex="0"]', grid).forEach(function (link) { link.tabIndex = -1; });
    all("a:not([tabindex])", grid).forEach(function (link) { link.tabIndex = -1; });
    if (now) { now.tabIndex = 0; }
    if (target) { target.focus(); }
  }

  function neighbour(cell, key) {
    var across = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0, down = key === "ArrowUp" ? -1 : 1;
    var rows = all("thead tr, tr[data-i]", grid).filter(visible), row = rows.indexOf(cell.parentNode);
    var place = [].indexOf.call(cell.parentNode.children, cell), link = null;
    while (!link) {
      if (across) { place += across; } else { row += down; }
      cell = rows[row] && rows[row].children[place];
      if (!cell) { return null; }
      link = visible(cell) && cell.querySelector("a");
    }
    return link;
  }

  function onArrow(event) {
    var cell = event.target.closest("th,td");
    if (!cell || !/^Arrow/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) { return; }
    var link = neighbour(cell, event.key);
    event.preventDefault();
    if (link) { rove(link); }
  }

  /* Lighting row, column and network. */
  function relight() {
    var unit = chosen.unit, item = chosen.item, lit = [];
    all("tr.lit", grid || dock).forEach(function (row) { row.classList.remove("lit"); });
    if (grid && item !== undefined) { rowOf[item].classList.add("lit"); }
    if (grid && unit !== undefined) { lit.push(column(unit, "#grid")); }
    restyle("lit", lit, "{background:var(--lit)}");
    all(".picture").forEach(function (picture) { lightPicture(picture, unit, item); });
  }

  function lightPicture(picture, unit, item) {
    var unitId = unit === undefined ? null : world.units[unit].id;
    var itemId = item === undefined ? null : world.items[item].id, near = {};
    picture.classList.toggle("dim", unitId !== null || itemId !== null);
    function touches(node) {
      var u = node.getAttribute("data-u"), i = node.getAttribute("data-i");
      if (u === null || (i === null && !node.hasAttribute("data-s"))) { return false; }
      return u === unitId || (i !== null && i === itemId);
    }
    var nodes = all("[data-u],[data-i],[data-s]", picture);
    nodes.forEach(function (node) {
      if (touches(node)) {
        near["u" + node.getAttribute("data-u")] = near["i" + node.getAttribute("data-i")] = true;
        near["s" + node.getAttribute("data-s")] = true;
      }
    });
    nodes.forEach(function (node) {
      var edge = node.hasAttribute("data-u") && (node.hasAttribute("data-i") || node.hasAttribute("data-s"));
      var on = edge ? touches(node) : ["u", "i", "s"].some(function (kind) {
        var key = node.getAttribute("data-" + kind);
        return key !== null && (near[kind + key] || (kind === "u" && key === unitId) || (kind === "i" && key === itemId));
      });
      node.classList.toggle("on", on);
    });
  }

  /* The card: what was chosen, in the dock below the matrix. */
  function choose(item, unit) {
    chosen = { item: item, unit: unit };
    relight();
    dock.textContent = "";
    var close = make("button", { type: "button", "class": "close" }, say("close"));
    close.onclick = dismiss;
    dock.appendChild(close);
    if (item !== undefined) { dock.appendChild(itemCard(item, unit)); }
    if (unit !== undefined) { dock.appendChild(unitCard(unit)); }
    dock.hidden = false;
    root.classList.add("docked");
    announce(sayChosen(item, unit));
  }

  function dismiss() {
    chosen = {};
    dock.hidden = true;
    root.classList.remove("docked");
    relight();
    var link = grid && grid.querySelector('a[tabindex="0"]');
    if (link && dock.contains(document.activeElement)) { link.focus(); }
    announce("");
  }

  function sayChosen(item, unit) {
    var parts = [];
    if (item !== undefined) { parts.push(itemName(item)); }
    if (unit !== undefined) {
      var roles = Rules.check(world, world.rules).counted.units[unit].roles;
      parts.push(say("unit", { unit: unitName(unit), lead: roles[0], "co-lead": roles[1], support: roles[2] }));
    }
    return parts.join(" · ");
  }

  function unitCard(unit) {
    var card = id("u-" + world.units[unit].id).cloneNode(true);
    card.removeAttribute("id");
    return card;
  }

  function itemCard(item, unit) {
    var itemId = world.items[item].id, row = world.cells[item];
    var names = Object.keys(row).map(Number).sort(function (a, b) { return row[a] - row[b] || a - b; });
    var list = names.map(function (each) {
      var link = make("a", { href: "#u-" + world.units[each].id }, unitName(each));
      return make("li", {}, [world.roles[row[each]][2] + " ", link]);
    });
    var body = all('.paper [data-i="' + itemId + '"]').map(function (node) { return node.textContent; }).join("");
    var link = make("a", { href: "#i-" + itemId }, say("in-notice"));
    var cell = unit !== undefined && cellOf[item] && cellOf[item][unit].querySelector("a");
    var words = [make("h3", {}, itemName(item)), make("p", { "class": "body" }, body), make("p", {}, link)];
    if (cell) {
      var source = make("a", { href: cell.getAttribute("href") }, say("very-words"));
      words.push(make("p", {}, [sayMark(item, unit) + " · ", source]));
    }
    words.push(make("ul", { "class": "partners" }, list));
    if (Page.tryButtons && unit !== undefined) { words.push(Page.tryButtons(item, unit)); }
    return make("article", { "class": "card" }, words);
  }

  /* A click on a mark, head or node chooses it; a link in a card to the notice still goes there. */
  function onGrid(event) {
    var cell = event.target.closest("td,th"), row = cell && cell.closest("tr[data-i]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    var item = row ? itemAt[row.getAttribute("data-i")] : undefined;
    var unit = row ? cellOf[item].indexOf(cell) : headOf.indexOf(cell);
    if (item === undefined && unit < 0) { return; }
    event.preventDefault();
    var link = cell.querySelector("a");
    if (link && visible(link)) { rove(link); }
    choose(item, unit < 0 ? undefined : unit);
  }

  function onUnitLink(event) {
    var link = event.target.closest("[data-u],[data-i],a[href^='#u-']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    var href = link.getAttribute("href") || "", item = itemAt[link.getAttribute("data-i")];
    var unit = unitAt[link.getAttribute("data-u") || href.replace(/^#u-/, "")];
    if (unit === undefined && item === undefined) { return; }
    event.preventDefault();
    choose(item, unit);
  }

  function start() {
    nameData();
    world.cells = world.items.map(function () { return {}; });
    world.mention = world.items.map(function () { return {}; });
    world.basis = world.items.map(function () { return {}; });
    world.marks.forEach(function (mark) {
      world.cells[mark[0]][mark[1]] = mark[2];
      world.basis[mark[0]][mark[1]] = mark[3];
      world.mention[mark[0]][mark[1]] = mark[4] || unitName(mark[1]);
    });
    root.classList.add("scripted");
    readGrid();
    if (grid) {
      grid.addEventListener("click", onGrid);
      grid.addEventListener("keydown", onArrow);
      id("by-sort").onchange = function () { sort(this.value); };
      ["by-unit", "by-section", "by-role"].forEach(function (name) { id(name).onchange = filter; });
      id("by-text").oninput = filter;
      id("filters").onsubmit = function (event) { event.preventDefault(); };
      id("filters").onreset = function () { setTimeout(function () { sort("protocol"); }, 0); };
      filter();
    }
    [].concat(all(".picture"), all(".workload"), all(".paper"), dock).forEach(function (area) {
      area.addEventListener("click", onUnitLink);
    });
    (grid || dock).addEventListener("mouseover", function (event) {
      var link = event.target.closest("td a"), row = event.target.closest("tr[data-i]");
      if (!link || link.title) { return; }
      var item = itemAt[row.getAttribute("data-i")], unit = cellOf[item].indexOf(link.parentNode);
      if (unit >= 0 && unit in world.cells[item]) { link.title = sayMark(item, unit); }
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { dismiss(); } });
  }

  return {
    world: world, start: start, make: make, say: say, id: id, all: all, choose: choose, announce: announce,
    unitName: unitName, itemName: itemName, roleName: roleName, redraw: relight,
    chosen: function () { return chosen; },
    cell: function (item, unit) { return cellOf[item] && cellOf[item][unit]; },
    totals: function () { return footOf; },
    row: function (item) { return rowOf[item]; }
  };
}());
Page.start();
