/**
 * Анкеты программы наставничества в Google Формах.
 *
 * Как запустить: script.google.com → «Новый проект» → вставить весь этот текст вместо имеющегося → сохранить →
 * выбрать наверху функцию buildForms → «Выполнить» → разрешить доступ. Когда скрипт закончит, ссылки на анкеты
 * лежат на листе «Анкеты» таблицы с ответами, её адрес — в «Журнале выполнения».
 *
 * Повторный запуск обновляет те же анкеты и вторых не делает. Ваши собственные вопросы, ответы людей и столбцы
 * таблицы скрипт не трогает. Почту и имена анкеты не собирают: люди называют код из памятки.
 */

var SPEC = /*SPEC*/{};

var STOP_AFTER = 270 * 1000;
var INDEX = 'Анкеты';
var CODE_LINE = /\[([А-ЯЁ]{1,3}-\d{3,6}-\d)\]\s*$/;
var CODE_ITEM = 'КОД';
var ABOUT_ITEM = 'О-ДАННЫХ';

/** Делает анкеты или обновляет сделанные раньше. */
function buildForms() {
  var lock = LockService.getScriptLock();
  if (!lock.tryLock(1000)) {
    return tell_('Скрипт уже выполняется: дождитесь конца и посмотрите журнал.');
  }
  try {
    return tell_(build_(Date.now()));
  } finally {
    lock.releaseLock();
  }
}

/** Забывает анкеты, которые вы удалили: при следующем запуске они будут сделаны заново. */
function forgetDeletedForms() {
  var gone = records_().filter(function (record) { return !openForm_(record.id); });
  gone.forEach(function (record) { properties_().deleteProperty('form:' + record.id); });
  return tell_('Забыто анкет: ' + gone.length + '.');
}

function build_(started) {
  var book = answersBook_();
  var records = records_().concat(found_(book));
  var said = [];
  var left = 0;
  SPEC.forms.forEach(function (spec) {
    if (Date.now() - started > STOP_AFTER) {
      left += 1;
      return;
    }
    var record = take_(records, spec);
    if (record && !openForm_(record.id)) {
      said.push('«' + spec.title + '» не открывается. Если вы удалили её, выполните функцию forgetDeletedForms и ' +
        'запустите buildForms снова.');
      return;
    }
    said = said.concat(one_(spec, record, book));
  });
  writeIndex_(book);
  if (left) {
    said.push('Время вышло, осталось анкет: ' + left + '. Запустите buildForms ещё раз.');
  }
  said.push('Анкет в таблице: ' + records_().length + '. Ответы: ' + book.getUrl());
  if (!SPEC.sheet) {
    said.push('Впишите этот адрес на лист «Настройки» книги, в строку «' + SPEC.setting + '».');
  }
  return said.join('\n');
}

function one_(spec, record, book) {
  var form = record ? openForm_(record.id) : FormApp.create(spec.title);
  if (record && record.print === spec.print && destination_(form) === book.getId()) {
    return [];
  }
  var codes = record ? known_(form, record) : {};
  save_(form, spec, codes, '');
  if (!record) {
    open_(form);
  }
  form.setTitle(spec.title).setDescription(spec.description).setConfirmationMessage(SPEC.thanks);
  form.setCollectEmail(false).setProgressBar(true).setShowLinkToRespondAgain(false);
  var said = items_(form, spec, codes);
  link_(form, spec, book);
  save_(form, spec, codes, spec.print);
  return said;
}

/** Открывает новую анкету для ответов; закрытую вами потом скрипт снова не открывает. */
function open_(form) {
  if (form.supportsAdvancedResponderPermissions()) {
    form.setPublished(true);
  }
  form.setAcceptingResponses(true);
}

