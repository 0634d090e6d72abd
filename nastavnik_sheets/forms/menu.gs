/**
 * Меню «Наставничество» в книге, которая живёт в Google Таблице.
 *
 * Как поставить: в таблице «Расширения» → «Apps Script» → вставить весь этот текст вместо имеющегося → сохранить →
 * обновить страницу таблицы. Справа от «Справки» появится меню «Наставничество»; при первом выборе Google спросит
 * разрешение.
 *
 * Скрипт ничего не перезаписывает: код ставится только в пустую ячейку, список — только туда, где правил нет.
 */

var BOOK = /*SPEC*/{};

var DAMM = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
  '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'
];
var MOST_IN_LIST = 500;

function onOpen() {
  SpreadsheetApp.getUi().createMenu('Наставничество')
    .addItem('Коды новым строкам', 'giveCodes')
    .addItem('Выпадающие списки', 'addLists')
    .addSeparator()
    .addItem('Когда работала программа', 'showLastRun')
    .addToUi();
}

/** Ставит коды строкам, у которых их нет. Один человек в обеих базах получает один код. */
function giveCodes() {
  var book = SpreadsheetApp.getActiveSpreadsheet();
  if (!book.getSheetByName(BOOK.whole)) {
    return say_('Это не вся книга, а зеркало нескольких листов: коды новым строкам ставит обмен (nastavnik sync), ' +
      'иначе один код достался бы двоим.');
  }
  var lock = LockService.getDocumentLock();
  if (!lock.tryLock(5000)) {
    return say_('Коды уже ставит кто-то другой. Повторите через минуту.');
  }
  try {
    return say_(giveAll_(book));
  } finally {
    lock.releaseLock();
  }
}

function giveAll_(book) {
  var tables = BOOK.coded.map(function (sheet) { return table_(book, sheet); }).filter(function (one) { return one; });
  var numbers = numbers_(book);
  var people = people_(tables);
  var lost = lost_(tables);
  var given = 0;
  var waiting = 0;
  tables.forEach(function (table) {
    table.rows.forEach(function (row, index) {
      if (row.code !== '' || row.empty || row.total) {
        return;
      }
      if (lost[table.prefix]) {
        waiting += 1;
        return;
      }
      var prefix = table.prefix;
      var code = (row.who && people[row.who]) || makeCode(prefix, numbers[prefix] = (numbers[prefix] || 0) + 1);
      if (row.who) {
        people[row.who] = code;
      }
      var cell = table.sheet.getRange(index + 2, table.codeColumn);
      if (cell.getValues()[0][0] === '') {
        cell.setValue(code);
        given += 1;
      }
    });
  });
  return said_(given, waiting, lost);
}

function said_(given, waiting, lost) {
  var said = given ? 'Поставлено кодов: ' + given + '.' : waiting ? '' : 'У всех строк коды есть.';
  if (waiting) {
    var codes = Object.keys(lost).map(function (prefix) { return lost[prefix]; }).join(', ');
    said += ' Строк без кода: ' + waiting + '. Другие листы называют код ' + codes + ', а строки с ним нет: если он ' +
      'стёрт, верните его, иначе коды поставит команда check --fix.';
  }
  return said.trim();
}

/** Коды, на которые ссылаются, а самих записей нет: может быть, их стёрли в той строке, что осталась без кода. */
function lost_(tables) {
  var own = {};
  tables.forEach(function (table) {
    table.rows.forEach(function (row) { own[row.code] = true; });
  });
  var prefixes = tables.map(function (table) { return table.prefix; });
  var lost = {};
  tables.forEach(function (table) {
    table.values.slice(1).forEach(function (line) {
      line.forEach(function (cell) {
        codesIn_(cell).forEach(function (code) {
          var prefix = code.split('-')[0];
          if (!own[code] && prefixes.indexOf(prefix) >= 0) {
            lost[prefix] = lost[prefix] || code;
          }
        });
      });
    });
  });
  return lost;
}

/** Читает лист: где столбец кода, что в строках. Строка, в которой ничего не вписано, пустая. */
function table_(book, spec) {
  var sheet = book.getSheetByName(spec.title);
  var values = sheet ? valuesOf_(sheet) : [];
  if (values.length < 2) {
    return null;
  }
  var at = places_(values[0]);
  var codeColumn = at[BOOK.code];
  if (!codeColumn) {
    return null;
  }
  var entered = spec.entered.map(function (title) { return at[title]; }).filter(function (place) { return place; });
  var rows = values.slice(1).map(function (line) {
    var name = line[(at[BOOK.name] || 0) - 1];
    var birth = line[(at[BOOK.birth] || 0) - 1];
    return {
      code: line[codeColumn - 1],
      empty: !entered.some(function (place) { return line[place - 1] !== ''; }),
      total: /^\s*(итого|всего)/i.test(String(name || '')),
      who: spec.person && name && birth ? fold_(name) + '|' + day_(birth) : ''
    };
  });
  return {sheet: sheet, prefix: spec.prefix, codeColumn: codeColumn, rows: rows, values: values};
}

function people_(tables) {
  var people = {};
  tables.forEach(function (table) {
    table.rows.forEach(function (row) {
      if (row.who && row.code !== '') {
        people[row.who] = people[row.who] || String(row.code);
      }
    });
  });
  return people;
}

