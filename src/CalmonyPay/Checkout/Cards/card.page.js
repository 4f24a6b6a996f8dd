'use strict';
// What our pages know of cards: schemes by their first digits, how a number is spaced, and whether number, date and code can be right.
window.CalmonyCard = (() => {
  // First digits, how many a number has and where it is spaced; the narrower before the wider. `name` is the API's word, `label` is for people.
  const long = [12, 13, 14, 15, 16, 17, 18, 19], fours = [4, 8, 12, 16];
  const schemes = [
    { name: 'amex', label: 'Amex', starts: /^3[47]/, lengths: [15], gaps: [4, 10], code: [4, 3] },
    { name: 'diners', label: 'Diners', starts: /^(30[0-5]|3095|36|38|39)/, lengths: [14, 15, 16, 17, 18, 19], gaps: [4, 10], code: [3] },
    { name: 'jcb', label: 'JCB', starts: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19], gaps: fours, code: [3] },
    { name: 'visa', label: 'Visa', starts: /^4/, lengths: [13, 16, 19], gaps: fours, code: [3] },
    { name: 'mastercard', label: 'Mastercard', starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16], gaps: fours, code: [3] },
    { name: 'mastercard', label: 'Maestro', starts: /^(5[06-8]|67)/, lengths: long, gaps: fours, code: [3] },
    { name: 'discover', label: 'Discover', starts: /^(6011|64[4-9]|65)/, lengths: [16, 17, 18, 19], gaps: fours, code: [3] },
    { name: 'unionpay', label: 'UnionPay', starts: /^(62|81)/, lengths: [16, 17, 18, 19], gaps: fours, code: [3] },
  ];
  const unknown = { name: 'unknown', label: '', lengths: long, gaps: fours, code: [3, 4] };

  const digitsOf = text => text.replace(/\D/g, '');
  const schemeOf = text => schemes.find(scheme => scheme.starts.test(digitsOf(text))) ?? unknown;

  const luhn = digits => [...digits].reverse().reduce((sum, digit, place) => {
    const worth = place % 2 ? digit * 2 : +digit;
    return sum + (worth > 9 ? worth - 9 : worth);
  }, 0) % 10 === 0;

  // Empty where it can be right; `incomplete` where more digits may come.
  const numberFault = text => {
    const digits = digitsOf(text), { lengths } = schemeOf(digits);
    if (digits.length < lengths[0]) return 'incomplete';
    return lengths.includes(digits.length) && luhn(digits) && !/[^\d -]/.test(text) ? '' : 'invalid';
  };

  // Month and full year of `04/29`, `4 / 2029`, `0429`; null for what is no such thing.
  const dateOf = text => {
    const [, month, year] = /^(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$/.exec(text.trim()) ?? /^(\d{2})(\d{4}|\d{2})$/.exec(text.trim()) ?? [];
    return year ? { month: +month, year: +year < 100 ? 2000 + +year : +year } : null;
  };

  // Empty, `incomplete`, `invalid` or `past`.
  const dateFault = text => {
    const date = dateOf(text), now = new Date();
    if (!date) return digitsOf(text).length < 4 ? 'incomplete' : 'invalid';
    if (date.month < 1 || date.month > 12 || date.year > now.getFullYear() + 50) return 'invalid';
    return date.year < now.getFullYear() || (date.year === now.getFullYear() && date.month < now.getMonth() + 1) ? 'past' : '';
  };

  const codeFault = (text, number) => (/^\d+$/.test(text) && schemeOf(number).code.includes(text.length) ? '' : 'incomplete');

  const spaced = digits => {
    const { lengths, gaps } = schemeOf(digits);
    return [...digits.slice(0, lengths.at(-1))].map((digit, at) => (gaps.includes(at) ? ` ${digit}` : digit)).join('');
  };
  const slashed = digits => {
    const all = digits[0] > '1' ? `0${digits}` : digits;
    return all.length > 2 ? `${all.slice(0, 2)} / ${all.slice(2, 6)}` : all;
  };

  // Writes a field's digits in their shape and leaves the cursor behind the digit where it was.
  const reshape = (input, shape) => {
    const before = digitsOf(input.value.slice(0, input.selectionStart)).length;
    const shaped = shape(digitsOf(input.value));
    if (shaped === input.value) return;
    const atEnd = input.selectionStart === input.value.length;
    input.value = shaped;
    let at = 0;
    for (let seen = 0; at < shaped.length && seen < before; at++) if (/\d/.test(shaped[at])) seen++;
    if (document.activeElement === input) input.setSelectionRange(atEnd ? shaped.length : at, atEnd ? shaped.length : at);
  };

  return { digitsOf, schemeOf, numberFault, dateOf, dateFault, codeFault, spaced, slashed, reshape };
})();
