// Looks every two seconds whether the payment's outcome is known, and shows the page anew only then: nobody is interrupted meanwhile.
const look = async () => {
  try {
    const answer = await fetch(location.href);
    if (!(await answer.text()).includes('id="waits"')) {
      location.reload();
      return;
    }
  } catch {
    // no connection for a moment
  }
  setTimeout(look, 2000);
};
setTimeout(look, 2000);