/** Ставит вопросы по порядку; то, что люди добавили сами, остаётся после них. */
function items_(form, spec, codes) {
  var answered = form.getResponses().length > 0;
  var said = [];
  sweep_(form, codes);
  spec.items.forEach(function (wanted, index) {
    var item = codes[wanted.code] ? form.getItemById(codes[wanted.code]) : null;
    if (item && item.getType() !== typeOf_(wanted.kind)) {
      if (answered) {
        said.push('«' + spec.title + '»: у вопроса ' + wanted.code + ' сменилась шкала, а ответы уже есть. Он оставлен ' +
          'прежним; измените его в форме сами.');
        return;
      }
      form.deleteItem(item);
      item = null;
    }
    var made = item ? as_(item, wanted.kind) : add_(form, wanted.kind);
    fill_(made, wanted);
    codes[wanted.code] = made.getId();
    if (made.getIndex() !== index) {
      form.moveItem(made.getIndex(), index);
    }
  });
  return said.concat(drop_(form, spec, codes, answered));
}

/** Убирает вопрос без слов, на котором прервался прежний запуск. */
function sweep_(form, codes) {
  var ours = Object.keys(codes).map(function (code) { return codes[code]; });
  form.getItems().forEach(function (item) {
    if (!item.getTitle() && ours.indexOf(item.getId()) < 0) {
      form.deleteItem(item);
    }
  });
}

function drop_(form, spec, codes, answered) {
  var kept = spec.items.map(function (item) { return item.code; });
  var said = [];
  Object.keys(codes).filter(function (code) { return kept.indexOf(code) < 0; }).forEach(function (code) {
    var item = form.getItemById(codes[code]);
    if (item && answered) {
      said.push('«' + spec.title + '»: вопроса ' + code + ' в книге больше нет, а ответы на него уже есть. Он оставлен; ' +
        'уберите его в форме сами.');
      return;
    }
    if (item) {
      form.deleteItem(item);
    }
    delete codes[code];
  });
  return said;
}

function typeOf_(kind) {
  return {
    about: FormApp.ItemType.SECTION_HEADER,
    code: FormApp.ItemType.TEXT,
    person: FormApp.ItemType.TEXT,
    text: FormApp.ItemType.PARAGRAPH_TEXT,
    scale: FormApp.ItemType.SCALE,
    one: FormApp.ItemType.MULTIPLE_CHOICE,
    several: FormApp.ItemType.CHECKBOX
  }[kind];
}

function add_(form, kind) {
  switch (kind) {
    case 'about': return form.addSectionHeaderItem();
    case 'text': return form.addParagraphTextItem();
    case 'scale': return form.addScaleItem();
    case 'one': return form.addMultipleChoiceItem();
    case 'several': return form.addCheckboxItem();
    default: return form.addTextItem();
  }
}

function as_(item, kind) {
  switch (kind) {
    case 'about': return item.asSectionHeaderItem();
    case 'text': return item.asParagraphTextItem();
    case 'scale': return item.asScaleItem();
    case 'one': return item.asMultipleChoiceItem();
    case 'several': return item.asCheckboxItem();
    default: return item.asTextItem();
  }
}

function fill_(item, wanted) {
  item.setHelpText(wanted.help).setTitle(wanted.title);
  if (wanted.kind === 'about') {
    return;
  }
  item.setRequired(wanted.required);
  if (wanted.kind === 'scale') {
    item.setBounds(wanted.low, wanted.high).setLabels(wanted.lowLabel, wanted.highLabel);
  } else if (wanted.options) {
    item.setChoiceValues(wanted.options);
  } else if (wanted.pattern) {
    item.setValidation(FormApp.createTextValidation()
      .requireTextMatchesPattern(wanted.pattern).setHelpText(SPEC.codeError).build());
  }
}

// --- таблица с ответами ---

function answersBook_() {
  var id = SPEC.sheet || properties_().getProperty('book');
  var book = id ? SpreadsheetApp.openById(id) : SpreadsheetApp.create(SPEC.sheetTitle);
  if (!id) {
    book.setSpreadsheetLocale('ru_RU');
  }
  properties_().setProperty('book', book.getId());
  return book;
}

