/* Card: what is chosen, lit in matrix and network and told in the dock below. */
var Card = (function () {
  "use strict";

  var world = Page.world, id = Page.id, all = Page.all, make = Page.make, say = Page.say;
  var dock = id("dock"), chosen = {};

  function sayMark(item, unit) {
    var role = world.cells[item][unit], issued = role === world.issued[item][unit];
    var reason = issued ? world.bases[world.basis[item][unit]] : say("tried");
    return say("mark", { unit: Page.unitName(unit), role: Page.roleName(role), basis: reason });
  }

  /* Lighting row, column and network. */
  function relight() {
    Grid.light(chosen.item, chosen.unit);
    all(".picture").forEach(function (picture) { lightPicture(picture, chosen.unit, chosen.item); });
  }

  /* In a picture a line has an item and a unit, a node one of them. */
  function lightPicture(picture, unit, item) {
    var ids = { unit: unit === undefined ? null : world.units[unit].id, item: item === undefined ? null : world.items[item].id };
    var nodes = all("[data-unit],[data-item]", picture), near = {};
    function keysOf(node) {
      return ["unit", "item"].filter(function (kind) { return node.hasAttribute("data-" + kind); });
    }
    function chosenBy(node, kind) { return ids[kind] !== null && node.getAttribute("data-" + kind) === ids[kind]; }
    picture.classList.toggle("dim", ids.unit !== null || ids.item !== null);
    nodes.forEach(function (node) {
      var kinds = keysOf(node), on = kinds.some(function (kind) { return chosenBy(node, kind); });
      node.classList.toggle("on", on);
      if (on) { kinds.forEach(function (kind) { near[kind + node.getAttribute("data-" + kind)] = true; }); }
    });
    nodes.forEach(function (node) {
      var kinds = keysOf(node);
      if (kinds.length === 1 && near[kinds[0] + node.getAttribute("data-" + kinds[0])]) { node.classList.add("on"); }
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
    document.documentElement.classList.add("docked");
    Grid.reveal(item);
    Page.announce(sayChosen(item, unit));
  }

  function dismiss() {
    var inside = dock.contains(document.activeElement), link = Grid.table && Grid.table.querySelector('a[tabindex="0"]');
    chosen = {};
    dock.hidden = true;
    document.documentElement.classList.remove("docked");
    relight();
    if (link && inside) { link.focus(); }
    Page.announce("");
  }

  function sayChosen(item, unit) {
    var parts = [];
    if (item !== undefined) { parts.push(Page.itemName(item)); }
    if (unit !== undefined) {
      var roles = Rules.check(world, world.rules).counted.units[unit].roles;
      parts.push(say("unit", { unit: Page.unitName(unit), lead: roles[0], "co-lead": roles[1], support: roles[2] }));
    }
    return parts.join(" · ");
  }

  function unitCard(unit) {
    var card = id("u-" + world.units[unit].id).cloneNode(true);
    card.removeAttribute("id");
    all(".remarks a", card).forEach(function (link) {
      link.parentNode.appendChild(document.createTextNode(" " + id(link.hash.slice(1)).querySelector("p").textContent));
    });
    return card;
  }

  function itemCard(item, unit) {
    var itemId = world.items[item].id, row = world.cells[item];
    var names = Object.keys(row).map(Number).sort(function (a, b) { return row[a] - row[b] || a - b; });
    var list = names.map(function (each) {
      var link = make("a", { href: "#u-" + world.units[each].id }, Page.unitName(each));
      return make("li", {}, [world.roles[row[each]][2] + " ", link]);
    });
    var body = all('.paper [data-i="' + itemId + '"]').map(function (node) { return node.textContent; }).join("");
    var link = make("a", { href: "#i-" + itemId }, say("in-notice"));
    var cell = unit !== undefined && Grid.cell(item, unit) && Grid.cell(item, unit).querySelector("a");
    var due = world.items[item].due, words = [make("h3", {}, Page.itemName(item))], more = make("p", {}, link);
    if (due) { words.push(make("p", { "class": "due" }, due)); }
    if (cell) { more.insertBefore(document.createTextNode(sayMark(item, unit) + " · "), link); }
    if (cell && unit in world.issued[item]) {
      more.appendChild(document.createTextNode(" · "));
      more.appendChild(make("a", { href: cell.getAttribute("href") }, say("very-words")));
    }
    if (Card.tryButtons && unit !== undefined) { words.push(Card.tryButtons(item, unit)); }
    words.push(more, make("ul", { "class": "partners" }, list), make("p", { "class": "body" }, body));
    return make("article", { "class": "card" }, words);
  }

  /* A click on a mark, head or node chooses it; a link in a card to the notice still goes there. */
  function isPlain(event) { return !event.ctrlKey && !event.metaKey && !event.shiftKey; }

  function onGrid(event) {
    var cell = event.target.closest("td,th"), found = cell && Grid.placeOf(cell);
    if (!found || !isPlain(event) || (found.item === undefined && found.unit === undefined)) { return; }
    event.preventDefault();
    if (cell.querySelector("a")) { Grid.focus(cell.querySelector("a")); }
    choose(found.item, found.unit);
    if (event.detail === 0) { dock.focus(); } // by keyboard
  }

  function onHover(event) {
    var link = event.target.closest("td a"), found = link && Grid.placeOf(link.parentNode);
    if (found && found.unit !== undefined && !link.title) { link.title = sayMark(found.item, found.unit); }
  }

  function onUnitLink(event) {
    var link = event.target.closest("[data-unit],[data-item],a[href^='#u-']");
    if (!link || !isPlain(event)) { return; }
    var href = link.getAttribute("href") || "", item = Page.itemAt[link.getAttribute("data-item")];
    var unit = Page.unitAt[link.getAttribute("data-unit") || href.replace(/^#u-/, "")];
    if (unit === undefined && item === undefined) { return; }
    event.preventDefault();
    choose(item, unit);
  }

  function start() {
    if (Grid.table) {
      Grid.table.addEventListener("click", onGrid);
      Grid.table.addEventListener("mouseover", onHover);
      Grid.onSort = relight;
    }
    [].concat(all(".picture"), all(".workload"), all(".paper"), dock).forEach(function (area) {
      area.addEventListener("click", onUnitLink);
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { dismiss(); } });
  }

  /* Show the same again after a change, with the focus where it was. */
  function again() {
    if (dock.hidden) { return; }
    var place = all("button", dock).indexOf(document.activeElement);
    choose(chosen.item, chosen.unit);
    if (place >= 0) { all("button", dock)[place].focus(); }
  }

  start();
  return { choose: choose, again: again };
}());
