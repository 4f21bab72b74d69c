// A stand-in for FormApp of Google Apps Script: it knows the names that Google's reference lists
// for what the scripts use, refuses what the service refuses, and writes down what was asked of it.
// It is no proof that the service accepts a script. Usage: node form_app.js SCRIPT
'use strict';
const fs = require('fs');
const vm = require('vm');

const form = { settings: {}, items: [] };

function refuse(why) {
  throw new Error('stand-in: ' + why);
}

function strict(name, known) {
  return new Proxy(known, {
    get(target, key) {
      if (!(key in target)) refuse(`${name}.${String(key)} is not in the reference`);
      return target[key];
    },
  });
}

function text(value, what) {
  if (typeof value !== 'string') refuse(`${what} must be a text`);
  return value;
}

function distinct(values, what) {
  if (!Array.isArray(values) || !values.length) refuse(`${what} are needed`);
  values.forEach((value) => text(value, what) || refuse(`${what} must not be empty`));
  if (new Set(values).size !== values.length) refuse(`${what} stand twice`);
  return values;
}

function item(type, more) {
  const made = { type };
  form.items.push(made);
  const common = {
    setTitle: (value) => { made.title = text(value, 'a title'); return it; },
    setHelpText: (value) => { made.help = text(value, 'a help text'); return it; },
  };
  if (type !== 'PAGE_BREAK' && type !== 'SECTION_HEADER') {
    common.setRequired = (on) => {
      if (typeof on !== 'boolean') refuse('required must be true or false');
      made.required = on;
      return it;
    };
  }
  const own = {
    setChoiceValues: (values) => { made.choices = distinct(values, 'choices'); return it; },
    setRows: (values) => { made.rows = distinct(values, 'rows'); return it; },
    setColumns: (values) => { made.columns = distinct(values, 'columns'); return it; },
    setValidation: (rule) => {
      if (!rule || rule.of !== type) refuse(`the validation is not for ${type}`);
      made.check = rule.check;
      return it;
    },
  };
  for (const name of more) common[name] = own[name];
  const it = strict(type, common);
  return it;
}

function validation(of, rules) {
  const made = { of, check: null };
  const builder = {};
  for (const [name, count] of Object.entries(rules)) {
    builder[name] = (...given) => {
      if (given.length !== count || given.some((g) => typeof g !== 'number')) {
        refuse(`${name} takes ${count} numbers`);
      }
      made.check = [name, ...given];
      return it;
    };
  }
  builder.build = () => made.check ? made : refuse('a validation needs a rule');
  const it = strict('validation', builder);
  return it;
}

const settings = {};
for (const [name, kind] of Object.entries({
  setDescription: 'string', setConfirmationMessage: 'string', setCollectEmail: 'boolean',
  setAllowResponseEdits: 'boolean', setPublishingSummary: 'boolean', setShuffleQuestions: 'boolean',
  setProgressBar: 'boolean',
})) {
  settings[name] = (value) => {
    if (typeof value !== kind) refuse(`${name} takes a ${kind}`);
    form.settings[name] = value;
    return made;
  };
}
const made = strict('Form', Object.assign(settings, {
  addTextItem: () => item('TEXT', ['setValidation']),
  addParagraphTextItem: () => item('PARAGRAPH_TEXT', ['setValidation']),
  addMultipleChoiceItem: () => item('MULTIPLE_CHOICE', ['setChoiceValues']),
  addListItem: () => item('LIST', ['setChoiceValues']),
  addCheckboxItem: () => item('CHECKBOX', ['setChoiceValues']),
  addGridItem: () => item('GRID', ['setRows', 'setColumns']),
  addDateItem: () => item('DATE', []),
  addPageBreakItem: () => item('PAGE_BREAK', []),
  addSectionHeaderItem: () => item('SECTION_HEADER', []),
  getEditUrl: () => 'https://example.org/edit',
  getPublishedUrl: () => 'https://example.org/view',
}));
const lengths = { requireTextLengthLessThanOrEqualTo: 1 };
const log = [];
const world = {
  FormApp: strict('FormApp', {
    create: (title) => { form.title = text(title, 'a title') || refuse('a title'); return made; },
    createTextValidation: () => validation('TEXT', {
      ...lengths, requireTextIsEmail: 0, requireTextIsUrl: 0, requireNumber: 0,
      requireWholeNumber: 0, requireNumberBetween: 2, requireNumberGreaterThanOrEqualTo: 1,
      requireNumberLessThanOrEqualTo: 1,
    }),
    createParagraphTextValidation: () => validation('PARAGRAPH_TEXT', lengths),
  }),
  Logger: strict('Logger', { log: (line) => log.push(text(line, 'a line of the log')) }),
};

vm.createContext(world);
const before = Object.keys(world).length;
vm.runInContext(fs.readFileSync(process.argv[2], 'utf8'), world);
if (log.length || form.items.length) refuse('something ran before makeForm');
vm.runInContext('makeForm()', world);
process.stdout.write(JSON.stringify({ ...form, log, functions: Object.keys(world).length - before }));
