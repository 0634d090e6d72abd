/* Google's services that our scripts use, in memory: what a test does not know of throws.

   const google = services({now, locale}) → {FormApp, SpreadsheetApp, …} for a script, and google.world to look at. */
'use strict';

/** An object whose unknown members throw, so that a misspelt call of a script cannot pass. */
function strict(name, members) {
  return new Proxy(members, {
    get(target, key) {
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key in target) { return target[key]; }
      throw new Error(`${name}.${String(key)} is not a member that the fake knows`);
    },
    set(_target, key) { throw new Error(`${name}.${String(key)} cannot be set`); },
  });
}

function need(condition, message) { if (!condition) { throw new Error(message); } }
function isText(value, what) { need(typeof value === 'string', `${what}: text expected, got ${typeof value}`); }

const TYPES = ['SECTION_HEADER', 'TEXT', 'PARAGRAPH_TEXT', 'SCALE', 'MULTIPLE_CHOICE', 'CHECKBOX'];
const ItemType = strict('ItemType', Object.fromEntries(TYPES.map((name) => [name, name])));
const DestinationType = strict('DestinationType', {SPREADSHEET: 'SPREADSHEET'});

function services({stepMs = 0} = {}) {
  const world = {forms: {}, books: {}, properties: {}, log: [], calls: 0, locked: false, clock: 0, trashed: new Set(),
    ui: [], toasts: [], menu: [], active: null};
  let made = 0;
  const id = (kind) => `${kind}-${String(++made).padStart(20, '0')}`;

  // --- Forms ---
  function newItem(form, type) {
    const state = {id: ++made, type, title: '', help: '', required: false, options: null, bounds: null, labels: null,
      validation: null};
    form.items.push(state);
    return typed(form, state);
  }
  function typed(form, state) {
    const self = {
      getId: () => state.id,
      getType: () => state.type,
      getTitle: () => state.title,
      getHelpText: () => state.help,
      getIndex: () => form.items.indexOf(state),
      setTitle(text) { tick(); isText(text, 'setTitle'); state.title = text; return facade; },
      setHelpText(text) { tick(); isText(text, 'setHelpText'); state.help = text; return facade; },
    };
    if (state.type !== 'SECTION_HEADER') {
      self.setRequired = (flag) => { need(typeof flag === 'boolean', 'setRequired'); state.required = flag; return facade; };
    }
    if (state.type === 'SCALE') {
      self.setBounds = (low, high) => {
        need((low === 0 || low === 1) && high >= 2 && high <= 10, 'setBounds out of range');
        state.bounds = [low, high];
        return facade;
      };
      self.setLabels = (low, high) => { state.labels = [low, high]; return facade; };
    }
    if (state.type === 'MULTIPLE_CHOICE' || state.type === 'CHECKBOX') {
      self.setChoiceValues = (values) => {
        need(Array.isArray(values) && values.length > 0, 'setChoiceValues: empty');
        need(new Set(values).size === values.length, 'setChoiceValues: equal choices');
        values.forEach((value) => isText(value, 'choice'));
        state.options = values.slice();
        return facade;
      };
    }
    if (state.type === 'TEXT') {
      self.setValidation = (rule) => { need(rule && rule.pattern, 'setValidation: not built'); state.validation = rule; return facade; };
    }
    const facade = strict(state.type, self);
    return facade;
  }
  function generic(form, state) {
    const cast = (type) => () => { need(state.type === type, `cannot convert ${state.type} to ${type}`); return typed(form, state); };
    return strict('Item', {
      getId: () => state.id,
      getType: () => state.type,
      getTitle: () => state.title,
      getHelpText: () => state.help,
      asSectionHeaderItem: cast('SECTION_HEADER'),
      asTextItem: cast('TEXT'),
      asParagraphTextItem: cast('PARAGRAPH_TEXT'),
      asScaleItem: cast('SCALE'),
      asMultipleChoiceItem: cast('MULTIPLE_CHOICE'),
      asCheckboxItem: cast('CHECKBOX'),
      state,
    });
  }
  function newForm(title) {
    const form = {id: id('form'), title, description: '', thanks: '', email: true, progress: false, again: true, items: [],
      destination: null, accepting: false, published: false, responses: [], answers: 0};
    world.forms[form.id] = form;
    return form;
  }
  function formFacade(form) {
    const put = (name, kind) => (value) => { tick(); need(typeof value === kind, `${name}: ${kind} expected`); form[name] = value; return facade; };
    const add = (type) => () => { tick(); return newItem(form, type); };
    const facade = strict('Form', {
      getId: () => form.id,
      getTitle: () => form.title,
      getEditUrl: () => `https://docs.google.com/forms/d/${form.id}/edit`,
      getPublishedUrl: () => `https://docs.google.com/forms/d/e/${form.id.split('').reverse().join('')}/viewform`,
      setTitle: put('title', 'string'),
      setDescription: put('description', 'string'),
      setConfirmationMessage: put('thanks', 'string'),
      setCollectEmail: put('email', 'boolean'),
      setProgressBar: put('progress', 'boolean'),
      setShowLinkToRespondAgain: put('again', 'boolean'),
      setAcceptingResponses(flag) { need(form.published || !flag, 'an unpublished form accepts nothing'); form.accepting = flag; return facade; },
      supportsAdvancedResponderPermissions: () => true,
      setPublished: put('published', 'boolean'),
      getResponses: () => form.responses.slice(),
      getItems: () => form.items.map((state) => generic(form, state)),
      getItemById(wanted) { const state = form.items.find((one) => one.id === wanted); return state ? generic(form, state) : null; },
      deleteItem(item) { tick(); const place = form.items.indexOf(item.state); need(place >= 0, 'no such item'); form.items.splice(place, 1); },
      moveItem(from, to) {
        need(from >= 0 && from < form.items.length && to >= 0 && to < form.items.length, 'moveItem out of range');
        form.items.splice(to, 0, ...form.items.splice(from, 1));
      },
      addSectionHeaderItem: add('SECTION_HEADER'),
      addTextItem: add('TEXT'),
      addParagraphTextItem: add('PARAGRAPH_TEXT'),
      addScaleItem: add('SCALE'),
      addMultipleChoiceItem: add('MULTIPLE_CHOICE'),
      addCheckboxItem: add('CHECKBOX'),
      getDestinationType: () => (form.destination ? 'SPREADSHEET' : null),
      getDestinationId() { need(form.destination, 'the form has no destination'); return form.destination; },
      setDestination(type, book) {
        need(type === 'SPREADSHEET' && world.books[book], 'setDestination: no such spreadsheet');
        form.destination = book;
        form.answers += 1;
        addSheet(world.books[book], `Ответы на форму (${world.books[book].sheets.length})`, 0).form = form.id;
        return facade;
      },
    });
    return facade;
  }
  const validation = () => {
    const rule = {pattern: null, help: ''};
    const facade = strict('TextValidationBuilder', {
      requireTextMatchesPattern(pattern) { isText(pattern, 'pattern'); new RegExp(pattern, 'u'); rule.pattern = pattern; return facade; },
      setHelpText(text) { rule.help = text; return facade; },
      build: () => rule,
    });
    return facade;
  };
  const FormApp = strict('FormApp', {
    ItemType,
    DestinationType,
    create(title) { tick(); isText(title, 'create'); need(title, 'create: empty title'); return formFacade(newForm(title)); },
    openById(wanted) { need(world.forms[wanted] && !world.trashed.has(wanted), 'No item with the given ID could be found'); return formFacade(world.forms[wanted]); },
    createTextValidation: validation,
  });

  // --- Spreadsheets ---
  function newBook(title) {
    const book = {id: id('book'), title, locale: 'en_US', sheets: []};
    world.books[book.id] = book;
    addSheet(book, 'Лист1');
    return book;
  }
  function addSheet(book, title, place = book.sheets.length) {
    need(!book.sheets.some((one) => one.title === title), `a sheet «${title}» is there already`);
    const sheet = {title, cells: [], rules: [], form: null};
    book.sheets.splice(place, 0, sheet);
    return sheet;
  }
  const width = (sheet) => sheet.cells.reduce((most, row) => Math.max(most, row.length), 0);
  function rangeOf(sheet, row, column, rows, columns) {
    [row, column, rows, columns].forEach((n) => need(Number.isInteger(n) && n >= 1, `getRange: ${n} is not a place`));
    const each = (table, blank) => Array.from({length: rows}, (_r, r) => Array.from({length: columns},
      (_c, c) => { const found = (table[row - 1 + r] || [])[column - 1 + c]; return found === undefined ? blank : found; }));
    const fill = (table, values) => {
      need(values.length === rows && values.every((line) => line.length === columns), 'the size of values and range differ');
      values.forEach((line, r) => line.forEach((value, c) => {
        table[row - 1 + r] = table[row - 1 + r] || [];
        table[row - 1 + r][column - 1 + c] = value;
      }));
    };
    const facade = strict('Range', {
      getValues: () => each(sheet.cells, ''),
      getDisplayValues: () => each(sheet.cells, '').map((line) => line.map(String)),
      setValues(values) {
        fill(sheet.cells, values.map((line) => line.map((value) => {
          need(!(typeof value === 'string' && /^[=+]/.test(value)), `setValues would make a formula of ${value}`);
          return typeof value === 'string' && value.startsWith("'") ? value.slice(1) : value;
        })));
        return facade;
      },
      setValue(value) { return facade.setValues([[value]]); },
      getDataValidations: () => each(sheet.rules, null),
      setDataValidations(rules) { rules.flat().forEach((rule) => need(rule === null || rule.list, 'a rule is not built')); fill(sheet.rules, rules); return facade; },
    });
    return facade;
  }
  function sheetFacade(book, sheet) {
    const facade = strict('Sheet', {
      getName: () => sheet.title,
      setName(title) { need(!book.sheets.some((one) => one !== sheet && one.title === title), 'equal names'); need(title.length <= 100, 'long name'); sheet.title = title; return facade; },
      getFormUrl: () => (sheet.form ? `https://docs.google.com/forms/d/${sheet.form}/viewform` : null),
      clearContents() { sheet.cells = []; return facade; },
      getRange: (row, column, rows = 1, columns = 1) => rangeOf(sheet, row, column, rows, columns),
      getLastRow: () => { let last = 0; sheet.cells.forEach((line, r) => { if (line && line.some((cell) => cell !== '' && cell !== undefined)) { last = r + 1; } }); return last; },
      getLastColumn: () => width(sheet),
      getMaxRows: () => Math.max(1000, sheet.cells.length),
    });
    return facade;
  }
  function bookFacade(book) {
    const facade = strict('Spreadsheet', {
      getId: () => book.id,
      getUrl: () => `https://docs.google.com/spreadsheets/d/${book.id}/edit`,
      setSpreadsheetLocale(locale) { book.locale = locale; },
      getSheets: () => book.sheets.map((sheet) => sheetFacade(book, sheet)),
      getSheetByName(title) { const sheet = book.sheets.find((one) => one.title === title); return sheet ? sheetFacade(book, sheet) : null; },
      insertSheet: (title, place) => sheetFacade(book, addSheet(book, title, place)),
      toast(text) { isText(text, 'toast'); world.toasts.push(text); },
    });
    return facade;
  }
  const listRule = () => {
    const rule = {list: null, dropDown: false, invalid: true, help: ''};
    const facade = strict('DataValidationBuilder', {
      requireValueInList(values, dropDown) { need(values.length > 0 && values.length <= 500, 'list of 1 to 500'); rule.list = values.slice(); rule.dropDown = dropDown; return facade; },
      setAllowInvalid(flag) { rule.invalid = flag; return facade; },
      setHelpText(text) { rule.help = text; return facade; },
      build() { need(rule.list, 'a rule without criteria'); return rule; },
    });
    return facade;
  };
  const ui = strict('Ui', {
    ButtonSet: strict('ButtonSet', {OK: 'OK'}),
    createMenu(title) {
      const menu = {title, lines: []};
      const facade = strict('Menu', {
        addItem(caption, name) { menu.lines.push([caption, name]); return facade; },
        addSeparator() { menu.lines.push(null); return facade; },
        addToUi() { world.menu.push(menu); },
      });
      return facade;
    },
    alert(title, text, buttons) { need(buttons === 'OK', 'alert without buttons'); world.ui.push([title, text]); },
  });
  const SpreadsheetApp = strict('SpreadsheetApp', {
    create(title) { tick(); return bookFacade(newBook(title)); },
    openById(wanted) { need(world.books[wanted], 'no such spreadsheet'); return bookFacade(world.books[wanted]); },
    getActiveSpreadsheet: () => bookFacade(world.active),
    getUi: () => ui,
    newDataValidation: listRule,
    flush() {},
  });

  // --- the rest ---
  const PropertiesService = strict('PropertiesService', {
    getScriptProperties: () => strict('Properties', {
      getProperty: (key) => (key in world.properties ? world.properties[key] : null),
      getProperties: () => ({...world.properties}),
      setProperty(key, value) { isText(value, 'property'); need(value.length <= 9000, 'a property over 9 kB'); world.properties[key] = value; },
      deleteProperty(key) { delete world.properties[key]; },
    }),
  });
  const lock = strict('Lock', {
    tryLock() { if (world.locked) { return false; } world.locked = true; return true; },
    releaseLock() { world.locked = false; },
  });
  const LockService = strict('LockService', {getScriptLock: () => lock, getDocumentLock: () => lock});
  const Logger = strict('Logger', {log(pattern, text) { need(pattern === '%s', 'log with a pattern'); world.log.push(text); }});
  const Utilities = strict('Utilities', {
    formatDate: (date, zone, pattern) => { need(zone && pattern === 'dd.MM.yyyy HH:mm', 'formatDate'); const two = (n) => String(n).padStart(2, '0');
      return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`; },
  });
  const FakeDate = class extends Date { static now() { return world.clock; } };
  function tick() { world.calls += 1; world.clock += stepMs; if (world.stopAt && world.calls >= world.stopAt) { throw new Error('Exceeded maximum execution time'); } }

  return {
    world,
    addBook(title, sheets) {
      const book = newBook(title);
      book.sheets = [];
      Object.entries(sheets).forEach(([name, cells]) => { addSheet(book, name).cells = cells.map((line) => line.slice()); });
      world.active = book;
      return book;
    },
    globals: {FormApp, SpreadsheetApp, PropertiesService, LockService, Logger, Utilities, Date: FakeDate},
  };
}

module.exports = {services};
