/**
 * Меню «Наставничество» в книге, которая живёт в Google Таблице.
 *
 * Как поставить: в таблице «Расширения» → «Apps Script» → вставить весь этот текст вместо имеющегося → сохранить →
 * обновить страницу таблицы. Справа от «Справки» появится меню «Наставничество»; при первом выборе Google спросит
 * разрешение.
 *
 * Скрипт ничего не перезаписывает: код ставится только в пустую ячейку, список — только туда, где правил нет.
 */

var BOOK = {
 "whole": "Настройки",
 "code": "Код",
 "name": "ФИО",
 "birth": "Дата рождения",
 "coded": [
  {
   "title": "Наставляемые",
   "prefix": "У",
   "person": true,
   "entered": [
    "ФИО",
    "Пол",
    "Дата рождения",
    "Кто это",
    "Класс",
    "Должность",
    "Педагогический стаж, лет",
    "Телефон",
    "Эл. почта",
    "Законный представитель",
    "Телефон представителя",
    "Основной запрос",
    "Темы запроса",
    "Желаемая форма",
    "Ролевая модель",
    "Удобное время",
    "Вошёл в программу",
    "Анкета получена",
    "Знаком с программой",
    "Добровольно",
    "Вышел из программы",
    "Без пары в прошлом году",
    "Результаты программы",
    "Ссылка на кейс или отзыв",
    "Прошёл программу",
    "Примечание"
   ]
  },
  {
   "title": "Наставники",
   "prefix": "У",
   "person": true,
   "entered": [
    "ФИО",
    "Пол",
    "Дата рождения",
    "Кто это",
    "Класс",
    "Должность",
    "Место работы или учёбы",
    "Партнёр",
    "Стаж, лет",
    "Телефон",
    "Эл. почта",
    "Законный представитель",
    "Телефон представителя",
    "Основные компетенции",
    "Темы помощи",
    "Важные достижения",
    "Интересы",
    "Формы",
    "Ролевые модели",
    "Возраст наставляемых от",
    "Возраст наставляемых до",
    "Часов в месяц",
    "Сколько наставляемых",
    "Удобное время",
    "Вошёл в программу",
    "Анкета получена",
    "Знаком с программой",
    "Добровольно",
    "Договор №",
    "Дата договора",
    "Справка о судимости",
    "Вышел из программы",
    "Результаты программы",
    "Ссылка на кейс или отзыв",
    "Примечание"
   ]
  },
  {
   "title": "Согласия",
   "prefix": "С",
   "person": false,
   "entered": [
    "Код участника",
    "Вид согласия",
    "Подписал",
    "ФИО представителя",
    "Основание полномочий",
    "Дата",
    "Действует до",
    "Отозвано",
    "Где хранится",
    "Разрешено публиковать"
   ]
  },
  {
   "title": "Предпочтения",
   "prefix": "ПЧ",
   "person": false,
   "entered": [
    "Код участника",
    "Роль",
    "Дата",
    "1-й выбор",
    "2-й выбор",
    "3-й выбор",
    "Не готов работать с",
    "Комментарий"
   ]
  },
  {
   "title": "Пары",
   "prefix": "ПР",
   "person": false,
   "entered": [
    "Наставник",
    "Наставляемый",
    "Группа",
    "Форма",
    "Ролевая модель",
    "Программа",
    "Состояние",
    "Закреплена вручную",
    "Приказ №",
    "Дата приказа",
    "Начало",
    "Окончание по плану",
    "Окончание",
    "Причина окончания",
    "Уведомление об отказе",
    "Встреч по плану",
    "Допсоглашение №",
    "Дата допсоглашения",
    "Результат"
   ]
  },
  {
   "title": "Встречи",
   "prefix": "В",
   "person": false,
   "entered": [
    "Код пары",
    "Дата",
    "Вид встречи",
    "Состояние",
    "Формат",
    "Минут",
    "Тема",
    "Что сделано",
    "Договорённости",
    "Пункт плана",
    "Следующая встреча",
    "Подтвердил наставник",
    "Подтвердил наставляемый"
   ]
  },
  {
   "title": "Планы",
   "prefix": "ИП",
   "person": false,
   "entered": [
    "Код пары",
    "Раздел",
    "№",
    "Проект, задание",
    "Срок",
    "Планируемый результат",
    "Фактический результат",
    "Выполнено",
    "Отзыв наставника"
   ]
  },
  {
   "title": "Дорожная карта",
   "prefix": "ДК",
   "person": false,
   "entered": [
    "Этап",
    "Наименование этапа",
    "Мероприятие",
    "Содержание деятельности",
    "Считать как",
    "Начало",
    "Окончание",
    "Ответственный",
    "Состояние",
    "Выполнено",
    "Подтверждение",
    "Примечание"
   ]
  },
  {
   "title": "События",
   "prefix": "М",
   "person": false,
   "entered": [
    "Вид",
    "Название",
    "Дата",
    "Место",
    "Форма",
    "Представлены программы",
    "Приглашены",
    "Были",
    "Ещё гостей",
    "Часов",
    "Повестка",
    "Решили",
    "Ответственный",
    "Протокол"
   ]
  },
  {
   "title": "Обучение",
   "prefix": "О",
   "person": false,
   "entered": [
    "Наставник",
    "Программа обучения",
    "Тема занятия",
    "Дата",
    "Часов",
    "Ведущий",
    "Был",
    "Документ об обучении"
   ]
  },
  {
   "title": "Обращения",
   "prefix": "ОБ",
   "person": false,
   "entered": [
    "Дата",
    "Вид",
    "От кого",
    "Представитель",
    "О ком",
    "Содержание",
    "Показано наставнику",
    "Объяснение наставника",
    "Ответ",
    "Дата ответа"
   ]
  },
  {
   "title": "Вопросы",
   "prefix": "ВП",
   "person": false,
   "entered": [
    "Анкета",
    "Замер",
    "Кто отвечает",
    "Форма",
    "№",
    "Вопрос",
    "Шкала",
    "Варианты",
    "Для чего",
    "Вопрос на входе",
    "Чувствительный",
    "Достоверность"
   ]
  },
  {
   "title": "Ответы",
   "prefix": "ОТ",
   "person": false,
   "entered": [
    "Код участника",
    "Код вопроса",
    "Замер",
    "Дата",
    "Ответ",
    "Код пары",
    "Откуда"
   ]
  },
  {
   "title": "Показатели",
   "prefix": "ПЗ",
   "person": false,
   "entered": [
    "Раздел",
    "Показатель",
    "Формулировка",
    "Форма",
    "Год",
    "Цель, %",
    "До программы",
    "После программы",
    "Лучше",
    "Балл 0–1–2",
    "Примечание"
   ]
  },
  {
   "title": "Поощрения",
   "prefix": "НГ",
   "person": false,
   "entered": [
    "Код участника",
    "Код пары",
    "Партнёр",
    "Вид поощрения",
    "За что",
    "Дата",
    "Приказ №"
   ]
  },
  {
   "title": "Приказы",
   "prefix": "Д",
   "person": false,
   "entered": [
    "№",
    "Дата",
    "Вид",
    "Заголовок",
    "Подписал",
    "Кого касается",
    "Файл"
   ]
  },
  {
   "title": "Партнёры",
   "prefix": "ПТ",
   "person": false,
   "entered": [
    "Название",
    "Предприятие",
    "Руководитель",
    "Должность руководителя",
    "Контактное лицо",
    "Телефон",
    "Эл. почта",
    "Адрес",
    "Договор №",
    "Дата договора",
    "Вклад в программу"
   ]
  },
  {
   "title": "Программы",
   "prefix": "ПГ",
   "person": false,
   "entered": [
    "Название",
    "Форма",
    "Ролевая модель",
    "Групповая",
    "Цель и содержание",
    "Начало",
    "Окончание",
    "Утверждена",
    "Ссылка"
   ]
  },
  {
   "title": "Образцы планов",
   "prefix": "ОП",
   "person": false,
   "entered": [
    "Форма",
    "Темы запроса",
    "Код вопроса",
    "Если ответ не выше",
    "Раздел",
    "Проект, задание",
    "Планируемый результат",
    "Срок, % времени пары",
    "Примечание"
   ]
  },
  {
   "title": "Критерии наград",
   "prefix": "КН",
   "person": false,
   "entered": [
    "Поощрение",
    "Кого выдвигают",
    "Что учитывается",
    "Вес",
    "Весь вес при",
    "Примечание"
   ]
  },
  {
   "title": "Практики",
   "prefix": "БП",
   "person": false,
   "entered": [
    "Название",
    "Вид",
    "Форма",
    "Код автора",
    "Автор",
    "Дата",
    "Ссылка",
    "О чём"
   ]
  },
  {
   "title": "Публикации",
   "prefix": "ПБ",
   "person": false,
   "entered": [
    "Дата",
    "Где",
    "Кто назван",
    "Файл",
    "Снято",
    "Примечание"
   ]
  }
 ],
 "choices": [
  {
   "sheet": "Наставляемые",
   "title": "Пол",
   "options": [
    "м",
    "ж"
   ]
  },
  {
   "sheet": "Наставляемые",
   "title": "Кто это",
   "list": "Виды наставляемых"
  },
  {
   "sheet": "Наставляемые",
   "title": "Желаемая форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Наставляемые",
   "title": "Ролевая модель",
   "list": "Ролевые модели"
  },
  {
   "sheet": "Наставляемые",
   "title": "Добровольно",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Наставляемые",
   "title": "Без пары в прошлом году",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Наставляемые",
   "title": "Прошёл программу",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Наставники",
   "title": "Пол",
   "options": [
    "м",
    "ж"
   ]
  },
  {
   "sheet": "Наставники",
   "title": "Кто это",
   "list": "Виды наставников"
  },
  {
   "sheet": "Наставники",
   "title": "Добровольно",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Согласия",
   "title": "Вид согласия",
   "options": [
    "обработка персональных данных",
    "распространение персональных данных",
    "участие в программе",
    "согласие работника (ст. 351.8 ТК)"
   ]
  },
  {
   "sheet": "Согласия",
   "title": "Подписал",
   "options": [
    "сам",
    "законный представитель"
   ]
  },
  {
   "sheet": "Предпочтения",
   "title": "Роль",
   "options": [
    "наставляемый",
    "наставник"
   ]
  },
  {
   "sheet": "Пары",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Пары",
   "title": "Ролевая модель",
   "list": "Ролевые модели"
  },
  {
   "sheet": "Пары",
   "title": "Состояние",
   "options": [
    "предложена",
    "утверждена",
    "завершена",
    "прекращена",
    "отклонена"
   ]
  },
  {
   "sheet": "Пары",
   "title": "Закреплена вручную",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Встречи",
   "title": "Вид встречи",
   "list": "Виды встреч"
  },
  {
   "sheet": "Встречи",
   "title": "Состояние",
   "options": [
    "план",
    "состоялась",
    "отменена"
   ]
  },
  {
   "sheet": "Встречи",
   "title": "Формат",
   "options": [
    "очно",
    "онлайн",
    "смешанно"
   ]
  },
  {
   "sheet": "Встречи",
   "title": "Подтвердил наставник",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Встречи",
   "title": "Подтвердил наставляемый",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Планы",
   "title": "Раздел",
   "list": "Разделы плана"
  },
  {
   "sheet": "Дорожная карта",
   "title": "Считать как",
   "list": "Мероприятия карты"
  },
  {
   "sheet": "Дорожная карта",
   "title": "Состояние",
   "options": [
    "не начато",
    "в работе",
    "выполнено",
    "отложено"
   ]
  },
  {
   "sheet": "События",
   "title": "Вид",
   "list": "Виды событий"
  },
  {
   "sheet": "События",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Обучение",
   "title": "Программа обучения",
   "list": "Программы обучения"
  },
  {
   "sheet": "Обучение",
   "title": "Был",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Обращения",
   "title": "Вид",
   "list": "Виды обращений"
  },
  {
   "sheet": "Вопросы",
   "title": "Замер",
   "options": [
    "предварительный",
    "вход",
    "промежуточный",
    "выход"
   ]
  },
  {
   "sheet": "Вопросы",
   "title": "Кто отвечает",
   "options": [
    "наставляемый",
    "наставник",
    "куратор"
   ]
  },
  {
   "sheet": "Вопросы",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Вопросы",
   "title": "Шкала",
   "options": [
    "1–10",
    "да/нет",
    "текст",
    "частота",
    "0–1–2",
    "один из списка",
    "несколько из списка",
    "участник"
   ]
  },
  {
   "sheet": "Вопросы",
   "title": "Для чего",
   "options": [
    "удовлетворённость",
    "влияние",
    "сильные стороны",
    "слабые стороны",
    "сигнал куратору",
    "ожидания"
   ]
  },
  {
   "sheet": "Вопросы",
   "title": "Чувствительный",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Ответы",
   "title": "Замер",
   "options": [
    "предварительный",
    "вход",
    "промежуточный",
    "выход"
   ]
  },
  {
   "sheet": "Показатели",
   "title": "Раздел",
   "options": [
    "цель",
    "влияние",
    "лист куратора",
    "сильные стороны",
    "слабые стороны",
    "возможности",
    "угрозы"
   ]
  },
  {
   "sheet": "Показатели",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Показатели",
   "title": "Лучше",
   "options": [
    "рост",
    "снижение"
   ]
  },
  {
   "sheet": "Поощрения",
   "title": "Вид поощрения",
   "list": "Виды поощрений"
  },
  {
   "sheet": "Партнёры",
   "title": "Предприятие",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Программы",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Программы",
   "title": "Ролевая модель",
   "list": "Ролевые модели"
  },
  {
   "sheet": "Программы",
   "title": "Групповая",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Кураторы",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Образцы планов",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Образцы планов",
   "title": "Раздел",
   "list": "Разделы плана"
  },
  {
   "sheet": "Критерии наград",
   "title": "Поощрение",
   "list": "Виды поощрений"
  },
  {
   "sheet": "Критерии наград",
   "title": "Кого выдвигают",
   "options": [
    "наставник",
    "пара"
   ]
  },
  {
   "sheet": "Критерии наград",
   "title": "Что учитывается",
   "options": [
    "встречи по плану",
    "встречи без пауз",
    "отметки о встречах",
    "задания плана",
    "анкеты",
    "Школа наставников",
    "события",
    "итоги и отзывы",
    "практики",
    "наставляемые",
    "завершённые пары"
   ]
  },
  {
   "sheet": "Практики",
   "title": "Вид",
   "list": "Виды практик"
  },
  {
   "sheet": "Практики",
   "title": "Форма",
   "list": "Формы наставничества"
  },
  {
   "sheet": "Категории",
   "title": "Категория",
   "list": "Категории наставляемых"
  },
  {
   "sheet": "Обмен",
   "title": "Уходит в Google",
   "options": [
    "да",
    "нет"
   ]
  },
  {
   "sheet": "Списки",
   "title": "Считать как",
   "options": [
    "ученик",
    "студент",
    "педагог",
    "родитель",
    "выпускник",
    "работодатель",
    "ветеран",
    "организационная",
    "пробная",
    "планирование",
    "регулярная",
    "заключительная"
   ]
  },
  {
   "sheet": "Синонимы",
   "title": "Тема",
   "list": "Темы"
  }
 ],
 "lists": {
  "sheet": "Списки",
  "name": "Список",
  "value": "Значение"
 },
 "log": {
  "sheet": "История",
  "when": "Когда",
  "command": "Команда",
  "what": "Что сделано"
 }
};

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
