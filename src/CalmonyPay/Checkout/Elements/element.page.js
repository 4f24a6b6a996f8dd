/* The frame's half of calmony.js: holds the card, speaks to the API on its own server, and to the page around it over the one port that it was given. */
(function () {
  'use strict';

  const body = document.body;
  const form = document.querySelector('form');
  const card = window.CalmonyCard;
  const kinds = { paymentIntent: '/v1/payment_intents/', setupIntent: '/v1/setup_intents/' };
  let port = null;
  let brand = null;

  /* Stripe's brackets: {card: {number: 1}} is card[number]=1. */
  function fields(value, path, form) {
    if (value === undefined || value === null) return form;
    if (typeof value !== 'object') form.append(path, value);
    else Object.keys(value).forEach(function (name) { fields(value[name], path ? path + '[' + name + ']' : name, form); });
    return form;
  }

  async function call(method, path, data) {
    const form = fields(data, '', new URLSearchParams());
    try {
      const answer = await fetch(body.dataset.server + path + (method === 'GET' ? '?' + form : ''), {
        method: method, headers: { Authorization: 'Bearer ' + body.dataset.key }, body: method === 'GET' ? undefined : form, credentials: 'omit'
      });
      return await answer.json();
    } catch (failure) {
      return { error: { type: 'api_connection_error', message: String(failure && failure.message) } };
    }
  }

  function as(name, answer) { return answer.error ? { error: answer.error } : { [name]: answer }; }

  function idOf(secret) { return String(secret).split('_secret_')[0]; }

  function cardOf() {
    const date = card.dateOf(form.expiry.value);
    return { number: card.digitsOf(form.number.value), exp_month: date.month, exp_year: date.year, cvc: form.code.value };
  }

  /* The first thing that is wrong; `whole` counts what is missing too. */
  function problem(whole) {
    const words = body.dataset;
    const number = card.numberFault(form.number.value);
    const date = card.dateFault(form.expiry.value);
    if (number === 'invalid') return ['invalid_number', words.invalidNumber];
    if (number && (whole || form.number.dataset.left)) return ['incomplete_number', words.incompleteNumber];
    if (date === 'past') return ['invalid_expiry_year_past', words.pastExpiry];
    if (date === 'invalid') return ['invalid_expiry', words.invalidExpiry];
    if (date && (whole || form.expiry.dataset.left)) return ['incomplete_expiry', words.incompleteExpiry];
    return card.codeFault(form.code.value, form.number.value) && (whole || form.code.dataset.left) ? ['incomplete_cvc', words.incompleteCode] : null;
  }

  function error(found) { return { type: 'validation_error', code: found[0], message: found[1] }; }

  function state() {
    const found = problem(false);
    const inputs = [form.number, form.expiry, form.code];
    return { empty: inputs.every(function (input) { return !input.value; }), complete: !problem(true), brand: card.schemeOf(form.number.value).name, error: found ? error(found) : undefined, elementType: 'card' };
  }

  function tell(event, data) { if (port) port.postMessage({ event: event, data: data }); }

  function changed() {
    const now = state();
    [form.number, form.expiry, form.code].forEach(function (input) { input.removeAttribute('aria-invalid'); });
    if (now.error) (/number/.test(now.error.code) ? form.number : /expiry/.test(now.error.code) ? form.expiry : form.code).setAttribute('aria-invalid', 'true');
    document.getElementById('problem').textContent = now.error ? now.error.message : '';
    if (brand !== now.brand) body.dataset.brand = brand = now.brand;
    tell('change', now);
  }

  /* A merchant dresses the text and nothing else: what else they send is not looked at. */
  function dress(settings) {
    const base = (settings.style && settings.style.base) || {};
    const root = document.documentElement.style;
    [['--element-ink', base.color], ['--element-font', base.fontFamily], ['--element-size', base.fontSize], ['--element-weight', base.fontWeight], ['--element-spacing', base.letterSpacing],
      ['--element-hint', base['::placeholder'] && base['::placeholder'].color], ['--element-bad', settings.style && settings.style.invalid && settings.style.invalid.color]]
      .forEach(function (pair) { if (typeof pair[1] === 'string') root.setProperty(pair[0], pair[1]); });
    if (typeof settings.disabled === 'boolean') [form.number, form.expiry, form.code].forEach(function (input) { input.disabled = settings.disabled; });
  }

  /* What the page around may ask for. Each answers with an object; nothing of the card is ever in it. */
  const methods = {
    createPaymentMethod: async function (data) {
      if (!form) return as('paymentMethod', await call('POST', '/v1/payment_methods', data));
      const found = problem(true);
      return found ? { error: error(found) } : as('paymentMethod', await call('POST', '/v1/payment_methods', { type: 'card', card: cardOf(), billing_details: data.billing_details, metadata: data.metadata }));
    },
    createToken: async function () {
      const found = problem(true);
      return found ? { error: error(found) } : as('token', await call('POST', '/v1/tokens', { card: cardOf() }));
    },
    confirm: async function (data) {
      const request = Object.assign({}, data.request);
      if (form) {
        const found = problem(true);
        if (found) return { error: error(found) };
        request.payment_method_data = { type: 'card', card: cardOf(), billing_details: data.billing_details };
        // For 3-D Secure. With the card the server has all that the issuer wants to know, and asks at once.
        request.browser = { time_zone: new Date().getTimezoneOffset(), screen: screen.width + 'x' + screen.height + 'x' + screen.colorDepth };
      }
      return as(data.kind, await call('POST', kinds[data.kind] + idOf(request.client_secret) + '/confirm', request));
    },
    retrieve: async function (data) { return as(data.kind, await call('GET', kinds[data.kind] + idOf(data.client_secret), { client_secret: data.client_secret })); },
    focus: async function () { form.number.focus(); },
    blur: async function () { if (document.activeElement) document.activeElement.blur(); },
    clear: async function () { form.reset(); delete form.number.dataset.left; delete form.expiry.dataset.left; delete form.code.dataset.left; changed(); },
    update: async function (settings) { dress(settings); }
  };

  addEventListener('message', function connect(message) {
    // Who embeds us is decided by the page's policy; from then on the port is the only way in.
    if (message.source !== parent || !message.data || message.data.calmony !== 'connect' || !message.ports[0]) return;
    removeEventListener('message', connect);
    port = message.ports[0];
    port.onmessage = async function (asked) {
      const method = Object.prototype.hasOwnProperty.call(methods, asked.data.method) ? methods[asked.data.method] : null;
      port.postMessage({ id: asked.data.id, result: method ? (await method(asked.data.args || {})) || {} : { error: { type: 'invalid_request_error', message: 'There is no such method.' } } });
    };
    if (form) {
      dress(message.data.settings || {});
      tell('height', form.offsetHeight);
      new ResizeObserver(function () { tell('height', form.offsetHeight); }).observe(form);
    }
    tell('ready');
  });

  if (!form) return;
  const shapes = { number: card.spaced, expiry: card.slashed, code: function (digits) { return digits.slice(0, 4); } };
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('input', function (event) {
    card.reshape(event.target, shapes[event.target.name]);
    changed();
    if (event.inputType && event.inputType.startsWith('delete')) return;
    if (event.target === form.number && !card.numberFault(form.number.value)) form.expiry.focus();
    else if (event.target === form.expiry && !card.dateFault(form.expiry.value)) form.code.focus();
  });
  form.addEventListener('focusin', function (event) { if (!form.contains(event.relatedTarget)) tell('focus'); });
  form.addEventListener('focusout', function (event) {
    if (event.target.value) event.target.dataset.left = 'true';
    changed();
    if (!form.contains(event.relatedTarget)) tell('blur');
  });
  form.addEventListener('keydown', function (event) { if (event.key === 'Escape') tell('escape'); });
})();
