// Makes the checkout page more pleasant. The page works without it, and the server checks everything again.
(() => {
  'use strict';
  const form = document.getElementById('checkout');
  const byId = id => document.getElementById(id);
  const digitsOf = text => text.replace(/\D/g, '');
  const wide = matchMedia('(min-width: 60rem)');

  // First digits of the schemes, the narrower before the wider.
  const schemes = [
    [/^3[47]/, 'Amex'], [/^(30[0-5]|3095|36|38|39)/, 'Diners'], [/^35(2[89]|[3-8])/, 'JCB'], [/^4/, 'Visa'],
    [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'Mastercard'], [/^(5[06-8]|67)/, 'Maestro'], [/^(6011|64[4-9]|65)/, 'Discover'], [/^(62|81)/, 'UnionPay'],
  ];
  const schemeOf = digits => schemes.find(([start]) => start.test(digits))?.[1] ?? '';
  const cardDigits = () => digitsOf(byId('card-number')?.value ?? '');

  const luhn = digits => [...digits].reverse().reduce((sum, digit, place) => {
    const worth = place % 2 ? digit * 2 : +digit;
    return sum + (worth > 9 ? worth - 9 : worth);
  }, 0) % 10 === 0;

  // What is wrong with a field that has something in it: the name of the data attribute that says it.
  const checks = {
    'card-number': value => {
      const digits = digitsOf(value), scheme = schemeOf(digits);
      const fits = scheme === 'Amex' ? digits.length === 15 : scheme === 'Visa' ? [13, 16, 19].includes(digits.length) : digits.length > 11 && digits.length < 20;
      return fits && luhn(digits) && !/[^\d -]/.test(value) ? '' : 'invalid';
    },
    'card-exp': value => {
      const [, month, year] = /^(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$/.exec(value) ?? [];
      if (!(month >= 1 && month <= 12)) return 'invalid';
      const now = new Date(), full = +year < 100 ? 2000 + +year : +year;
      return full < now.getFullYear() || (full === now.getFullYear() && month < now.getMonth() + 1) ? 'past' : full > now.getFullYear() + 50 ? 'invalid' : '';
    },
    'card-cvc': value => (['Amex', ''].includes(schemeOf(cardDigits())) ? /^\d{3,4}$/ : /^\d{3}$/).test(value) ? '' : 'invalid',
    email: value => /^[^\s@<>,;()]+@[^\s@<>,;().-][^\s@<>,;()]*\.[^\s@<>,;().]+$/.test(value) ? '' : 'invalid',
  };

  const faultOf = input => {
    if (!input.offsetParent) return ''; // folded away
    const value = input.type === 'checkbox' ? (input.checked ? 'on' : '') : input.value.trim();
    return !value ? input.dataset.missing : input.dataset[checks[input.id]?.(value)] ?? '';
  };

  const say = (input, message) => {
    const id = `${input.id}-error`;
    const others = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(other => other && other !== id);
    if (!message) byId(id)?.remove();
    else {
      let line = byId(id);
      if (!line) {
        line = Object.assign(document.createElement('p'), { id, className: 'error' });
        const field = input.closest('.field');
        if (field) field.append(line);
        else input.closest('label').after(line);
      }
      line.textContent = message;
      others.unshift(id);
    }
    if (message) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    if (others.length) input.setAttribute('aria-describedby', others.join(' '));
    else input.removeAttribute('aria-describedby');
  };

  // Writes digits in groups and leaves the cursor behind the digit where it was.
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
  const groups = digits => (schemeOf(digits) === 'Amex' ? digits.slice(0, 15).replace(/^(\d{4})(\d{1,6})?(\d+)?$/, (_, ...parts) => parts.slice(0, 3).filter(Boolean).join(' ')) : digits.slice(0, 19).match(/.{1,4}/g)?.join(' ') ?? '');
  const monthAndYear = digits => {
    const all = digits > '1' && digits[0] > '1' ? `0${digits}` : digits;
    return all.length > 2 ? `${all.slice(0, 2)} / ${all.slice(2, 6)}` : all;
  };
  const shapes = { 'card-number': groups, 'card-exp': monthAndYear };

  const showScheme = () => {
    const badge = byId('scheme');
    if (!badge) return;
    badge.textContent = badge.dataset.scheme = schemeOf(cardDigits());
  };

  let busy = false;
  const setBusy = on => {
    const pay = byId('pay');
    busy = on;
    pay.dataset.label ??= pay.textContent;
    pay.disabled = on;
    pay.textContent = on ? pay.dataset.busy : pay.dataset.label;
    if (on) pay.setAttribute('aria-busy', 'true');
    else pay.removeAttribute('aria-busy');
    byId('status').textContent = on ? pay.dataset.busy : '';
  };

  // A changed order: the server reckons, and what it shows replaces what is here. Card data stays here meanwhile.
  let newest = 0, plainly = false;
  const update = async (action, button) => {
    const turn = ++newest, data = new FormData(form), order = byId('order');
    for (const name of ['card[number]', 'card[exp]', 'card[cvc]']) data.delete(name);
    data.set('action', action);
    order.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(location.href, { method: 'POST', body: new URLSearchParams(data) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (turn !== newest) return;
      if (!page.getElementById('checkout') || !page.getElementById('card') !== !byId('card')) throw new Error('another page');
      const focused = document.activeElement?.id, open = order.querySelector('details')?.open;
      for (const id of ['order', 'send']) byId(id).replaceWith(document.adoptNode(page.getElementById(id)));
      const details = byId('order').querySelector('details');
      if (details && open) details.open = true;
      if (focused && byId(focused)) byId(focused).focus();
      else if (button) byId('order').querySelector('.promotion input:not([type=hidden]), .promotion button')?.focus();
      byId('status').textContent = byId('order').querySelector('.error')?.textContent ?? byId('send').dataset.says;
    } catch {
      if (turn !== newest) return;
      plainly = true;
      form.requestSubmit(button ?? [...form.querySelectorAll('button[data-update], button.update')].find(one => one.value === action));
    }
  };

  form.addEventListener('submit', event => {
    if (plainly) return;
    const paying = (event.submitter?.value ?? 'pay') === 'pay';
    if (busy || !paying) event.preventDefault();
    if (busy) return;
    if (!paying) {
      update(event.submitter.value, event.submitter);
      return;
    }
    const wrong = [...form.querySelectorAll('[data-missing]')].filter(input => {
      const message = faultOf(input);
      say(input, message);
      return message;
    });
    if (wrong.length) {
      event.preventDefault();
      wrong[0].focus();
      return;
    }
    setTimeout(() => setBusy(true)); // after the browser has taken the button's value
  });

  form.addEventListener('input', ({ target }) => {
    if (shapes[target.id]) reshape(target, shapes[target.id]);
    if (target.id === 'card-number') showScheme();
    if (target.hasAttribute('aria-invalid') && !faultOf(target)) say(target, '');
  });
  form.addEventListener('focusout', ({ target }) => {
    if (target.dataset?.missing && (target.value.trim() || target.hasAttribute('aria-invalid')) && target.type !== 'checkbox') say(target, faultOf(target));
  });
  form.addEventListener('change', ({ target }) => {
    if (target.matches('input[type=number][data-update], input[type=radio][data-update]')) update('update');
    if (target.matches('[data-missing][type=checkbox]') && target.checked) say(target, '');
  });
  form.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !event.target.matches('.order input')) return;
    event.preventDefault();
    update('update');
  });
  addEventListener('pageshow', event => {
    if (event.persisted) setBusy(false);
  });

  for (const button of document.querySelectorAll('[data-number]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const card = button.dataset;
      const values = { 'card-number': card.number, 'card-exp': card.exp, 'card-cvc': card.cvc, name: card.name, 'billing-postal_code': card.postalCode };
      for (const [id, value] of Object.entries(values)) {
        if (!value || !byId(id)) continue;
        byId(id).value = value;
        say(byId(id), '');
      }
      showScheme();
      byId('pay').focus();
    });
  }

  const facts = { browser_time_zone: new Date().getTimezoneOffset(), browser_screen: `${screen.width}x${screen.height}x${screen.colorDepth}` };
  for (const [name, value] of Object.entries(facts)) form.elements[name].value = value;
  const unfold = () => {
    const details = byId('order').querySelector('details');
    if (details && wide.matches) details.open = true;
  };
  wide.addEventListener('change', unfold);
  unfold();
  showScheme();
  document.documentElement.classList.add('script');
  byId('problem')?.focus();
})();
