// Small things that the server cannot do: keep open what is open, and drop entries that came twice.
document.addEventListener('htmx:sseBeforeMessage', (event) => {
  const message = event.detail;
  // After a broken connection the stream may start again from where the page was loaded.
  if (message.type === 'entry' && document.getElementById('e' + message.lastEventId)) {
    event.preventDefault();
  }
});

let open = new Map();
document.addEventListener('htmx:beforeSwap', (event) => {
  for (const details of event.detail.target.querySelectorAll('details[id]')) {
    open.set(details.id, details.open);
  }
});
document.addEventListener('htmx:afterSwap', (event) => {
  for (const details of event.detail.target.querySelectorAll('details[id]')) {
    if (open.has(details.id)) details.open = open.get(details.id);
  }
});

document.addEventListener('htmx:afterRequest', (event) => {
  if (event.target.matches('form.say') && event.detail.successful) event.target.reset();
});