/** Самый большой номер каждой приставки во всей таблице: номер, который помнит хотя бы согласие, не свободен. */
function numbers_(book) {
  var highest = {};
  book.getSheets().forEach(function (sheet) {
    valuesOf_(sheet).forEach(function (line) {
      line.forEach(function (cell) {
        codesIn_(cell).forEach(function (code) {
          var parts = code.split('-');
          highest[parts[0]] = Math.max(highest[parts[0]] || 0, Number(parts[1]));
        });
      });
    });
  });
  return highest;
}

/** Верные коды в ячейке. */
function codesIn_(cell) {
  if (typeof cell !== 'string' || cell.indexOf('-') < 0) {
    return [];
  }
  return (cell.slice(0, 2000).match(/[А-ЯЁ]{1,3}-\d{3,6}-\d(?!\d)/g) || []).filter(function (code) {
    var parts = code.split('-');
    return checkDigit(parts[1]) === Number(parts[2]);
  });
}

/** Контрольная цифра по Дамму. */
function checkDigit(digits) {
  return String(digits).split('').reduce(function (interim, digit) {
    return Number(DAMM[interim].charAt(Number(digit)));
  }, 0);
}

function makeCode(prefix, number) {
  var digits = ('000' + number).slice(-Math.max(3, String(number).length));
  return prefix + '-' + digits + '-' + checkDigit(digits);
}

/** Ставит выпадающие списки из листа «Списки» и постоянные; свои правила людей остаются. */
function addLists() {
  var book = SpreadsheetApp.getActiveSpreadsheet();
  var lists = lists_(book);
  var added = 0;
  BOOK.choices.forEach(function (choice) {
    var sheet = book.getSheetByName(choice.sheet);
    var column = sheet && places_(valuesOf_(sheet)[0] || [])[choice.title];
    var options = choice.list ? lists[choice.list] || [] : choice.options;
    if (!column || !options.length || options.length > MOST_IN_LIST) {
      return;
    }
    added += addList_(sheet, column, options);
  });
  return say_(added ? 'Ячеек с новыми списками: ' + added + '.' : 'Списки уже стоят.');
}

function addList_(sheet, column, options) {
  var range = sheet.getRange(2, column, sheet.getMaxRows() - 1, 1);
  var rule = SpreadsheetApp.newDataValidation().requireValueInList(options, true).setAllowInvalid(true)
    .setHelpText('Выберите из списка. Другое значение можно оставить, но проверка о нём спросит.').build();
  var added = 0;
  var rules = range.getDataValidations().map(function (line) {
    if (line[0]) {
      return line;
    }
    added += 1;
    return [rule];
  });
  if (added) {
    range.setDataValidations(rules);
  }
  return added;
}

function lists_(book) {
  var sheet = book.getSheetByName(BOOK.lists.sheet);
  var values = sheet ? valuesOf_(sheet) : [];
  var at = places_(values[0] || []);
  var lists = {};
  values.slice(1).forEach(function (line) {
    var name = line[at[BOOK.lists.name] - 1];
    var value = String(line[at[BOOK.lists.value] - 1]);
    if (name && value) {
      lists[name] = lists[name] || [];
      if (lists[name].indexOf(value) < 0) {
        lists[name].push(value);
      }
    }
  });
  return lists;
}

/** Показывает последнюю строку «Истории»: когда и что сделала программа. */
function showLastRun() {
  var sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(BOOK.log.sheet);
  var values = sheet ? sheet.getRange(1, 1, Math.max(1, sheet.getLastRow()), Math.max(1, sheet.getLastColumn()))
    .getDisplayValues() : [[]];
  var at = places_(values[0]);
  var rows = values.slice(1).filter(function (line) { return line[at[BOOK.log.when] - 1]; });
  if (!rows.length) {
    return say_('Программа в этой таблице ещё не работала.');
  }
  var synced = rows.filter(function (line) { return line[at[BOOK.log.command] - 1] === 'sync'; });
  var lines = [tell_('Последняя команда', rows[rows.length - 1], at)];
  lines.push(synced.length ? tell_('Последний обмен', synced[synced.length - 1], at) : 'Обмена с книгой не было.');
  return say_(lines.join('\n'));
}

function tell_(what, line, at) {
  return what + ': ' + line[at[BOOK.log.when] - 1] + ' — ' + line[at[BOOK.log.what] - 1];
}

// --- общее ---

function valuesOf_(sheet) {
  var rows = sheet.getLastRow();
  var columns = sheet.getLastColumn();
  return rows && columns ? sheet.getRange(1, 1, rows, columns).getValues() : [];
}

function places_(headers) {
  var at = {};
  headers.forEach(function (title, index) {
    var plain = String(title).trim();
    at[plain] = at[plain] || index + 1;
  });
  return at;
}

function fold_(text) {
  return String(text).toLowerCase().replace(/ё/g, 'е').replace(/[«»“”„"']/g, '').replace(/\s+/g, ' ').trim()
    .replace(/\s*[-‐‑‒–—−]\s*/g, '-');
}

function day_(value) {
  if (Object.prototype.toString.call(value) !== '[object Date]') {
    return String(value).trim();
  }
  return [value.getDate(), value.getMonth() + 1, value.getFullYear()].map(function (part) {
    return ('0' + part).slice(-2 - (part > 99 ? 2 : 0));
  }).join('.');
}

function say_(text) {
  SpreadsheetApp.getUi().alert('Наставничество', text, SpreadsheetApp.getUi().ButtonSet.OK);
  return text;
}
