/* Fold: findings by group and filter, and on a narrow screen sections that open when they are wanted; paper has it all. */
(function () {
  "use strict";

  var all = Page.all, id = Page.id, make = Page.make, narrow = window.matchMedia("(max-width: 820px)");
  var groups = all("#findings .group"), sections = all("main > section:not(#overview):not(#settle)"), opened = [];

  function find() {
    var severity = id("find-severity").value, unit = id("find-unit").value, shown = 0;
    var sought = id("find-text").value.trim().toLowerCase(), narrowed = severity || unit || sought;
    groups.forEach(function (group) {
      var fits = 0, title = group.querySelector("summary").textContent.toLowerCase();
      all("li", group).forEach(function (row) {
        var ours = (!severity || group.getAttribute("data-severity") === severity) && (!unit || row.getAttribute("data-u") === unit);
        row.hidden = !ours || (sought && (title + row.textContent.toLowerCase()).indexOf(sought) < 0);
        fits += row.hidden ? 0 : 1;
      });
      group.hidden = !fits;
      if (narrowed) { group.open = fits > 0; }
      shown += fits;
    });
    id("found-count").textContent = Page.say("found", { shown: shown, all: all("#findings .group li").length });
  }

  function fold(section, isFolded) {
    section.classList.toggle("folded", isFolded);
    section.querySelector("h2 button").setAttribute("aria-expanded", String(!isFolded));
  }

  /* A heading becomes a button that opens its section; wide screens show all and the button looks like the heading. */
  function addButton(section) {
    var heading = section.querySelector("h2"), button = make("button", { type: "button" }, heading.textContent);
    heading.textContent = "";
    heading.appendChild(button);
    button.onclick = function () { fold(section, !section.classList.contains("folded")); };
    fold(section, true);
  }

  /* What a link leads to is opened before it is shown. */
  Page.reveal = function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
      if (node.classList.contains("folded")) { fold(node, false); }
    }
    if (target) { target.scrollIntoView(); }
  };

  function setUp() {
    if (narrow.matches && !document.querySelector("h2 button")) { sections.forEach(addButton); }
  }

  groups.forEach(function (group) { group.open = group.getAttribute("data-severity") !== "note" && !narrow.matches; });
  if (id("find")) {
    id("find-severity").onchange = id("find-unit").onchange = find;
    id("find-text").oninput = find;
    id("find").onsubmit = function () { return false; };
  }
  setUp();
  narrow.addListener(setUp);
  window.addEventListener("hashchange", Page.reveal);
  window.addEventListener("beforeprint", function () {
    opened = all("details").filter(function (each) { return !each.open; });
    opened.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (each) { each.open = false; }); });
  if (location.hash) { Page.reveal(); }
}());
