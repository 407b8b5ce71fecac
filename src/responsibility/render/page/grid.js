/* Grid: the matrix sorted, filtered and walked by keys. */
var Grid = (function () {
  "use strict";

  var world = Page.world, id = Page.id, all = Page.all, make = Page.make, say = Page.say, itemAt = Page.itemAt;
  var grid = id("grid"), cellOf = [], rowOf = [], headOf = [], footOf = [], order = [], unitAt = Page.unitAt;

  /* The sheet of rules that lights or hides columns; one rule a column instead of a class in every cell. */
  function restyle(name, selectors, style) {
    var sheet = id(name) || document.head.appendChild(make("style", { id: name }));
    sheet.textContent = selectors.length ? selectors.join(",") + style : "";
  }

  function column(unit) {
    return "#grid tr:not(.band)>:nth-child(" + (order.indexOf(unit) + 2) + ")";
  }

  function readGrid() {
    order = world.units.map(function (unit, place) { return place; });
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
        cellOf[place][unit].firstChild.setAttribute("aria-label", Page.roleName(world.cells[place][unit]));
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
    Grid.onSort();
    filter();
  }

  function textOf(item) {
    var names = Object.keys(world.cells[item]).map(function (unit) { return Page.unitName(unit); });
    var own = all('.paper [data-i="' + world.items[item].id + '"]').map(function (node) { return node.textContent; });
    return [Page.itemName(item), names.join(" "), own.join("")].join(" ").toLowerCase();
  }

  function chosen(name) { var node = id(name); return node ? node.value : ""; }

  /* Filtering: an item stays if it has the unit, the role (of that unit), the section, leader, month and the words. */
  function filter() {
    var unit = unitAt[id("by-unit").value], part = id("by-section").value, role = id("by-role").value;
    var leader = chosen("by-leader"), month = chosen("by-month");
    var sought = id("by-text").value.trim().toLowerCase(), shown = 0, wanted = {}, rank = -1, narrow;
    world.roles.forEach(function (each, place) { if (each[0] === role) { rank = place; } });
    narrow = unit !== undefined || part || role || leader || month || sought;
    world.items.forEach(function (item, place) {
      var row = world.cells[place], ids = Object.keys(row).filter(function (key) {
        return (rank < 0 || row[key] === rank) && (unit === undefined || Number(key) === unit);
      });
      var fits = (ids.length || (unit === undefined && rank < 0)) && (!part || String(item.section) === part);
      fits = fits && (!leader || item.leaders.indexOf(leader) >= 0) && (!month || item.months.indexOf(month) >= 0);
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

  /* Which item and unit a cell stands for; a head has only one of them. */
  function placeOf(cell) {
    var row = cell.closest("tr[data-i]"), item = row ? itemAt[row.getAttribute("data-i")] : undefined;
    var unit = (row ? cellOf[item] : headOf).indexOf(cell);
    return { item: item, unit: unit < 0 ? undefined : unit };
  }

  function light(item, unit) {
    all("#grid tr.lit").forEach(function (row) { row.classList.remove("lit"); });
    if (rowOf[item]) { rowOf[item].classList.add("lit"); }
    restyle("lit", grid && unit !== undefined ? [column(unit)] : [], "{background:var(--lit)}");
  }

  /* Bring a row out from under the sticky head and from behind the dock. */
  function reveal(item) {
    if (!rowOf[item]) { return; }
    grid.parentNode.style.scrollPadding = grid.tHead.offsetHeight + "px 0 0";
    rowOf[item].scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function start() {
    readGrid();
    if (!grid) { return; }
    grid.addEventListener("keydown", onArrow);
    id("by-sort").onchange = function () { sort(this.value); };
    ["by-unit", "by-section", "by-leader", "by-month", "by-role"].forEach(function (name) {
      if (id(name)) { id(name).onchange = filter; }
    });
    id("by-text").oninput = filter;
    id("filters").onsubmit = function (event) { event.preventDefault(); };
    id("filters").onreset = function () { setTimeout(function () { sort("protocol"); }, 0); };
    filter();
  }

  return {
    table: grid, start: start, light: light, reveal: reveal, placeOf: placeOf, focus: rove, onSort: function () { return null; },
    cell: function (item, unit) { return cellOf[item] && cellOf[item][unit]; },
    row: function (item) { return rowOf[item]; },
    totals: function () { return footOf; }
  };
}());
Grid.start();
