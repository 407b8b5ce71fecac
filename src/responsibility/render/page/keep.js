/* Keep: what was decided, held in this browser, joined to the files that people keep, and taken away as one zip. */
var Keep = (function () {
  "use strict";

  var world = Page.world, key = "responsibility:" + world.plan + ":" + world.digest, lasting = true, held = {};
  var ONLY_ONE = /^(due|join|omit)$/; // kinds of which a task has one, whatever its value

  /* A browser may refuse to hold anything for a file; then all is as before, but ends with the page. */
  function read(name, otherwise) {
    var text = null;
    try { text = window.localStorage.getItem(key + ":" + name); } catch (error) { lasting = false; }
    if (text === null) { text = held[name]; }
    try { return text ? JSON.parse(text) : otherwise; } catch (error) { return otherwise; }
  }

  function write(name, value) {
    held[name] = JSON.stringify(value);
    try { window.localStorage.setItem(key + ":" + name, held[name]); } catch (error) { lasting = false; }
  }

  /* What a line is about; two lines about the same would contradict each other. */
  function placeOf(values) {
    if (values.kind) {
      return [values.kind, values.item_id, values.mention, values.heading, ONLY_ONE.test(values.kind) ? "" : values.value].join("\t");
    }
    return ["item_id", "mention", "unit_id", "rule", "item", "words"].map(function (column) {
      return (column === "unit_id" && values.mention ? "" : values[column]) || "";
    }).join("\t");
  }

  function lineOf(file, columns, values) {
    return columns.map(function (column) {
      var cell = values[column] || "";
      return cell.indexOf(file.separator) >= 0 || /["\r\n]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
    }).join(file.separator) + "\n";
  }

  function fileOf(name) {
    return world.files.filter(function (file) { return file.name === name; })[0];
  }

  /* Whether a file says something about the same already. */
  function isKept(name, values) {
    return fileOf(name).lines.some(function (line) { return line[1] && placeOf(line[1]) === placeOf(values); });
  }

  /* The whole file: its lines as they stand but those that new ones speak of, then the new, the last word of each. */
  function merge(name, rows) {
    var file = fileOf(name), fresh = {}, kept, head = file.head, columns = file.columns;
    rows.forEach(function (values) { fresh[placeOf(values)] = values; });
    if (rows.some(function (values) { return values.kind; }) && file.beside.length) {
      columns = columns.concat(file.beside.map(function (pair) { return pair[0]; }));
      head = head.replace(/\n$/, "") + file.beside.map(function (pair) { return file.separator + pair[1]; }).join("") + "\n";
    }
    kept = file.lines.filter(function (line) { return !line[1] || !fresh[placeOf(line[1])]; });
    return head + kept.map(function (line) { return line[0]; }).join("") +
      Object.keys(fresh).map(function (place) { return lineOf(file, columns, fresh[place]); }).join("");
  }

  function crc(bytes) {
    var sum = -1;
    for (var place = 0; place < bytes.length; place += 1) {
      sum ^= bytes[place];
      for (var bit = 0; bit < 8; bit += 1) { sum = (sum >>> 1) ^ (sum & 1 ? 0xEDB88320 : 0); }
    }
    return (sum ^ -1) >>> 0;
  }

  /* Numbers of a zip: two or four bytes, the least first. */
  function numbers(list) {
    var bytes = [];
    list.forEach(function (pair) {
      for (var place = 0; place < pair[1]; place += 1) { bytes.push(Math.floor(pair[0] / Math.pow(256, place)) % 256); }
    });
    return new Uint8Array(bytes);
  }

  /* A zip of files that are only stored: names in UTF-8, of the first day that a zip can tell. */
  function zip(files) {
    var parts = [], index = [], at = 0, listed = 0;
    files.forEach(function (file) {
      var name = new TextEncoder().encode(file.name), data = new TextEncoder().encode(file.text);
      var shared = [[20, 2], [2048, 2], [0, 2], [0, 2], [33, 2], [crc(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
      var local = numbers([[0x04034b50, 4]].concat(shared));
      var central = numbers([[0x02014b50, 4], [20, 2]].concat(shared, [[0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]));
      parts.push(local, name, data);
      index.push(central, name);
      at += local.length + name.length + data.length;
      listed += central.length + name.length;
    });
    var end = numbers([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [listed, 4], [at, 4], [0, 2]]);
    return new Blob(parts.concat(index, [end]), { type: "application/zip" });
  }

  function save(name, blob) {
    var link = Page.make("a", { href: URL.createObjectURL(blob), download: name });
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
  }

  return {
    read: read, write: write, merge: merge, isKept: isKept, zip: zip, save: save,
    isLasting: function () { return lasting; }
  };
}());
