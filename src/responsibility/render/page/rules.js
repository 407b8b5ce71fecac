/* Rules: what a changed plan would mean. Pure: a world in, findings and a frontier out. ES5 only.
   world.cells[i][u] is 0 lead, 1 co-lead, 2 support; a pair that is absent is not assigned.
   Of an item: weight, pinned, section; of a unit: capacity, leadLimit (null: none), mayLead, eligible, judged;
   place: of a unit in an item's list. These and rules are as the settings give them. */
var Rules = (function () {
  "use strict";

  // Fewest moves first, then the least sum of 1 + 2 + ... + leads, then lighter items, then units named earlier.
  var STEP = 10000000, WEIGHT = 1000;

  function keys(row) {
    return Object.keys(row).map(Number).sort(function (a, b) { return a - b; });
  }

  function leadsOf(row) {
    return keys(row).filter(function (unit) { return row[unit] === 0; });
  }

  /* Linear quantile of sorted numbers, with numpy's rounding. */
  function quantile(sorted, share) {
    if (!sorted.length) { return 0; }
    var place = (sorted.length - 1) * share, low = Math.floor(place), part = place - low;
    var a = sorted[low], b = sorted[Math.min(low + 1, sorted.length - 1)];
    return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
  }

  function inOrder(numbers) { return numbers.slice().sort(function (a, b) { return a - b; }); }

  /* Tukey's; the spread counts a third of the upper quartile at least. */
  function fence(numbers, factor) {
    var sorted = inOrder(numbers), third = quantile(sorted, 0.75);
    return third + factor * Math.max(third - quantile(sorted, 0.25), third / 3);
  }

  /* Counts of every unit and item. */
  function count(world, rules) {
    var units = world.units.map(function () { return { roles: [0, 0, 0], items: 0, load: 0 }; }), members = [];
    world.cells.forEach(function (row, item) {
      var named = keys(row);
      members.push(named.length);
      named.forEach(function (unit) {
        units[unit].roles[row[unit]] += 1;
        units[unit].items += 1;
        units[unit].load += rules.weights[row[unit]] * world.items[item].weight;
      });
    });
    var judged = world.cells.filter(function (row) {
      return keys(row).some(function (unit) { return world.units[unit].judged; });
    }).length;
    return { units: units, members: members, judged: judged };
  }

  function itemRules(world, counted, rules, found) {
    var sizes = counted.members.filter(Boolean), crowd = Math.max(fence(sizes, rules.fence), rules.crowdedFloor);
    var usual = quantile(inOrder(sizes), 0.25) <= rules.thin;
    world.cells.forEach(function (row, item) {
      var size = counted.members[item], leads = leadsOf(row).length;
      if (!size) { return; }
      if (!leads) { found.push({ code: "H1", item: item, value: size }); }
      if (leads > 1) { found.push({ code: "H2", item: item, value: leads }); }
      if (size >= rules.crowded || size > crowd) { found.push({ code: "H4", item: item, value: size }); }
      if (size <= rules.thin && !usual) { found.push({ code: "H7", item: item, value: size }); }
    });
  }

  /* How many leads are not yet many: the mean of those who lead, times a ratio, and never less than a floor. */
  function leadLimit(units, rules) {
    var leaders = units.filter(function (unit) { return unit.roles[0]; }), all = 0;
    leaders.forEach(function (unit) { all += unit.roles[0]; });
    return Math.max(rules.leadsFloor, leaders.length ? rules.leadsRatio * all / leaders.length : 0);
  }

  function helpsOf(unit) { return unit.items - unit.roles[0]; }

  function unitRules(world, counted, rules, found) {
    var units = counted.units, items = counted.members.filter(Boolean).length;
    var judged = counted.judged >= rules.leastItems;
    var asked = units.filter(function (unit, place) { return world.units[place].judged; });
    function each(pick) { return asked.map(pick); }
    function top(numbers) { return quantile(inOrder(numbers), rules.topDecile); }
    var much = Math.max(fence(each(function (unit) { return unit.items; }), rules.fence), rules.itemsFloor);
    var many = leadLimit(asked, rules);
    var topLeads = top(each(function (unit) { return unit.roles[0]; })), topHelps = top(each(helpsOf));
    units.forEach(function (unit, place) {
      if (!world.units[place].judged) { return; }
      var leads = unit.roles[0], helps = helpsOf(unit), capacity = world.units[place].capacity;
      var over = capacity !== null && (capacity ? unit.load / capacity > 1 : unit.load > 0);
      function add(code, value) { found.push({ code: code, unit: place, value: value }); }
      if ((judged && unit.items > much) || over) { add("V1", unit.items); }
      if (judged && unit.items && unit.items >= rules.half * items) { add("V2", unit.items); }
      if (leads > many) { add("V3", leads); }
      if (leads > topLeads && helps > topHelps) { add("V5", leads); }
      if (!leads && helps >= rules.helps) { add("V6", helps); }
    });
  }

  function check(world, rules) {
    var counted = count(world, rules), found = [];
    itemRules(world, counted, rules, found);
    unitRules(world, counted, rules, found);
    return { counted: counted, found: found };
  }

  /* Cheapest way to hand one lead on from a unit that has too many, along a chain of units to one with room:
     Bellman-Ford, where a step gives an item to another of those that may lead it. A unit with many leads is
     dearer to end at, and the units named earlier in an item cheaper, so that equal proposals have one order. */
  function handOn(state, from, room) {
    var best = state.loads.map(function () { return Infinity; }), way = [], changed = true, end = -1, least = Infinity;
    best[from] = 0;
    function step(task) {
      var start = best[task.now] - task.costs[task.now];
      if (start === Infinity) { return; }
      Object.keys(task.costs).forEach(function (unit) {
        var total = start + task.costs[unit];
        if (Number(unit) !== task.now && total < best[unit]) {
          best[unit] = total;
          way[unit] = task;
          changed = true;
        }
      });
    }
    while (changed) {
      changed = false;
      state.tasks.forEach(step);
    }
    state.loads.forEach(function (load, unit) {
      var through = best[unit] + STEP * (load + 1);
      if (load < room[unit] && through < least) {
        least = through;
        end = unit;
      }
    });
    if (end < 0) { return false; }
    state.loads[end] += 1;
    state.loads[from] -= 1;
    while (end !== from) {
      var task = way[end], before = task.now;
      task.now = end;
      end = before;
    }
    return true;
  }

  /* The cells of the units that are judged: all but collectives. */
  function judgedCells(world) {
    return world.cells.map(function (row) {
      var kept = {};
      keys(row).forEach(function (unit) { if (world.units[unit].judged) { kept[unit] = row[unit]; } });
      return kept;
    });
  }

  function sectionOf(item) { return item.id.slice(0, Math.max(item.id.lastIndexOf("."), 0)); }

  /* Who leads today and who else might: a unit that leads in the same section, or that settings name; an item with
     no lead or several, or pinned, stays as it is. */
  function listTasks(world, rules) {
    var state = { loads: world.units.map(function () { return 0; }), tasks: [] }, cells = judgedCells(world);
    var items = cells.filter(function (row) { return keys(row).length; }).length, known = {};
    cells.forEach(function (row, item) {
      var section = sectionOf(world.items[item]);
      if (section) { leadsOf(row).forEach(function (unit) { known[section + " " + unit] = true; }); }
    });
    cells.forEach(function (row, item) {
      var leads = leadsOf(row), section = sectionOf(world.items[item]);
      var effort = STEP * items * (items + 1) + WEIGHT * Math.floor(10 * world.items[item].weight + 0.5);
      leads.forEach(function (unit) { state.loads[unit] += 1; });
      if (leads.length !== 1 || world.items[item].pinned) { return; }
      var task = { item: item, first: leads[0], now: leads[0], costs: {} };
      keys(row).forEach(function (unit) {
        if (unit === task.first) { task.costs[unit] = 0; return; }
        if (!world.units[unit].eligible && !known[section + " " + unit]) { return; }
        if (!world.units[unit].mayLead || (row[unit] === 2 && !rules.supportsMayLead)) { return; }
        task.costs[unit] = effort + (world.place[item][unit] || world.units.length);
      });
      state.tasks.push(task);
    });
    return state;
  }

  function lower(state, cap, world) {
    var room = world.units.map(function (unit) { return unit.leadLimit === null ? cap : Math.min(cap, unit.leadLimit); });
    for (var unit = 0; unit < room.length; unit += 1) {
      while (state.loads[unit] > room[unit]) {
        if (!handOn(state, unit, room)) { return false; }
      }
    }
    return true;
  }

  function movesOf(tasks) {
    return tasks.filter(function (task) { return task.now !== task.first; }).map(function (task) {
      return { item: task.item, from: task.first, to: task.now };
    });
  }

  /* Fewest moves for each smaller largest number of leads; each item is led by one of its own units. */
  function frontier(world, rules) {
    var state = listTasks(world, rules), steps = [], moves;
    for (var cap = Math.max.apply(null, state.loads.concat(0)); cap >= 1; cap -= 1) {
      if (!lower(state, cap, world)) { return steps; }
      moves = movesOf(state.tasks);
      if (moves.length > rules.mostMoves) { return steps; }
      steps.push({ cap: cap, moves: moves });
    }
    return steps;
  }

  return { check: check, frontier: frontier, quantile: quantile };
}());
