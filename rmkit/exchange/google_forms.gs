/** Makes the form. Choose this function and press Run. */
function makeForm() {
  const form = FormApp.create(FORM.title);
  form.setDescription(FORM.description)
    .setConfirmationMessage(FORM.thanks)
    .setCollectEmail(COLLECT_EMAIL)
    .setAllowResponseEdits(false)
    .setPublishingSummary(false)
    .setShuffleQuestions(false)
    .setProgressBar(FORM.parts.some(function (part) { return part.page; }));
  FORM.parts.forEach(function (part) {
    if (part.title || part.text) {
      const head = part.page ? form.addPageBreakItem() : form.addSectionHeaderItem();
      head.setTitle(part.title).setHelpText(part.text);
    }
    part.questions.forEach(function (question) {
      const item = added(form, question);
      item.setTitle(question.title).setHelpText(question.help).setRequired(question.required);
    });
  });
  Logger.log('To look through and publish: ' + form.getEditUrl());
  Logger.log('To send, once it is published: ' + form.getPublishedUrl());
}

/** Adds the item that a question needs, with what can be chosen and what is checked. */
function added(form, question) {
  switch (question.kind) {
    case 'choice': {
      const few = question.choices.length <= 12;
      const item = few ? form.addMultipleChoiceItem() : form.addListItem();
      return item.setChoiceValues(question.choices);
    }
    case 'multiple_choice':
      return form.addCheckboxItem().setChoiceValues(question.choices);
    case 'grid':
      return form.addGridItem().setRows(question.rows).setColumns(question.choices);
    case 'date':
      return form.addDateItem();
    case 'long_text': {
      const item = form.addParagraphTextItem();
      const longest = FormApp.createParagraphTextValidation();
      return item.setValidation(longest.requireTextLengthLessThanOrEqualTo(question.longest).build());
    }
    default: {
      const item = form.addTextItem();
      return item.setValidation(checked(question).build());
    }
  }
}

/** Says what a short answer must be. */
function checked(question) {
  const check = FormApp.createTextValidation();
  switch (question.check) {
    case 'email': return check.requireTextIsEmail();
    case 'url': return check.requireTextIsUrl();
    case 'between': return check.requireNumberBetween(question.lowest, question.highest);
    case 'at least': return check.requireNumberGreaterThanOrEqualTo(question.lowest);
    case 'at most': return check.requireNumberLessThanOrEqualTo(question.highest);
    case 'whole': return check.requireWholeNumber();
    case 'number': return check.requireNumber();
    default: return check.requireTextLengthLessThanOrEqualTo(question.longest);
  }
}
