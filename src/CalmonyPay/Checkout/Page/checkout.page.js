'use strict';
// Makes the checkout page more pleasant. The page works without it, and the server checks everything again.
const form = document.getElementById('checkout');
const byId = id => document.getElementById(id);
const { schemeOf, numberFault, dateFault, codeFault, spaced, slashed, reshape } = window.CalmonyCard;
const wide = matchMedia('(min-width: 60rem)');
const cardNumber = () => byId('card-number')?.value ?? '';

// What is wrong with a field that has something in it: the name of the data attribute that says it.
const checks = {
  'card-number': value => (numberFault(value) ? 'invalid' : ''),
  'card-exp': value => ({ '': '', past: 'past' })[dateFault(value)] ?? 'invalid',
  'card-cvc': value => (codeFault(value, cardNumber()) ? 'invalid' : ''),
  email: () => (byId('email').validity.valid ? '' : 'invalid'),
};

const faultOf = input => {
  if (!input.offsetParent) return ''; // folded away
  const value = input.type === 'checkbox' ? (input.checked ? 'on' : '') : input.value.trim();
  return !value ? input.dataset.missing : input.dataset[checks[input.id]?.(value)] ?? '';
};

const say = (input, message = '') => {
  byId(`${input.id}-error`).textContent = message;
  if (message) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
};

const shapes = { 'card-number': spaced, 'card-exp': slashed };

const showScheme = () => {
  const badge = byId('scheme');
  if (!badge) return;
  badge.textContent = badge.dataset.scheme = schemeOf(cardNumber()).label;
};

let busy = false;
const setBusy = on => {
  const pay = byId('pay');
  busy = on;
  pay.dataset.label ??= pay.textContent;
  pay.disabled = on;
  pay.textContent = on ? pay.dataset.busy : pay.dataset.label;
  pay.ariaBusy = on ? 'true' : null;
  byId('status').textContent = on ? pay.dataset.busy : '';
};

// A changed order: the server reckons, and what it shows replaces what is here. Card data stays here meanwhile.
let newest = 0, plainly = false;
const update = async (action, button) => {
  const turn = ++newest, data = new FormData(form), order = byId('order');
  for (const name of ['card[number]', 'card[exp]', 'card[cvc]']) data.delete(name);
  data.set('action', action);
  order.ariaBusy = 'true';
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
    byId('status').textContent = byId('order').querySelector('.error:not(:empty)')?.textContent ?? byId('send').dataset.says;
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
  if (target.hasAttribute('aria-invalid') && !faultOf(target)) say(target);
});
form.addEventListener('focusout', ({ target }) => {
  if (target.dataset?.missing && (target.value.trim() || target.hasAttribute('aria-invalid')) && target.type !== 'checkbox') say(target, faultOf(target));
});
form.addEventListener('change', ({ target }) => {
  if (target.matches('input[type=number][data-update], input[type=radio][data-update]')) update('update');
  if (target.matches('[data-missing][type=checkbox]') && target.checked) say(target);
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
      say(byId(id));
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
