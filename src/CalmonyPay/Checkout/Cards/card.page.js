/* What our pages know of cards: brands by their first digits, how a number is spaced, and whether number and date can be right. */
(function () {
  'use strict';

  /* First digits, how many digits a number has, where it is spaced, and how long the code is. The first that fits counts. */
  const brands = [
    { name: 'amex', starts: /^3[47]/, lengths: [15], gaps: [4, 10], code: 4 },
    { name: 'diners', starts: /^3(?:0[0-5]|[689])/, lengths: [14, 16, 19], gaps: [4, 10], code: 3 },
    { name: 'jcb', starts: /^35/, lengths: [16, 17, 18, 19], gaps: [4, 8, 12, 16], code: 3 },
    { name: 'discover', starts: /^6(?:011|4[4-9]|5)/, lengths: [16, 17, 18, 19], gaps: [4, 8, 12, 16], code: 3 },
    { name: 'unionpay', starts: /^62/, lengths: [16, 17, 18, 19], gaps: [4, 8, 12, 16], code: 3 },
    { name: 'mastercard', starts: /^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, lengths: [16], gaps: [4, 8, 12], code: 3 },
    { name: 'visa', starts: /^4/, lengths: [13, 16, 19], gaps: [4, 8, 12, 16], code: 3 }
  ];
  const unknown = { name: 'unknown', lengths: [12, 13, 14, 15, 16, 17, 18, 19], gaps: [4, 8, 12, 16], code: 4 };

  function digits(text) { return text.replace(/\D/g, ''); }

  function brandOf(number) {
    const start = digits(number);
    return brands.find(function (brand) { return brand.starts.test(start); }) || unknown;
  }

  function luhn(number) {
    let sum = 0;
    for (let i = 0; i < number.length; i++) {
      let digit = +number[number.length - 1 - i];
      if (i % 2) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    return sum % 10 === 0;
  }

  /* null where it can be right, else 'incomplete' or 'invalid'. */
  function numberProblem(text) {
    const number = digits(text);
    const brand = brandOf(number);
    if (number.length < brand.lengths[0]) return 'incomplete';
    return brand.lengths.includes(number.length) && luhn(number) ? null : 'invalid';
  }

  /* Month and full year of what stands in the field; null until both do. */
  function dateOf(text) {
    const parts = digits(text);
    return parts.length === 4 ? { month: +parts.slice(0, 2), year: 2000 + +parts.slice(2) }
      : parts.length === 6 ? { month: +parts.slice(0, 2), year: +parts.slice(2) }
      : null;
  }

  /* null where it can be right, else 'incomplete', 'invalid' or 'past'. */
  function dateProblem(text) {
    const date = dateOf(text);
    if (!date) return 'incomplete';
    if (date.month < 1 || date.month > 12) return 'invalid';
    const now = new Date();
    if (date.year < now.getFullYear() || (date.year === now.getFullYear() && date.month < now.getMonth() + 1)) return 'past';
    return date.year > now.getFullYear() + 50 ? 'invalid' : null;
  }

  function codeProblem(text, number) { return digits(text).length === brandOf(number).code || (brandOf(number) === unknown && digits(text).length >= 3) ? null : 'incomplete'; }

  function spaced(text) {
    const brand = brandOf(text);
    const number = digits(text).slice(0, brand.lengths[brand.lengths.length - 1]);
    let shown = '';
    for (let i = 0; i < number.length; i++) shown += (brand.gaps.includes(i) ? ' ' : '') + number[i];
    return shown;
  }

  /* "1" waits for more, "4" can only be April. A slash that was just deleted does not come back. */
  function slashed(text, deleting) {
    let date = digits(text).slice(0, 6);
    if (date.length === 1 && date > '1') date = '0' + date;
    if (date.length < 2 || (date.length === 2 && deleting)) return date;
    return date.slice(0, 2) + ' / ' + (date.length === 6 ? date.slice(4) : date.slice(2, 4));
  }

  /* Formats a field as one types, and leaves the caret behind the same digit. */
  function format(input, shape) {
    input.addEventListener('input', function (event) {
      const deleting = event.inputType ? event.inputType.startsWith('delete') : false;
      const before = digits(input.value.slice(0, input.selectionStart)).length;
      const atEnd = input.selectionStart === input.value.length;
      const text = shape(input.value, deleting);
      if (text === input.value) return;
      input.value = text;
      if (atEnd) return;
      let caret = 0;
      for (let seen = 0; seen < before && caret < text.length; caret++) if (/\d/.test(text[caret])) seen++;
      input.setSelectionRange(caret, caret);
    });
  }

  window.CalmonyCard = { brandOf: brandOf, digits: digits, numberProblem: numberProblem, dateOf: dateOf, dateProblem: dateProblem, codeProblem: codeProblem, spaced: spaced, slashed: slashed, format: format };
})();