/** Направляет ответы в таблицу и называет новый лист так же, как анкету. */
function link_(form, spec, book) {
  if (destination_(form) !== book.getId()) {
    form.setDestination(FormApp.DestinationType.SPREADSHEET, book.getId());
    SpreadsheetApp.flush();
  }
  var sheet = sheets_(book.getId()).filter(function (one) { return formId_(one.getFormUrl()) === form.getId(); })[0];
  if (sheet && sheet.getName() !== spec.tab && !book.getSheetByName(spec.tab)) {
    sheet.setName(spec.tab);
  }
}

function destination_(form) {
  return form.getDestinationType() === FormApp.DestinationType.SPREADSHEET ? form.getDestinationId() : '';
}

function sheets_(id) {
  return SpreadsheetApp.openById(id).getSheets();
}

function formId_(url) {
  var match = /\/forms\/(?:u\/\d+\/)?d\/([A-Za-z0-9_-]+)/.exec(url || '');
  return match ? match[1] : '';
}

function writeIndex_(book) {
  var sheet = book.getSheetByName(INDEX) || book.insertSheet(INDEX, 0);
  var rows = [['Анкета', 'Ссылка для заполнения', 'Изменить анкету']];
  records_().forEach(function (record) {
    var form = openForm_(record.id);
    if (form) {
      rows.push([plain_(form.getTitle()), form.getPublishedUrl(), form.getEditUrl()]);
    }
  });
  sheet.clearContents();
  sheet.getRange(1, 1, rows.length, 3).setValues(rows);
}

/** Текст, который таблица не примет за формулу. */
function plain_(text) {
  return /^[=+\-@']/.test(text) ? "'" + text : text;
}

// --- какая анкета какая ---

function properties_() {
  return PropertiesService.getScriptProperties();
}

function records_() {
  var all = properties_().getProperties();
  return Object.keys(all).filter(function (key) { return key.indexOf('form:') === 0; }).sort().map(function (key) {
    var kept = JSON.parse(all[key]);
    return {id: key.slice(5), codes: kept.codes, print: kept.print, place: kept.place, title: kept.title};
  }).sort(function (a, b) { return a.place - b.place; });
}

function save_(form, spec, codes, print) {
  var kept = {codes: codes, print: print, place: SPEC.forms.indexOf(spec), title: spec.title};
  properties_().setProperty('form:' + form.getId(), JSON.stringify(kept));
}

function known_(form, record) {
  var codes = codesIn_(form);
  Object.keys(record.codes).forEach(function (code) { codes[code] = record.codes[code]; });
  return codes;
}

/** Анкеты, сделанные другим проектом: их знает таблица с ответами, а вопросы узнаются по кодам в пояснениях. */
function found_(book) {
  var known = records_().map(function (record) { return record.id; });
  var ids = book.getSheets().map(function (sheet) { return formId_(sheet.getFormUrl()); });
  return ids.filter(function (id) { return id && known.indexOf(id) < 0; }).map(function (id) {
    var form = openForm_(id);
    return {id: id, print: '', place: 0, title: '', codes: form ? codesIn_(form) : {}};
  });
}

function codesIn_(form) {
  var codes = {};
  form.getItems().forEach(function (item) {
    var match = CODE_LINE.exec(item.getHelpText() || '');
    if (match) {
      codes[match[1]] = item.getId();
    } else if (item.getTitle() === SPEC.codeTitle) {
      codes[CODE_ITEM] = item.getId();
    } else if (item.getTitle() === SPEC.aboutTitle) {
      codes[ABOUT_ITEM] = item.getId();
    }
  });
  return codes;
}

/** Забирает из списка ту анкету, у которой больше всего общих вопросов с этой. */
function take_(records, spec) {
  var best = null;
  var most = 0;
  records.forEach(function (record) {
    var common = spec.items.filter(function (item) { return item.own && record.codes[item.code]; }).length;
    common += record.title === spec.title ? 0.5 : 0;
    if (common > most) {
      best = record;
      most = common;
    }
  });
  if (best) {
    records.splice(records.indexOf(best), 1);
  }
  return best;
}

function openForm_(id) {
  try {
    return FormApp.openById(id);
  } catch (error) {
    return null;
  }
}

function tell_(text) {
  Logger.log('%s', text);
  return text;
}
