// The 3-D Secure pages. Each works without this script by its buttons; with it, nobody has to press them.
(() => {
  "use strict";
  const step = document.querySelector("[data-step]");
  const formOf = (name) => step.querySelector(`form[data-${name}]`);
  const show = (name, shown) => step.querySelectorAll(`[data-${name}]`).forEach((element) => { element.hidden = !shown; });

  // How long the issuer's look at the device may take, by the card schemes' rules.
  const deviceMilliseconds = 10_000;
  const lookAgainMilliseconds = 2_000;

  const steps = {
    start() {
      const form = step.querySelector("form");
      form.elements.browser_time_zone.value = new Date().getTimezoneOffset();
      form.elements.browser_screen.value = `${screen.width}x${screen.height}x${screen.colorDepth}`;
      if (form.dataset.byItself) form.submit();
    },

    // The frame's last page leads this window on. If it never comes, the time does.
    device() {
      show("plain", false);
      formOf("issuer").submit();
      setTimeout(() => formOf("timeout").submit(), deviceMilliseconds);
    },

    challenge() {
      const form = formOf("issuer");
      const frame = step.querySelector("iframe");
      show("plain", false);
      show("scripted", true);
      frame.hidden = false;
      form.target = frame.name;
      form.submit();
      form.target = "_top";
    },

    processing() {
      const next = step.querySelector("[data-next]");
      setTimeout(() => location.replace(next.href), lookAgainMilliseconds);
    },

    // In the issuer's frame.
    back() {
      window.top.location.replace(step.querySelector("a").href);
    },
  };

  steps[step?.dataset.step]?.();
})();
