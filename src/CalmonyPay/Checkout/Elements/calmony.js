/*
 * calmony.js: card payments in a merchant's own page. The card is typed into a frame of the payment server, and the frame sends it; the page
 * around it never holds a card number. Types and documentation: calmony.d.ts beside this file.
 */
(function () {
  'use strict';

  const script = document.currentScript || document.querySelector('script[src*="/v1/calmony.js"]');
  const base = script.src.replace(/\/v1\/calmony\.js.*$/, '');
  const server = new URL(base).origin;

  /** A frame of the server's, and the one line over which it is spoken to: nobody else gets hold of the port. */
  function open(path, parent, options) {
    const frame = document.createElement('iframe');
    const waiting = new Map();
    const listeners = {};
    let last = 0;
    let port;
    frame.src = base + path;
    frame.title = options.title || 'Secure card payment';
    frame.setAttribute('allow', 'payment');
    frame.setAttribute('frameborder', '0');
    frame.style.cssText = 'border:0;width:100%;display:block;color-scheme:normal;height:' + (options.height || 0) + 'px';
    if (options.hidden) {
      frame.setAttribute('aria-hidden', 'true');
      frame.tabIndex = -1;
      frame.style.cssText = 'position:absolute;width:0;height:0;border:0;clip-path:inset(50%)';
    }

    const ready = new Promise(function (resolve, reject) {
      frame.addEventListener('load', function () {
        const channel = new MessageChannel();
        port = channel.port1;
        port.onmessage = function (message) {
          const said = message.data;
          if (said.event === 'ready') resolve();
          if (said.event) return (listeners[said.event] || []).forEach(function (listener) { listener(said.data); });
          const answer = waiting.get(said.id);
          waiting.delete(said.id);
          if (answer) answer(said.result);
        };
        frame.contentWindow.postMessage({ calmony: 'connect', settings: options.settings || {} }, server, [channel.port2]);
      });
      setTimeout(function () { reject(new Error('The payment server’s frame did not load. Is this page’s origin registered with the project?')); }, 30000);
    });
    ready.catch(function () { /* told to whoever asks */ });
    parent.appendChild(frame);

    return {
      frame: frame,
      ready: ready,
      on: function (event, listener) { (listeners[event] = listeners[event] || []).push(listener); },
      off: function (event, listener) { listeners[event] = (listeners[event] || []).filter(function (each) { return listener && each !== listener; }); },
      ask: function (method, args) {
        return ready.then(function () {
          return new Promise(function (resolve) {
            waiting.set(++last, resolve);
            port.postMessage({ id: last, method: method, args: args });
          });
        }, function (failure) { return { error: { type: 'api_connection_error', message: failure.message } }; });
      },
      close: function () { frame.remove(); if (port) port.close(); }
    };
  }

  function CardElement(key, locale, options) {
    const element = this;
    const early = [];
    let line = null;
    options = options || {};

    element.mount = function (where) {
      const place = typeof where === 'string' ? document.querySelector(where) : where;
      if (!place) throw new Error('The card element cannot be mounted: ' + where + ' is not in the page.');
      if (line) element.unmount();
      place.replaceChildren();
      line = open('/elements/card?key=' + encodeURIComponent(key) + '&locale=' + encodeURIComponent(locale), place, { height: 24, settings: options });
      line.on('height', function (height) { line.frame.style.height = height + 'px'; });
      line.on('change', function (state) { place.classList.toggle('CalmonyElement--invalid', !!state.error); place.classList.toggle('CalmonyElement--complete', state.complete); place.classList.toggle('CalmonyElement--empty', state.empty); });
      line.on('focus', function () { place.classList.add('CalmonyElement--focus'); });
      line.on('blur', function () { place.classList.remove('CalmonyElement--focus'); });
      place.classList.add('CalmonyElement', 'CalmonyElement--empty');
      early.forEach(function (each) { line.on(each[0], each[1]); });
    };
    element.unmount = function () { if (line) line.close(); line = null; };
    element.destroy = element.unmount;
    element.on = function (event, listener) { early.push([event, listener]); if (line) line.on(event, listener); return element; };
    element.off = function (event, listener) {
      for (let i = early.length - 1; i >= 0; i--) if (early[i][0] === event && (!listener || early[i][1] === listener)) early.splice(i, 1);
      if (line) line.off(event, listener);
      return element;
    };
    ['focus', 'blur', 'clear'].forEach(function (what) { element[what] = function () { if (line) line.ask(what); }; });
    element.update = function (changed) { Object.assign(options, changed); if (line) line.ask('update', changed); };
    /** For this script: what the frame is asked to do with the card in it. */
    element._ask = function (method, args) {
      return line ? line.ask(method, args) : Promise.resolve({ error: { type: 'invalid_request_error', code: 'element_not_mounted', message: 'The card element is not mounted.' } });
    };
  }

  function Calmony(key, settings) {
    if (!/^pk_(test|live)_/.test(key)) throw new Error('calmony.js takes a publishable key (pk_test_… or pk_live_…), never a secret one.');
    const locale = (settings && settings.locale) || 'auto';
    let bridge = null;

    function ask(method, args) {
      bridge = bridge || open('/elements/bridge?key=' + encodeURIComponent(key), document.body, { hidden: true });
      return bridge.ask(method, args);
    }

    /** Leads the shopper to the page that the intent waits for; nothing comes back, because the page goes. */
    function act(kind, result, handle) {
      const intent = result[kind];
      const next = intent && intent.status === 'requires_action' && intent.next_action && intent.next_action.redirect_to_url;
      if (!next || handle === false) return result;
      window.location.assign(next.url);
      return new Promise(function () { });
    }

    function confirm(kind, clientSecret, data, options) {
      data = data || {};
      const method = data.payment_method;
      const request = Object.assign({}, data, { client_secret: clientSecret, return_url: data.return_url || window.location.href });
      delete request.payment_method;
      let asked;
      if (method && method.card instanceof CardElement) {
        asked = method.card._ask('confirm', { kind: kind, request: request, billing_details: method.billing_details });
      } else {
        if (typeof method === 'string') request.payment_method = method;
        else if (method && method.card && method.card.token) request.payment_method_data = { type: 'card', card: method.card, billing_details: method.billing_details };
        asked = ask('confirm', { kind: kind, request: request });
      }
      return asked.then(function (result) { return act(kind, result, !options || options.handleActions); });
    }

    function next(kind, clientSecret) {
      return ask('retrieve', { kind: kind, client_secret: clientSecret }).then(function (result) { return act(kind, result, true); });
    }

    return {
      elements: function (shared) {
        return { create: function (type, options) {
          if (type !== 'card') throw new Error('calmony.js has one element: card.');
          return new CardElement(key, (shared && shared.locale) || locale, Object.assign({}, options));
        } };
      },
      createPaymentMethod: function (data) {
        return data.card instanceof CardElement
          ? data.card._ask('createPaymentMethod', { billing_details: data.billing_details, metadata: data.metadata })
          : ask('createPaymentMethod', data);
      },
      createToken: function (element) { return element._ask('createToken', {}); },
      confirmCardPayment: function (clientSecret, data, options) { return confirm('paymentIntent', clientSecret, data, options); },
      confirmCardSetup: function (clientSecret, data, options) { return confirm('setupIntent', clientSecret, data, options); },
      handleNextAction: function (options) { return next(/^seti_/.test(options.clientSecret) ? 'setupIntent' : 'paymentIntent', options.clientSecret); },
      handleCardAction: function (clientSecret) { return next('paymentIntent', clientSecret); },
      retrievePaymentIntent: function (clientSecret) { return ask('retrieve', { kind: 'paymentIntent', client_secret: clientSecret }); },
      retrieveSetupIntent: function (clientSecret) { return ask('retrieve', { kind: 'setupIntent', client_secret: clientSecret }); },
      redirectToCheckout: function (options) {
        window.location.assign(base + '/checkout/open?key=' + encodeURIComponent(key) + '&session=' + encodeURIComponent(options.sessionId));
        return new Promise(function () { });
      }
    };
  }

  window.Calmony = Calmony;
})();
