/* Page: what the other scripts share. The page reads and prints without any. ES5 only, for Chromium of 2018. */
var Page = (function () {
  "use strict";

  var world = JSON.parse(document.getElementById("data").textContent);

  function id(name) { return document.getElementById(name); }
  function all(selector, within) { return [].slice.call((within || document).querySelectorAll(selector)); }

  function fill(text, values) {
    return text.replace(/\{([^}]+)\}/g, function (whole, key) {
      return Object.prototype.hasOwnProperty.call(values, key) ? String(values[key]) : whole;
    });
  }

  function say(key, values) { return fill(world.words[key], values || {}); }

  /* Text only ever enters as text. */
  function make(tag, attributes, children) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    [].concat(children === undefined ? [] : children).forEach(function (child) {
      node.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  function unitName(place) { return world.units[place].name; }
  function itemName(place) { return world.items[place].name; }
  function roleName(role) { return world.roles[role][1]; }
  function announce(text) { id("live").textContent = text; }

  /* Lines of an answer, each with its file; lines of the same columns come together, with what all have told once. */
  function nameLines(runs) {
    return [].concat.apply([], runs.map(function (run) {
      return run[3].map(function (cells) {
        var values = {};
        Object.keys(run[1]).forEach(function (column) { values[column] = run[1][column]; });
        run[2].forEach(function (column, place) { values[column] = cells[place]; });
        return [run[0], values];
      });
    }));
  }

  /* Rows of the data by name, as the rules and the views speak of them. */
  function nameData() {
    world.items = world.items.map(function (row) {
      return {
        id: row[0], name: row[1], section: row[2] || 0, block: row[3] || 0, weight: row[4] || 0, pinned: row[5] || false,
        leaders: row[6] || [], months: row[7] || [], due: row[8] || ""
      };
    });
    world.units = world.units.map(function (row) {
      return {
        id: row[0], name: row[1], block: row[2], load: row[3], capacity: row[4], leadLimit: row[5], mayLead: row[6],
        eligible: row[7], judged: row[8], full: row[9]
      };
    });
    world.questions = world.questions.map(function (row) {
      return {
        id: row[0], label: row[1], title: row[2], why: row[3], items: row[4], details: row[6] || [],
        answers: row[5].map(function (answer) { return { words: answer[0], usual: answer[1], lines: nameLines(answer[2]) }; })
      };
    });
    world.files = world.files.map(function (row) {
      return { name: row[0], columns: row[1], separator: row[2], head: row[3], lines: row[4], beside: row[5] };
    });
  }

  /* Who has which role in what, now and as issued, why, and at which place of the item's list. */
  function placeMarks() {
    ["cells", "issued", "basis", "place"].forEach(function (name) { world[name] = world.items.map(function () { return {}; }); });
    world.marks.forEach(function (mark) {
      var item = mark[0], unit = mark[1];
      world.cells[item][unit] = world.issued[item][unit] = mark[2];
      world.basis[item][unit] = mark[3];
      world.place[item][unit] = Object.keys(world.place[item]).length + 1;
    });
  }

  function placesOf(list) {
    var places = {};
    list.forEach(function (each, place) { places[each.id] = place; });
    return places;
  }

  nameData();
  placeMarks();
  document.documentElement.classList.add("scripted");
  return {
    world: world, make: make, say: say, id: id, all: all, announce: announce,
    unitName: unitName, itemName: itemName, roleName: roleName,
    unitAt: placesOf(world.units), itemAt: placesOf(world.items)
  };
}());
