/* node run.js < job: runs scripts for Google against the services in memory and prints what came of it as JSON.

   A job is {script, steps: [[name, argument], …]}: a step calls a function of the script or a verb of this file. */
'use strict';
const vm = require('vm');
const {services} = require('./services.js');

const job = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const google = services(job.options || {});
const world = google.world;
let script = load(job.script);

function load(text) {
  const context = vm.createContext({...google.globals});
  vm.runInContext(text, context, {filename: 'Code.gs'});
  return context;
}

const verbs = {
  load(text) { script = load(text); },
  book({title, sheets}) {
    const day = (cell) => (cell && cell.day ? new Date(...cell.day) : cell);
    google.addBook(title, Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, rows.map((row) => row.map(day))])));
  },
  rule({sheet, row, column}) { const rules = world.active.sheets.find((one) => one.title === sheet).rules; (rules[row - 1] = rules[row - 1] || [])[column - 1] = {list: ['своё']}; },
  answer(title) { formNamed(title).responses.push({}); },
  close(title) { formNamed(title).accepting = false; },
  trash(title) { world.trashed.add(formNamed(title).id); },
  forget() { world.properties = {}; },
  own({title, text}) { formNamed(title).items.unshift({id: 900000 + world.calls, type: 'TEXT', title: text, help: '', required: false}); },
  edit({title, from, to}) { formNamed(title).items.find((item) => item.title === from).title = to; },
  stopAt(calls) { world.stopAt = world.calls + calls; },
  goOn() { world.stopAt = 0; world.locked = false; },
  rest() { world.clock += 600000; },
  each({name, values}) { return values.map((value) => script[name](value)); },
};

function formNamed(title) { return Object.values(world.forms).find((form) => form.title === title); }

const results = (job.steps || []).map(([name, argument]) => {
  try {
    return {value: (verbs[name] || ((given) => script[name](given)))(argument)};
  } catch (error) {
    return {error: String(error && error.message)};
  }
});
console.log(JSON.stringify({results, forms: Object.values(world.forms).filter((form) => !world.trashed.has(form.id)),
  books: Object.values(world.books), properties: world.properties, log: world.log, menu: world.menu, ui: world.ui,
  toasts: world.toasts, calls: world.calls}));
